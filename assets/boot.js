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
  // A page that was left for good is not shown again from the browser's memory.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.documentElement.hasAttribute("data-left")) location.reload();
  });
  var isNew = "noModule" in HTMLScriptElement.prototype && typeof WebAssembly === "object" &&
    typeof Promise === "function" && window.CSS && CSS.supports("color", "light-dark(#000, #fff)");
  if (!isNew) say("boot-old");
})();
