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

  // More than half of those with a vote: said while one ticks, and no more than said.
  function quorum(roster) {
    var place = roster.querySelector("[data-quorum]");
    if (!place) return;
    var voters = roster.querySelectorAll("[data-votes]"), here = roster.querySelectorAll("[data-votes]:checked").length;
    var short = Number(place.getAttribute("data-quorum")) - here;
    var words = "有表决权 " + voters.length + " 人，到会 " + here + " 人，";
    words += short > 0 ? "未过半数，还差 " + short + " 人。" : "过半数。";
    if (place.textContent !== words) place.textContent = words;
  }

  function count(roster) {
    quorum(roster);
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

  // Several names in one field, each suggested from the list while it is typed.
  each("input[data-names]", function (field) {
    var list = document.getElementById(field.getAttribute("data-names"));
    if (!list) return;
    var known = Array.prototype.map.call(list.options, function (option) { return option.value; });
    var before = null;
    field.addEventListener("input", function () {
      var written = field.value.replace(/[，,；;]/g, "、"), at = written.lastIndexOf("、") + 1;
      var begun = written.slice(0, at);
      if (begun === before) return;
      before = begun;
      known.forEach(function (name, n) { list.options[n].value = begun + name; });
    });
  });

  // Printing; there is no button where there is no script.
  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
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
