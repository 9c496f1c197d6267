// The page of a case: files that are dropped or chosen are sent one after the other with their progress, what happens to
// the case is followed until its check is done, and then the parts of the page are shown anew.
"use strict";

{
  const place = document.getElementById("case-upload");
  const parts = document.getElementById("case-parts");
  const said = document.getElementById("case-progress");
  const caseId = document.querySelector("[data-case]")?.dataset.case;
  const ids = new Map();

  const tell = (text) => {
    said.textContent = text;
    said.classList.toggle("done", text !== "");
  };

  /** Shows the parts of the page anew. */
  async function refresh() {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("case-parts");
    const opened = document.activeElement;
    if (fresh && !(opened && parts.contains(opened))) parts.replaceChildren(...fresh.childNodes);
    else if (fresh) {
      parts.replaceChildren(...fresh.childNodes);
      document.getElementById("main").focus();
    }
  }

  let refreshing = null;
  function refreshSoon() {
    refreshing ??= setTimeout(async () => {
      refreshing = null;
      await refresh();
    }, 400);
  }

  /** Follows what happens to the case until it is checked. */
  let source = null;
  function follow() {
    if (source !== null) return;
    source = new EventSource(`/api/v1/events?case=${encodeURIComponent(caseId)}`);
    const on = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
    const of = (data) => ids.get(data.body.document);
    on("document.read", (data) => {
      of(data)?.end("已读取");
      refreshSoon();
    });
    on("document.unread", (data) => {
      of(data)?.fail("无法读取，原因见文书列表。");
      refreshSoon();
    });
    on("import.ended", () => refreshSoon());
    on("case.checked", async () => {
      await refresh();
      const standing = document.getElementById("case-standing");
      if (standing.dataset.revision !== standing.dataset.checked) return;
      tell("核对完成。");
      // Two checks may end while the page is shown anew.
      source?.close();
      source = null;
    });
    source.onerror = () => tell("进度连接中断，正在重新连接。");
  }

  /** A line of the list of uploads. */
  function line(name) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    const state = document.createElement("span");
    label.textContent = name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${name}的上传进度`);
    state.textContent = "等待上传";
    item.append(label, bar, state);
    document.getElementById("upload-list").append(item);
    const set = (text, kind) => {
      state.textContent = text;
      state.className = kind;
    };
    return {
      progress(share) {
        bar.value = share * 100;
        set(share < 1 ? "上传中" : "已上传，等待接收", "");
      },
      wait: (text) => set(text, ""),
      end: (text) => set(text, "ended"),
      fail: (text) => set(text, "failed"),
    };
  }

  /** Sends one file; answers the JSON of the service, or throws. */
  function send(file, path, shown) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", path);
      request.setRequestHeader("X-CSRF-Token", desk.token);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) shown.progress(event.loaded / event.total);
      });
      request.addEventListener("load", () => {
        let json = null;
        try {
          json = JSON.parse(request.responseText);
        } catch {
          // An answer that is no JSON comes from something between browser and service.
        }
        if (request.status < 300 && json) resolve(json);
        else reject(new Error(json?.error ? json.error.message + json.error.hint : "服务没有答复，请稍后重试。"));
      });
      request.addEventListener("error", () => reject(new Error("上传中断，请检查网络后重新上传。")));
      const form = new FormData();
      form.append("file", file, file.name);
      request.send(form);
    });
  }

  async function sendOne(file, shown) {
    const isArchive = /\.zip$/i.test(file.name);
    const path = `/api/v1/cases/${caseId}/${isArchive ? "imports" : "documents"}`;
    try {
      const answer = await send(file, path, shown);
      if (isArchive) return shown.end("已接收，正在展开");
      const taken = answer.files[0];
      if (taken.error) return shown.fail(taken.error.message + taken.error.hint);
      if (!taken.created) return shown.end("本案已有相同内容的文书，未重复收录");
      ids.set(taken.document_id, shown);
      shown.wait("已接收，等待读取");
    } catch (error) {
      shown.fail(error.message);
    }
  }

  async function sendAll(files) {
    if (files.length === 0) return;
    tell(`正在上传 ${files.length} 份文件。`);
    follow();
    const waiting = [...files].map((file) => [file, line(file.name)]);
    for (const [file, shown] of waiting) await sendOne(file, shown);
    tell("文件已上传，正在读取和核对。");
    refreshSoon();
  }

  if (place) {
    const drop = place.querySelector(".drop");
    const input = document.getElementById("upload-files");
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      await sendAll(files);
    });
    const over = (event) => {
      event.preventDefault();
      drop.classList.add("over");
    };
    drop.addEventListener("dragover", over);
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      sendAll([...event.dataTransfer.files]);
    });
    // A file that misses the field must not take the place of the page.
    for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  }
  const standing = document.getElementById("case-standing");
  if (standing && standing.dataset.revision !== standing.dataset.checked) follow();
  else if (document.querySelector("[data-follow]")) {
    follow();
    // A quick check may be over before anybody listens.
    setTimeout(refreshSoon, 3000);
  }
}
