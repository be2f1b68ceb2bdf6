// The sandbox's own levers: the clock, the inspector, the faults, adding people and channels.
import { busy, unix } from "./inputs.js";
import { byId, person, refresh, say, send } from "./workspace.js";

export async function clock(body, button) {
  busy(button, true);
  const answer = await send("/sandbox/clock", body);
  busy(button, false);
  await refresh();
  fault(byId("clock-error"), answer);
  if (answer.ok) say(`It is ${document.querySelector(".clock time").textContent} now.`);
}

function fault(place, answer) {
  if (!place) return;
  place.hidden = answer.ok;
  if (answer.ok) delete place.dataset.held;
  else place.dataset.held = "1";
  place.textContent = answer.ok ? "" : answer.error;
}

const FORMS = {
  async fault(form) {
    const said = Object.fromEntries(new FormData(form));
    const times = said.times === "" ? null : Number(said.times);
    return send("/sandbox/faults", { ...said, times, seconds: Number(said.seconds) });
  },
  async clockForm(form) {
    const local = form.querySelector("input").value;
    return local && clock({ now: new Date(unix(local) * 1000).toISOString() }, form.querySelector("button"));
  },
  async post(form) {
    const said = Object.fromEntries(new FormData(form));
    for (const box of form.querySelectorAll("[type=checkbox]")) said[box.name] = box.checked;
    if (said.members) said.members = [said.members];
    const answer = await send(form.dataset.post, said);
    if (answer.ok) form.reset();
    if (answer.ok && !person()) location.assign("/");
    return answer;
  },
};

// Send one of the panel's forms.
export async function sendForm(form) {
  const kind = Object.keys(FORMS).find((name) => name in form.dataset);
  if (!kind) return;
  const answer = await FORMS[kind](form);
  if (answer) fault(form.querySelector(".error"), answer);
  if (person()) refresh();
}

document.addEventListener("toggle", async (event) => {
  const entry = event.target;
  if (!entry.matches?.("[data-entry]") || !entry.open) return;
  const body = entry.querySelector(".entry-body");
  if (body.dataset.loaded) return;
  const response = await fetch(`/page/entries/${entry.dataset.entry}?as=${person()}`);
  body.innerHTML = await response.text();
  body.dataset.loaded = "1";
}, true);
