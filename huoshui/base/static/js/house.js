// Small kindnesses. Every page works without this file.
(function () {
  "use strict";
  var each = function (selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  };

  // One submission per form; the button comes back when the page does.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute("data-sent")) return event.preventDefault();
    form.setAttribute("data-sent", "");
    setTimeout(function () {
      each("form[data-sent] [type=submit]", function (button) { button.disabled = true; });
    });
  });
  window.addEventListener("pageshow", function () {
    each("form[data-sent]", function (form) {
      form.removeAttribute("data-sent");
      Array.prototype.forEach.call(form.querySelectorAll("[type=submit]"), function (button) { button.disabled = false; });
    });
    each("[data-roster]", count);
  });

  // Enter that chooses a word in an input method does not send the form.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.tagName === "INPUT" && (event.isComposing || event.keyCode === 229)) {
      event.preventDefault();
    }
  });

  function count(roster) {
    var here = 0, leave = 0, absent = 0;
    Array.prototype.forEach.call(roster.querySelectorAll(".roster-row"), function (row) {
      var reason = row.querySelector(".roster-reason select");
      if (row.querySelector(".roster-tick").checked) here += 1;
      else if (reason && reason.value) leave += 1;
      else absent += 1;
    });
    var words = "到会 " + here + " 人";
    if (leave) words += "，请假 " + leave + " 人";
    if (absent) words += "，缺席 " + absent + " 人";
    Array.prototype.forEach.call((roster.form || roster).querySelectorAll("[data-roster-count]"), function (place) {
      if (place.textContent !== words) place.textContent = words;
    });
  }
  each("[data-roster]", function (roster) {
    roster.addEventListener("change", function () { count(roster); });
    count(roster);
  });

  // Copying; where the clipboard is closed the text is left selected.
  each("[data-copy]", function (button) {
    var text = document.getElementById(button.getAttribute("data-copy"));
    var said = document.getElementById(button.getAttribute("data-said"));
    if (!text) return;
    var say = function (words) { if (said) said.textContent = words; };
    var byHand = function () {
      window.getSelection().selectAllChildren(text);
      say(document.execCommand("copy") ? "已复制，可以粘贴了。" : "文字已选中，请按复制。");
    };
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!navigator.clipboard) return byHand();
      navigator.clipboard.writeText(text.textContent).then(function () { say("已复制，可以粘贴了。"); }, byHand);
    });
  });
})();
