// What every page needs: requests to the API with the token of the session. Pages work without it; their own scripts add
// keys and progress.
"use strict";

window.desk = {
  /** The token that requests which change something must carry. */
  token: document.querySelector("meta[name=csrf]")?.content ?? "",

  /** Asks the API; answers the JSON of the answer, or throws an Error with the words of the service. */
  async ask(method, path, body) {
    const headers = { "X-CSRF-Token": desk.token };
    if (body !== undefined && !(body instanceof FormData)) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(body);
    }
    const answer = await fetch(path, { method, headers, body, credentials: "same-origin" });
    const text = await answer.text();
    const json = text === "" ? null : JSON.parse(text);
    if (!answer.ok) throw new Error(json?.error ? json.error.message + json.error.hint : "服务没有答复，请稍后重试。");
    return json;
  },
};
