// What somebody was typing stays in this browser until the server has it: see base/drafts.py.
(function () {
  "use strict";
  var PREFIX = "huoshui.draft:", DAYS = 7, owner = document.body.getAttribute("data-draft-owner");
  var secret = document.body.getAttribute("data-draft-key"), subtle = window.crypto && window.crypto.subtle;
  var forms = [], sealing;
  var each = function (list, action) { Array.prototype.forEach.call(list, action); };

  function store(action) {
    try { return action(window.localStorage); } catch (closed) { return null; }
  }
  function names() {
    return store(function (kept) { return Object.keys(kept).filter(function (name) { return name.indexOf(PREFIX) === 0; }); }) || [];
  }
  function drop(name) { store(function (kept) { kept.removeItem(name); }); }
  function read(name) { return store(function (kept) { return JSON.parse(kept.getItem(name)); }); }

  // Under the account's key; where a browser cannot encrypt, ticks, choices, days and numbers are kept, and no words.
  function bytes(hex) { return new Uint8Array(hex.match(/../g).map(function (two) { return parseInt(two, 16); })); }
  function hex(buffer) {
    return Array.prototype.map.call(new Uint8Array(buffer), function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }
  function way(name, iv) { return { name: "AES-GCM", iv: iv, additionalData: new TextEncoder().encode(name) }; }
  function key() {
    sealing = sealing || subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
    return sealing;
  }
  function seal(name, draft) {
    if (!subtle) return Promise.resolve({ at: Date.now(), plain: draft });
    var iv = window.crypto.getRandomValues(new Uint8Array(12));
    return key().then(function (key) {
      return subtle.encrypt(way(name, iv), key, new TextEncoder().encode(JSON.stringify(draft)));
    }).then(function (box) { return { at: Date.now(), iv: hex(iv), box: hex(box) }; });
  }
  function unseal(name, kept) {
    if (!kept || kept.plain || !subtle) return Promise.resolve(kept && kept.plain || null);
    return key().then(function (key) {
      return subtle.decrypt(way(name, bytes(kept.iv)), key, bytes(kept.box));
    }).then(function (open) { return JSON.parse(new TextDecoder().decode(open)); }, function () { return null; });
  }

  // A form's controls by a name that is the same on every page; hidden ones are the server's, but for the submission.
  function isTick(control) { return control.type === "checkbox" || control.type === "radio"; }
  function isWords(control) { return /^(text|textarea|search|tel|email|url)$/.test(control.type); }
  function controls(form) {
    var times = {}, found = {};
    each(form.elements, function (control) {
      if (!control.name || /^(submit|button|reset|image|file|password|fieldset|output)$/.test(control.type)) return;
      if (control.type === "hidden" && control.name !== "submission" || isWords(control) && !subtle) return;
      times[control.name] = (times[control.name] || 0) + 1;
      found[control.name + (isTick(control) ? "=" + control.value : "#" + times[control.name])] = control;
    });
    return found;
  }
  function value(control) {
    if (isTick(control)) return control.checked;
    if (control.type !== "select-multiple") return control.value;
    return Array.prototype.filter.call(control.options, function (one) { return one.selected; }).map(function (one) { return one.value; });
  }
  function put(control, wanted) {
    if (isTick(control)) control.checked = wanted;
    else if (control.type === "select-multiple") each(control.options, function (one) { one.selected = wanted.indexOf(one.value) >= 0; });
    else control.value = wanted;
  }
  function values(form) {
    var all = {}, found = controls(form);
    Object.keys(found).forEach(function (id) { all[id] = value(found[id]); });
    return all;
  }
  function isSame(one, other) { return JSON.stringify(one) === JSON.stringify(other); }
  function revision(form) { return form.elements.revision ? form.elements.revision.value : ""; }

  function Draft(form) {
    this.form = form;
    this.key = form.getAttribute("data-draft");
    this.name = PREFIX + owner + ":" + this.key;
    this.turn = 0;
    this.settle();
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = "_draft";
    field.value = this.key;
    form.appendChild(field);
  }
  Draft.prototype.settle = function () {
    this.given = values(this.form);
    this.touched = {};
  };
  Draft.prototype.changes = function () {
    var now = values(this.form), changed = {}, given = this.given, touched = this.touched;
    Object.keys(now).forEach(function (id) {
      if (id !== "submission#1" && (touched[id] || !isSame(now[id], given[id]))) changed[id] = now[id];
    });
    if (!Object.keys(changed).length) return null;
    if (now["submission#1"]) changed["submission#1"] = now["submission#1"];
    return changed;
  };
  Draft.prototype.save = function () {
    var draft = this, turn = ++this.turn, changed = this.changes();
    clearTimeout(this.soon);
    if (!changed) return Promise.resolve(drop(this.name));
    return seal(this.name, { revision: revision(this.form), values: changed }).then(function (sealed) {
      if (turn === draft.turn) store(function (kept) { kept.setItem(draft.name, JSON.stringify(sealed)); });
    });
  };
  Draft.prototype.open = function () {
    var draft = this;
    return unseal(this.name, read(this.name)).then(function (found) {
      if (found && document.body.hasAttribute("data-answers-post")) draft.adopt(found);
      else if (found && found.revision !== revision(draft.form)) draft.offer(found);
      else if (found && draft.apply(found)) draft.say("上次没有保存完的内容已恢复。", [["不要了，重新填", draft.restart]]);
      draft.listen();
    });
  };
  // The answer to what was sent holds newer words than the draft; what had been changed, is.
  Draft.prototype.adopt = function (found) {
    var touched = this.touched;
    Object.keys(found.values).forEach(function (id) { touched[id] = true; });
    this.save();
  };
  Draft.prototype.apply = function (found) {
    var all = controls(this.form), touched = this.touched, changed = 0;
    Object.keys(found.values).forEach(function (id) {
      var control = all[id];
      if (!control || isSame(value(control), found.values[id])) return;
      put(control, found.values[id]);
      touched[id] = true;
      if (control.type === "hidden") return;
      changed += 1;
      for (var box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return changed;
  };
  Draft.prototype.offer = function (found) {
    var draft = this;
    this.say("这里的内容后来又改过。您上次没有保存完的内容还留着，没有盖掉现在的。", [
      ["用我上次的内容", function () { draft.apply(found); draft.save(); draft.note.hidden = true; draft.form.querySelector("input, select, textarea").focus(); }],
      ["不要了，用现在的", this.restart]
    ]);
  };
  Draft.prototype.restart = function () {
    var given = this.given, all = controls(this.form);
    this.touched = {};
    Object.keys(given).forEach(function (id) { if (all[id]) put(all[id], given[id]); });
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
    this.save();
    this.note.textContent = "已回到没有填过的样子。";
    this.note.focus();
  };
  Draft.prototype.say = function (words, choices) {
    var draft = this, note = this.note = document.createElement("div"), text = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    note.tabIndex = -1;
    this.form.insertBefore(note, this.form.firstChild);
    text.textContent = words;
    note.appendChild(text);
    choices.forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = choice[0];
      button.addEventListener("click", function () { choice[1].call(draft); });
      note.appendChild(button);
    });
  };
  Draft.prototype.warn = function (words) {
    if (!this.line) {
      var bar = this.form.querySelector(".save-bar");
      this.line = document.createElement("p");
      this.line.className = "draft-line";
      this.line.setAttribute("role", "status");
      (bar || this.form).insertBefore(this.line, bar && bar.firstChild);
    }
    this.line.textContent = words;
  };
  Draft.prototype.listen = function () {
    var draft = this, save = function () { draft.save(); };
    this.form.addEventListener("change", save);
    this.form.addEventListener("input", function () { clearTimeout(draft.soon); draft.soon = setTimeout(save, 300); });
    this.form.addEventListener("click", function (event) {
      var button = event.target.closest("[type=submit]");
      if (button) draft.button = button;
    });
  };

  // Before a form goes, its draft is kept and the server is looked for: nobody is left on a page that says "no connection".
  var GONE = "网络断开了，内容已留在本机；连上后再按保存。", GONE_WORDS = "网络断开了，内容还在这一页上；先不要关，连上后再按保存。";
  function isReached() {
    if (navigator.onLine === false) return Promise.resolve(false);
    var slow = new Promise(function (done) { setTimeout(done, 3000, true); });
    var asked = fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store" });
    return Promise.race([slow, asked.then(function () { return true; }, function () { return false; })]);
  }
  function gone(draft) { draft.warn(subtle ? GONE : GONE_WORDS); }
  function send(draft, button) {
    draft.asking = true;
    Promise.all([draft.save(), isReached()]).then(function (said) {
      draft.asking = false;
      if (!said[1]) return gone(draft);
      draft.goes = true;
      if (button) button.click();
      else HTMLFormElement.prototype.submit.call(draft.form);
    });
  }
  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-drops-drafts")) {
      forms = [];
      return names().forEach(drop);
    }
    forms.forEach(function (draft) {
      if (draft.form !== event.target || draft.goes) return;
      event.preventDefault();
      if (!draft.asking) send(draft, event.submitter || draft.button);
    });
  }, true);
  window.addEventListener("offline", function () { forms.forEach(function (draft) { draft.save(); gone(draft); }); });
  window.addEventListener("online", function () {
    forms.forEach(function (draft) { if (draft.line) draft.warn("网络已经连上，可以保存了。"); });
  });
  // Back to a page that was sent: when its draft has been dropped meanwhile, what stands on it has been saved.
  window.addEventListener("pageshow", function () {
    forms.forEach(function (draft) {
      if (draft.goes && !read(draft.name)) draft.settle();
      draft.goes = false;
    });
  });
  var flush = function () { forms.forEach(function (draft) { if (!draft.goes) draft.save(); }); };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") flush(); });

  // What has arrived is dropped, and so is what is a week old, whoever's it is.
  var saved = document.cookie.match(/(?:^|; )huoshui_saved=([\w-]+)/);
  if (saved && owner) {
    drop(PREFIX + owner + ":" + saved[1]);
    document.cookie = "huoshui_saved=; path=/; max-age=0; samesite=lax";
  }
  names().forEach(function (name) {
    var kept = read(name);
    if (!kept || !(Date.now() - kept.at < DAYS * 86400000)) drop(name);
  });
  if (owner) each(document.querySelectorAll("form[data-draft]"), function (form) {
    var draft = new Draft(form);
    draft.open().then(function () { forms.push(draft); form.setAttribute("data-draft-ready", ""); });
  });
})();
