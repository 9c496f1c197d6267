// The viewer of a document: other pages and documents without loading the page again, jumps to words, size, small pages,
// search, and what is selected as bytes of the text. Other scripts use `window.viewer` (null where there is no viewer):
//   show(document, page, start, end)  goes to words of a document of the case
//   selection()                       { document, page, start, end, quote } or null
// and the events "viewer:selected" (detail: selection) and "viewer:shown" (detail: { document, page }) on `document`.
"use strict";

window.viewer = (() => {
  const root = document.getElementById("viewer");
  if (!root) return null;
  const find = (selector) => root.querySelector(selector);
  const [stage, strip, hits, announced] = [find(".stage"), find(".strip"), find(".hits"), find(".announced")];
  const [choice, turn, turnTo] = [find(".choose select"), find(".turn"), find(".turn input")];
  // The page of the document alone, whose heading and address name what is shown.
  const isOwnPage = document.querySelector(".document-head") !== null;
  const sizes = [50, 75, 100, 125, 150, 200, 300];
  let size = 100;
  // The words that were gone to, kept while pages of the same document are turned.
  let marks = { document: root.dataset.document, text: root.dataset.marks };
  let asked = 0;

  const sheet = () => stage.querySelector(".sheet");

  /** Loads a part of the page; a session that ended leads to the sign-in page. */
  async function load(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.redirected) location.reload();
    if (!answer.ok) throw new Error("页面没有取到，请稍后重试。");
    return answer.text();
  }

  /** Loads a sheet; of several that are asked for quickly the last one is shown. */
  async function open(id, page, query) {
    const number = ++asked;
    root.classList.add("loading");
    try {
      const text = await load(`/documents/${encodeURIComponent(id)}/pages/${page}?${query}`);
      if (number !== asked) return;
      stage.innerHTML = text;
      stage.scrollTo(0, 0);
      settle();
    } catch (error) {
      if (number === asked) announced.textContent = error.message;
    } finally {
      if (number === asked) root.classList.remove("loading");
    }
  }

  /** Brings the controls in line with the sheet, and the words into view. */
  function settle() {
    const { document: id, page, pages, unit } = sheet().dataset;
    root.dataset.document = id;
    if (choice.value !== id) choice.value = id;
    for (const form of root.querySelectorAll(".tools form")) form.action = `/documents/${id}`;
    turn.hidden = pages === "1";
    turnTo.value = page;
    turnTo.max = pages;
    find(".count").textContent = `/ ${pages} ${unit}`;
    for (const [selector, to] of [[".turn-back", Number(page) - 1], [".turn-on", Number(page) + 1]]) {
      const link = find(selector);
      const isEnd = to < 1 || to > Number(pages);
      link.href = `/documents/${id}?page=${Math.min(Math.max(to, 1), Number(pages))}`;
      link.setAttribute("aria-disabled", String(isEnd));
    }
    find(".small-pages").hidden = pages === "1" || !choice.selectedOptions[0]?.dataset.hasPages;
    if (find(".small-pages").hidden || strip.dataset.document !== id) closeStrip();
    for (const link of strip.querySelectorAll("a")) {
      const isShown = link.dataset.turn === page;
      if (isShown) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (isShown && !strip.hidden) link.scrollIntoView({ block: "nearest" });
    }
    if (hits.dataset.document && hits.dataset.document !== id) hits.hidden = true;
    if (isOwnPage) history.replaceState(null, "", addressNow(id, page));
    watchPicture();
    toMark();
    const name = choice.selectedOptions[0]?.textContent ?? "";
    announced.textContent = `${name}，第${page}${unit}，共${pages}${unit}`;
    document.dispatchEvent(new CustomEvent("viewer:shown", { detail: { document: id, page: Number(page) } }));
  }

  /** What to ask for when the page is loaded again. */
  function addressNow(id, page) {
    const words = marks.document === id ? /^e(\d+)-(\d+)/.exec(marks.text) : null;
    return `/documents/${id}?page=${page}${words ? `&start=${words[1]}&end=${words[2]}` : ""}`;
  }

  /** A page that cannot be drawn is shown as its text, with the words of why. */
  function watchPicture() {
    const picture = stage.querySelector("image.picture");
    picture?.addEventListener("error", async () => {
      picture.remove();
      stage.querySelector("svg.fixed")?.classList.remove("with-picture");
      const note = stage.querySelector(".undrawn");
      if (note) note.hidden = false;
      const answer = await fetch(picture.getAttribute("href"), { credentials: "same-origin" }).catch(() => null);
      const body = answer && !answer.ok ? await answer.json().catch(() => null) : null;
      const why = note?.querySelector(".why");
      if (why && body?.error) why.textContent = `原因：${body.error.message}`;
    });
  }

  /** Scrolls the sheet alone, so that what stands around the viewer stays where it is. */
  function toMark() {
    const mark = stage.querySelector(".evidence") ?? stage.querySelector("mark, .mark");
    const box = mark?.getBoundingClientRect();
    if (!box) return;
    const frame = stage.getBoundingClientRect();
    stage.scrollBy(box.left + box.width / 2 - frame.left - stage.clientWidth / 2, box.top - frame.top - stage.clientHeight / 3);
  }

  function turnPage(page) {
    const { document: id, pages } = sheet().dataset;
    if (!(page >= 1 && page <= Number(pages))) return Promise.resolve();
    return open(id, page, marks.document === id ? `marks=${encodeURIComponent(marks.text)}` : "");
  }

  function show(id, page, start, end) {
    const hasWords = Number.isInteger(start) && Number.isInteger(end);
    marks = { document: id, text: hasWords ? `e${start}-${end}` : "" };
    return open(id, page || 1, hasWords ? `start=${start}&end=${end}` : "");
  }

  function zoom(way) {
    const at = sizes.indexOf(size) + (way === "in" ? 1 : -1);
    size = way === "fit" ? 100 : sizes[Math.min(Math.max(at, 0), sizes.length - 1)];
    const middle = (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight;
    for (const one of sizes) stage.classList.toggle(`z${one}`, one === size);
    stage.scrollTop = middle * stage.scrollHeight - stage.clientHeight / 2;
    announced.textContent = `缩放 ${size}%`;
  }

  function closeStrip() {
    strip.hidden = true;
    find(".small-pages").setAttribute("aria-expanded", "false");
  }

  async function toggleStrip() {
    if (!strip.hidden) return closeStrip();
    const id = root.dataset.document;
    if (strip.dataset.document !== id) {
      strip.innerHTML = await load(`/documents/${encodeURIComponent(id)}/strip`);
      strip.dataset.document = id;
    }
    strip.hidden = false;
    find(".small-pages").setAttribute("aria-expanded", "true");
    const current = strip.querySelector(`[data-turn="${sheet().dataset.page}"]`);
    current?.setAttribute("aria-current", "page");
    current?.scrollIntoView({ block: "nearest" });
  }

  async function search(words) {
    const id = root.dataset.document;
    find(".hits .list").innerHTML = await load(`/documents/${encodeURIComponent(id)}/find?q=${encodeURIComponent(words)}`);
    hits.dataset.document = id;
    hits.hidden = false;
  }

  const utf8 = new TextEncoder();

  /** The byte of the text at a place of the sheet; every piece of text says at which byte it begins. */
  function byteAt(node, offset) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element?.closest("[data-at]");
    if (!piece || !stage.contains(piece)) return null;
    const before = document.createRange();
    before.setStart(piece, 0);
    before.setEnd(node, offset);
    return Number(piece.dataset.at) + utf8.encode(before.toString()).length;
  }

  /** Where the words begin: whoever selects a whole line may begin outside any piece of text. */
  function startOf(range) {
    const exact = byteAt(range.startContainer, range.startOffset);
    if (exact !== null) return exact;
    const piece = [...stage.querySelectorAll("[data-at]")].find((one) => range.intersectsNode(one));
    return piece ? Number(piece.dataset.at) : null;
  }

  /** Where they end: a whole line that is selected often ends at the beginning of the next one. */
  function endOf(range) {
    const exact = byteAt(range.endContainer, range.endOffset);
    const pieces = [...stage.querySelectorAll("[data-at]")].filter((one) => range.intersectsNode(one));
    const last = pieces.at(-1);
    if (exact !== null && exact !== Number(last?.dataset.at)) return exact;
    const piece = exact === null ? last : pieces.at(-2);
    return piece ? Number(piece.dataset.at) + utf8.encode(piece.textContent).length : exact;
  }

  function selection() {
    const selected = window.getSelection();
    if (!selected || selected.isCollapsed || selected.rangeCount === 0) return null;
    const range = selected.getRangeAt(0);
    if (!stage.contains(range.commonAncestorContainer)) return null;
    const [from, upto] = [startOf(range), endOf(range)];
    const [quote, text] = [selected.toString().trim(), range.toString()];
    if (from === null || upto === null || quote === "") return null;
    // White space around the words is not meant.
    const bytes = (spaces) => utf8.encode(spaces).length;
    const start = from + bytes(text.slice(0, text.length - text.trimStart().length));
    const end = upto - bytes(text.slice(text.trimEnd().length));
    if (end <= start) return null;
    return { document: sheet().dataset.document, page: Number(sheet().dataset.page), start, end, quote };
  }

  let pause = 0;
  let isSelected = false;
  document.addEventListener("selectionchange", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const detail = selection();
      if (detail === null && !isSelected) return;
      isSelected = detail !== null;
      document.dispatchEvent(new CustomEvent("viewer:selected", { detail }));
    }, 200);
  });

  choice.addEventListener("change", () => {
    if (isOwnPage) location.assign(`/documents/${choice.value}`);
    else show(choice.value, 1);
  });
  turn.addEventListener("submit", (event) => {
    event.preventDefault();
    turnPage(Number(turnTo.value));
  });
  turnTo.addEventListener("change", () => turnTo.reportValidity() && turnPage(Number(turnTo.value)));
  root.addEventListener("click", (event) => {
    const way = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (way) zoom(way);
    if (event.target.closest(".small-pages")) toggleStrip();
    if (event.target.closest(".hits .close")) hits.hidden = true;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = isPlain ? event.target.closest(".turn-back, .turn-on, [data-turn]") : null;
    if (!link) return;
    event.preventDefault();
    const step = link.matches(".turn-on") ? 1 : -1;
    turnPage(link.dataset.turn ? Number(link.dataset.turn) : Number(sheet().dataset.page) + step);
  });
  find("form.find").addEventListener("submit", (event) => {
    event.preventDefault();
    search(event.target.elements.q.value);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.to-evidence");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    document.querySelectorAll("a.to-evidence[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    const { document: id, page, start, end } = link.dataset;
    show(id, Number(page), Number(start), Number(end));
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    const page = Number(sheet().dataset.page);
    const keys = {
      "+": () => zoom("in"), "=": () => zoom("in"), "-": () => zoom("out"), "0": () => zoom("fit"),
      "[": () => turnPage(page - 1), "]": () => turnPage(page + 1), "f": () => find(".find input").focus(),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  for (const hidden of root.querySelectorAll(".zoom, .hits .close")) hidden.hidden = false;
  for (const plain of root.querySelectorAll("button.plain")) plain.hidden = true;
  settle();
  return { show, selection };
})();
