// Toasts that close, menus that close, dialogs, lists that answer while one types. Every page works without this file.
(function () {
  "use strict";
  var each = function (list, action) { Array.prototype.forEach.call(list, action); };

  // A toast goes when it has been read. What it said is not lost to those who hear the page: focus goes to the content.
  function close(toast) {
    var held = toast.contains(document.activeElement);
    toast.parentNode.removeChild(toast);
    if (held) document.getElementById("content").focus();
  }
  each(document.querySelectorAll("[data-toast-close]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { close(button.closest("[data-toast]")); });
  });

  // 更多 closes when one looks elsewhere.
  function fold(except) {
    each(document.querySelectorAll("details[data-closes][open]"), function (menu) { if (menu !== except) menu.open = false; });
  }
  document.addEventListener("click", function (event) { fold(event.target.closest("details[data-closes]")); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = document.activeElement.closest("details[data-closes][open]");
    fold(null);
    if (menu) menu.querySelector("summary").focus();
  });

  // A link to a page that asks once more asks here instead, where the browser knows dialogs.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-dialog]");
    var dialog = link && document.getElementById(link.getAttribute("data-dialog"));
    if (!dialog || !dialog.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener("close", function () { link.focus(); }, { once: true });
  });
  each(document.querySelectorAll("dialog"), function (dialog) {
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog || event.target.closest("[data-dialog-close]")) dialog.close();
    });
  });

  // A list narrows while one types; the address follows, so that the page can be kept and come back to.
  each(document.querySelectorAll("[data-listing]"), function (listing) {
    var form = listing.querySelector("[data-listing-form]"), turn = 0, soon;
    if (!form || !window.fetch || !window.URLSearchParams) return;
    function ask() {
      var mine = ++turn, address = window.location.pathname + "?" + new URLSearchParams(new FormData(form));
      fetch(address, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        return answer.text();
      }).then(function (text) {
        if (mine !== turn) return;
        var page = new DOMParser().parseFromString(text, "text/html");
        ["[data-listing-rows]", "[data-listing-count]"].forEach(function (part) {
          listing.querySelector(part).innerHTML = page.querySelector(part).innerHTML;
        });
        window.history.replaceState(null, "", address);
      }).catch(function () { turn = mine; });
    }
    form.addEventListener("input", function (event) {
      if (event.isComposing || event.target.type !== "search") return;
      clearTimeout(soon);
      soon = setTimeout(ask, 300);
    });
    form.addEventListener("compositionend", ask);
  });
})();
