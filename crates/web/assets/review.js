// Keys of the queue and the review screen. A key presses what carries its action in data-key, and nothing is done that a
// button would not do. Keys are left alone while somebody writes in a field, while an input method composes Chinese, and
// together with Ctrl, Alt or Meta. Which key does what can be changed; the choice stays in this browser.
"use strict";

(() => {
  const ACTIONS = [
    ["entry_error", "1", "录入错误"],
    ["generation_error", "2", "生成错误"],
    ["document_error", "3", "文书错误"],
    ["false_alarm", "4", "误报（再按数字选理由）"],
    ["deferred", "5", "搁置（再按数字选理由）"],
    ["skip", "n", "跳过，下一条"],
    ["next", "n", "队列页：开始下一条"],
    ["undo", "u", "撤回上一次核实"],
    ["take", "v", "将左侧选中的文字作为正确值"],
    ["edit", "e", "修改正确值"],
    ["evidence", "j", "下一处出处"],
    ["same_kind", "s", "查看同类疑点"],
    ["leave", "l", "返回列表"],
    ["keys", "?", "显示按键表"],
  ];
  const VIEWER = [["+ − 0", "放大、缩小、适合宽度"], ["[ ]", "上一页、下一页"], ["f", "在文书中查找"], ["Esc", "关闭对话框，离开输入框"]];
  const STORED = "casecheck.keys";
  const WITH_REASON = ["false_alarm", "deferred"];

  const stored = () => {
    try { return JSON.parse(localStorage.getItem(STORED)) ?? {}; } catch { return {}; }
  };
  let chosen = stored();
  const keyOf = ([action, preset]) => chosen[action] ?? preset;

  /** The element that an action presses, if the page has it and it can be pressed. */
  const target = (action) => document.querySelector(`[data-key="${action}"]:not(:disabled)`);

  const isField = (element) => element.closest?.("input, textarea, select, [contenteditable]") !== null;
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const openDialog = () => document.querySelector("dialog[open]");

  document.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const dialog = openDialog();
    if (dialog?.classList.contains("reasons")) return chooseReason(dialog, event);
    if (dialog) return;
    if (isField(event.target)) {
      if (event.key === "Escape") event.target.blur();
      // Enter sends a reason that was asked for; in any other field it sends nothing.
      if (event.key === "Enter" && event.target === form?.elements.reason && writtenFor) {
        event.preventDefault();
        decide(writtenFor, event.target.value);
      }
      return;
    }
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = ACTIONS.find((one) => keyOf(one) === pressed && (one[0] === "evidence" || target(one[0])))?.[0];
    if (!action || event.repeat) return;
    event.preventDefault();
    if (action === "evidence") nextEvidence();
    else if (action === "edit") { target(action).focus(); target(action).select(); }
    else target(action).click();
  });

  // Decisions that need a reason ask for it with one more key; the verdict that awaits a written one is kept.
  const form = document.getElementById("decide");
  let writtenFor = null;
  form?.addEventListener("submit", (event) => {
    const verdict = event.submitter?.value;
    if (WITH_REASON.includes(verdict) && form.elements.reason.value.trim() === "") {
      event.preventDefault();
      document.querySelector(`dialog.reasons[data-verdict=${verdict}]`).showModal();
      return;
    }
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { if (form) delete form.dataset.sent; });

  const decide = (verdict, reason) => {
    form.elements.reason.value = reason;
    form.requestSubmit(form.querySelector(`button[value=${verdict}]`));
  };
  const chooseReason = (dialog, event) => {
    const button = dialog.querySelector(`[data-number="${event.key}"]`);
    if (!button || event.repeat) return;
    event.preventDefault();
    button.click();
  };
  for (const dialog of document.querySelectorAll("dialog.reasons")) {
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      dialog.close();
      if (button.dataset.reason) decide(dialog.dataset.verdict, button.dataset.reason);
      else if ("other" in button.dataset) {
        writtenFor = dialog.dataset.verdict;
        form.elements.reason.focus();
      }
    });
  }

  // Moving evidence: the words selected on the page become the right value, with their place.
  const take = document.querySelector("[data-key=take]");
  const chosenLine = document.querySelector(".chosen");
  document.addEventListener("viewer:selected", (event) => { if (take) take.disabled = !event.detail; });
  const setPlace = (place) => {
    for (const name of ["document", "start", "end"]) form.elements[name].value = place ? place[name] : "";
    chosenLine.hidden = !place;
    chosenLine.querySelector("q").textContent = place ? place.quote : "";
  };
  take?.addEventListener("click", () => {
    const place = window.viewer?.selection();
    if (!place) return;
    form.elements.value.value = place.quote.replace(/\s+/g, "");
    setPlace(place);
  });
  document.querySelector("[data-clear]")?.addEventListener("click", () => setPlace(null));

  let shown = -1;
  const nextEvidence = () => {
    const links = [...document.querySelectorAll(".judge-body .to-evidence")];
    if (links.length === 0) return;
    shown = (shown + 1) % links.length;
    links[shown].click();
  };

  // Who works on a discrepancy holds it: the lock is renewed while the page is open and somebody is there.
  const AWAY_MS = 600_000;
  let lastSeen = Date.now();
  for (const sign of ["keydown", "pointermove", "wheel"]) {
    document.addEventListener(sign, () => { lastSeen = Date.now(); }, { passive: true });
  }
  const review = document.querySelector(".review[data-holds]");
  if (review) {
    const path = `/api/v1/discrepancies/${review.dataset.discrepancy}/lock`;
    setInterval(() => {
      if (Date.now() - lastSeen > AWAY_MS) return;
      desk.ask("POST", path).catch((error) => {
        const line = document.createElement("p");
        line.className = "refused";
        line.setAttribute("role", "alert");
        line.textContent = error.message;
        document.querySelector(".judge-body").prepend(line);
      });
    }, 60_000);
  }

  // The sheet of keys, in which they can be changed.
  const sheet = () => {
    const dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const rows = ACTIONS.map((one) =>
      `<tr><th scope="row">${one[2]}</th><td><input maxlength="1" data-action="${one[0]}" aria-label="${one[2]}的按键"></td></tr>`);
    const fixed = VIEWER.map(([keys, what]) => `<tr><th scope="row">${what}</th><td><kbd>${keys}</kbd></td></tr>`);
    dialog.innerHTML = `<h2 id="keys-title">按键</h2><p class="quiet">可直接修改，保存在本浏览器。输入法组字时按键不起作用。</p>
      <p class="refused" role="alert" hidden></p>
      <table><caption class="visually-hidden">按键表</caption><thead><tr><th scope="col">操作</th><th scope="col">按键</th></tr></thead>
      <tbody>${rows.join("")}${fixed.join("")}</tbody></table>
      <p class="row"><button type="button" class="primary" data-save>保存</button><button type="button" data-preset>恢复默认</button>
      <button type="button" data-close>关闭（Esc）</button></p>`;
    const inputs = [...dialog.querySelectorAll("input")];
    const fill = () => inputs.forEach((input, at) => { input.value = keyOf(ACTIONS[at]); });
    fill();
    const complain = (text) => {
      const line = dialog.querySelector(".refused");
      line.hidden = text === "";
      line.textContent = text;
    };
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("preset" in button.dataset) { chosen = {}; localStorage.removeItem(STORED); fill(); complain(""); }
      if ("close" in button.dataset) dialog.close();
      if ("save" in button.dataset) {
        const wanted = Object.fromEntries(inputs.map((input) => [input.dataset.action, input.value.toLowerCase()]));
        // Skipping and starting stand on different pages, so they may share a key.
        const used = Object.entries(wanted).filter(([action]) => action !== "next").map(([, key]) => key);
        if (used.some((key) => key.trim() === "")) return complain("每项操作都要有按键。");
        if (new Set(used).size < used.length) return complain("两项操作不能使用同一按键。");
        if (used.some((key) => "+-=0[]f".includes(key))) return complain("+ - = 0 [ ] f 已用于查看文书。");
        chosen = wanted;
        localStorage.setItem(STORED, JSON.stringify(chosen));
        label();
        dialog.close();
      }
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  document.querySelector("[data-key=keys]")?.addEventListener("click", sheet);

  /** Buttons show the keys as they are chosen. */
  const label = () => {
    for (const one of ACTIONS) {
      const kbd = document.querySelector(`[data-key="${one[0]}"] kbd`);
      if (kbd) kbd.textContent = keyOf(one).toUpperCase();
    }
  };
  label();

  // A correction that was sent: the page shows what became of it once the case was checked.
  const awaited = document.querySelector("[data-await-case]");
  if (awaited) {
    const events = new EventSource(`/api/v1/events?case=${awaited.dataset.awaitCase}`);
    events.addEventListener("case.checked", () => location.reload());
    // The check may have ended before the page listened.
    setTimeout(() => location.reload(), 4_000);
  }
})();
