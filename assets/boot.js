// Says so when the browser is too old or the program cannot start. Written in the words old
// browsers know: it is the only script they can read.
(function () {
  "use strict";
  function say(id) {
    var message = document.getElementById(id);
    if (message) {
      message.hidden = false;
      var wait = document.getElementById("boot-wait");
      if (wait) wait.hidden = true;
    }
  }
  window.medkartaFailed = function () { say("boot-failed"); };
  // A page out of the browser's memory: left for good, it is loaded anew; else it stays hidden until the program has
  // asked whether it still belongs to the person who is signed in.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    if (document.documentElement.hasAttribute("data-left")) location.reload();
    else document.documentElement.setAttribute("data-returned", "");
  });
  var isNew = "noModule" in HTMLScriptElement.prototype && typeof WebAssembly === "object" &&
    typeof Promise === "function" && window.CSS && CSS.supports("color", "light-dark(#000, #fff)");
  if (!isNew) say("boot-old");
})();
