// Talking to the workspace, and showing what it has.
import { morph } from "./morph.js";

export const person = () => document.body.dataset.person;
export const byId = (id) => document.getElementById(id);
export async function send(path, body, method = "POST") {
  const said = { method, headers: { "Content-Type": "application/json" } };
  if (body !== undefined) said.body = JSON.stringify(body);
  let answer;
  try {
    const response = await fetch(path, said);
    answer = await response.json();
  } catch {
    answer = { ok: false, error: "The workspace does not answer. Is it still running?" };
  }
  if (!answer.ok) say(answer.error);
  return answer;
}

// One thing after the other, as a person does them: typing is there before the button is pressed.
let last = Promise.resolve();
export function act(body) {
  const done = last.then(() => send("/sandbox/act", { as: person(), ...body }));
  last = done.then(refresh, refresh);
  return done;
}

export function say(text) {
  const said = byId("said");
  said.textContent = text;
  said.classList.remove("hidden");
  said.classList.add("toast");
  clearTimeout(said.timer);
  said.timer = setTimeout(() => said.classList.replace("toast", "hidden"), 6000);
}

// Everything that was done so far is done, and drawn.
export const settled = () => last;

let wanted = false, running = null;

// Draw what is there now. The promise is kept when something asked for at or after this call is on the page.
export function refresh() {
  wanted = true;
  running ||= rounds();
  return running;
}

async function rounds() {
  while (wanted) {
    wanted = false;
    try {
      const response = await fetch(`/as/${person()}/regions${location.search}`);
      if (response.ok) draw(await response.json());
    } catch {
      await new Promise((done) => setTimeout(done, 500));
    }
  }
  running = null;
}

function draw({ regions, title }) {
  const bottoms = [...document.querySelectorAll("[data-bottom]")].map((box) => [box.dataset.scroll, atBottom(box)]);
  for (const [name, html] of Object.entries(regions)) morph(byId(name), html);
  const columns = document.querySelector(".columns");
  const query = new URLSearchParams(location.search);
  const side = byId("side").childElementCount > 0;
  columns.toggleAttribute("data-side", side);
  columns.dataset.narrow = query.get("nav") ? "nav" : side ? "side" : "main";
  byId("side").setAttribute("aria-label", query.get("panel") ? "Sandbox controls" : "Thread");
  document.title = `${title} · sandbox`;
  for (const box of document.querySelectorAll("[data-bottom]")) {
    const before = bottoms.find(([name]) => name === box.dataset.scroll);
    if (!before || before[1]) box.scrollTop = box.scrollHeight;
  }
  drawn.forEach((tell) => tell());
}

// Call this whenever something new has been drawn.
const drawn = [];
export const onDrawn = (tell) => drawn.push(tell);

const atBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 40;

export function markRead() {
  const messages = document.querySelector("#main [data-unread]");
  if (!messages || document.hidden) return;
  messages.removeAttribute("data-unread");
  send("/sandbox/act", { as: person(), do: "read", channel: messages.dataset.channel });
}
