// The workspace's script. It draws nothing itself: what somebody does goes to the control API
// (docs/SANDBOX.md), and what changes comes back rendered.
import { post } from "./composer.js";
import { ask, busy, flush, ids, sign, surface } from "./inputs.js";
import { clock, sendForm } from "./levers.js";
import "./menus.js";
import { close, showModal, submit } from "./modals.js";
import "./several.js";
import "./tables.js";
import { act, byId, markRead, onDrawn, person, refresh, say, send } from "./workspace.js";

async function go(href, from) {
  flush();
  history.pushState({}, "", href);
  if (from?.matches("[data-home]") || new URLSearchParams(location.search).get("at") === "home" && from?.matches(".room")) {
    act({ do: "home" });
  }
  await refresh();
  const side = byId("side");
  if (from?.closest("#main, .message") && side.childElementCount) {
    side.querySelector("textarea, .scroll")?.focus({ preventScroll: true });
  } else if (from?.closest("#sidebar")) {
    (document.querySelector("#main textarea") || byId("main")).focus({ preventScroll: true });
  } else if (from && !from.isConnected) {
    byId("main").focus({ preventScroll: true });
  }
}

document.addEventListener("click", async (event) => {
  const node = event.target.closest("a, button");
  if (!node) return;
  if (node.matches("[data-go]") && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    go(node.getAttribute("href"), node);
  } else if (node.matches("[data-click]")) {
    if (node.dataset.busy) return;
    flush();
    busy(node, true);
    const option = node.dataset.option;
    await ask({ do: "click", ...surface(node), ...ids(node), ...(option === undefined ? {} : { option }) });
    busy(node, false);
    if (node.dataset.url) open(node.dataset.url, "_blank", "noopener");
  } else if (node.matches("[data-close]")) {
    close(node.closest("dialog"), node.dataset.close === "all");
  } else if (node.matches("[data-shortcut]")) {
    const message = node.closest("[data-ts]");
    const at = message && node.dataset.on ? { channel: message.dataset.channel, ts: node.dataset.on } : {};
    act({ do: "shortcut", name: node.dataset.shortcut, ...at });
  } else if (node.matches("[data-unfold]")) {
    const text = node.previousElementSibling;
    const shown = text.toggleAttribute("data-unfolded");
    node.setAttribute("aria-expanded", shown);
    node.textContent = shown ? "See less" : "See more";
  } else if (node.matches("[data-sign]")) {
    sign(node);
  } else if (node.matches("[data-clock]")) {
    clock({ by_seconds: Number(node.dataset.clock) }, node);
  } else if (node.matches("[data-clock-to]")) {
    clock({ now: node.dataset.clockTo }, node);
  } else if (node.matches("[data-new-blocks]")) {
    await send("/sandbox/workspace", { new_blocks: node.dataset.newBlocks === "true" });
    refresh();
  } else if (node.matches("[data-faults-off]")) {
    await send("/sandbox/faults", undefined, "DELETE");
    refresh();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("#confirm form")) return;
  event.preventDefault();
  if (form.matches("[data-submit]")) submit(form.closest("dialog"));
  else if (form.matches("[data-composer]")) post(form);
  else sendForm(form);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
    document.querySelector("[data-close-thread]")?.click();
  }
});

addEventListener("popstate", () => refresh());
document.addEventListener("visibilitychange", () => document.hidden || markRead());

// A browser opens six connections to one host: one tab listens for all, another takes over when it closes.
function listen() {
  const others = new BroadcastChannel("sandbox");
  others.onmessage = refresh;
  navigator.locks.request("sandbox-events", () => new Promise(() => {
    const events = new EventSource("/sandbox/events");
    events.onmessage = () => {
      others.postMessage("changed");
      refresh();
    };
    events.onerror = () => say("The connection to the workspace is gone. Trying again…");
  }));
}

if (person()) {
  document.body.inert = false;
  for (const box of document.querySelectorAll("[data-bottom]")) box.scrollTop = box.scrollHeight;
  showModal();
  onDrawn(markRead);
  markRead();
  if (new URLSearchParams(location.search).get("at") === "home") act({ do: "home" });
  listen();
}
