// Before a widget's program is there: the language and the theme the site asked for, and a word where the program cannot
// run. Written in the words old browsers know.
(function () {
  "use strict";
  var root = document.documentElement;
  function asked(name, known) {
    var found = new RegExp("[?&]" + name + "=(" + known + ")(&|$)").exec(location.search);
    return found && found[1];
  }
  var lang = asked("lang", "ru|en");
  if (lang) root.setAttribute("lang", lang);
  var theme = asked("theme", "light|dark|auto");
  if (theme) root.setAttribute("data-theme", theme);
  function say(id) {
    document.getElementById("boot-wait").hidden = true;
    document.getElementById(id).hidden = false;
  }
  window.medkartaFailed = function () { say("boot-failed"); };
  document.addEventListener("DOMContentLoaded", function () {
    var isNew = "noModule" in HTMLScriptElement.prototype && typeof WebAssembly === "object" &&
      typeof Promise === "function" && window.CSS && CSS.supports("color", "light-dark(#000, #fff)");
    if (!isNew) say("boot-old");
  });
})();
