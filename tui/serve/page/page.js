// What the terminal's own script leaves out: which tab this is, why it ended, the way back, files in and out.
"use strict";
(() => {
  const nonce = document.currentScript.nonce, create = document.createElement.bind(document);
  document.createElement = (name, options) => { // the terminal's script writes elements of style, which have to be known
    const element = create(name, options);
    if (name === "style") element.nonce = nonce;
    return element;
  };
  const WHY = {
    4000: "You have left Stet; everything is saved.",
    4001: "This article is open in another tab, which was made from this one.",
    4002: "Stet ended here, as no key came for a long time; everything is saved.",
    4003: "As many are here as the server lets in; try again when one has left.",
    4004: "Stet has ended here; what you decided is saved.",
    4008: "The server did not understand this page; load it again.",
    1009: "That was more than can be pasted at once; drop it on the page as a file.",
  };
  const GONE = "The connection is gone; what you decided is saved. Trying to come back …";
  const end = document.getElementById("end"), said = document.getElementById("said");
  const again = document.getElementById("again"), files = document.getElementById("files");
  const terminal = document.getElementById("terminal");
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const tab = sessionStorage.getItem("tab") || hex(crypto.getRandomValues(new Uint8Array(16)));
  sessionStorage.setItem("tab", tab);
  terminal.dataset.sessionWebsocketUrl = new URL("ws", location.href).href.replace(/^http/, "ws").split("#")[0];
  history.replaceState(null, "", location.pathname);

  let failed = "";
  const show = (words, button) => {
    said.textContent = words;
    again.hidden = !button;
    if (!end.open) end.showModal();
  };
  end.addEventListener("cancel", (event) => event.preventDefault());
  again.addEventListener("click", () => location.reload());
  window.addEventListener("hashchange", () => location.reload()); // another key, for a server that was started anew

  const heard = (event) => {
    if (typeof event.data !== "string") return;
    const [what, value] = JSON.parse(event.data);
    if (what === "failed") failed = value;
    else if (what === "download") {
      const link = document.createElement("a");
      link.href = "download/" + value;
      link.download = "";
      link.click();
    } else if (what === "pick") files.click();
  };

  const comeBack = async (wait) => {
    try {
      const answer = await fetch("alive");
      if (answer.ok) return location.reload();
      if (answer.status === 403) return show("The server has been started anew: open the address that it has printed.", false);
    } catch { /* not there yet */ }
    setTimeout(comeBack, wait, Math.min(wait * 1.5, 10000));
  };
  const closed = (event) => {
    const words = WHY[event.code];
    if (words) return show(failed ? `${words} ${failed}` : words, true);
    show(GONE, false);
    setTimeout(comeBack, 500, 1000);
  };

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(address) {
      super(`${address}&tab=${tab}`);
      this.addEventListener("message", heard);
      this.addEventListener("close", closed);
    }
    send(data) { if (this.readyState === Native.OPEN) super.send(data); }
  };

  const focus = () => { if (!end.open) document.querySelector(".xterm-helper-textarea")?.focus(); };
  window.addEventListener("load", () => setTimeout(focus, 0));
  window.addEventListener("focus", focus);

  const send = async (list) => {
    if (!list.length) return;
    const form = new FormData();
    for (const file of list) form.append("file", file, file.name);
    const answer = await fetch(`upload?tab=${tab}`, { method: "POST", body: form }).catch(() => null);
    if (!answer?.ok) alert(answer ? await answer.text() : "The server does not answer.");
    focus();
  };
  files.addEventListener("change", () => { send([...files.files]); files.value = ""; });
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => { event.preventDefault(); send([...event.dataTransfer.files]); });
})();
