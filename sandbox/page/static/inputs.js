// What people type and choose in blocks, sent on as they do it; typing rests for a moment first.
import { confirmed } from "./dialogs.js";
import { richText } from "./richtext.js";
import { act, refresh } from "./workspace.js";

export const ids = (node) => ({ block_id: node.dataset.blockId, action_id: node.dataset.actionId });

export function surface(node) {
  const view = node.closest("[data-view]");
  if (view) return { view: view.dataset.view };
  const message = node.closest("[data-ts]");
  return { channel: message.dataset.channel, ts: message.dataset.ts };
}

export function busy(button, on) {
  button.toggleAttribute("aria-busy", on);
  if (on) button.dataset.busy = "1";
  else delete button.dataset.busy;
}

export async function ask(body) {
  const answer = await act(body);
  if (!answer.confirm) return answer;
  const sure = await confirmed(answer.confirm);
  return sure ? act({ ...body, confirmed: true }) : refresh();
}

const waiting = new Map();

export function fill(node, value, more = {}) {
  waiting.delete(node);
  delete node.dataset.pending;
  return ask({ do: "fill", ...surface(node), ...ids(node), value, ...more });
}

function fillSoon(node, value) {
  clearTimeout(waiting.get(node)?.timer);
  node.dataset.pending = "1";
  waiting.set(node, { timer: setTimeout(() => fill(node, value()), 300), value });
}

export function flush() {
  for (const [node, { timer, value }] of [...waiting]) {
    clearTimeout(timer);
    if (node.isConnected) fill(node, value());
    else waiting.delete(node);
  }
}

// A wall-clock time in the person's zone as Unix seconds; twice, as the offset is that of the answer.
export function unix(local) {
  const zone = document.body.dataset.zone;
  const wall = Date.parse(`${local}:00Z`);
  const form = new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit",
    day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const offset = (moment) => {
    const part = Object.fromEntries(form.formatToParts(moment).map(({ type, value }) => [type, value]));
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - moment;
  };
  const near = wall - offset(wall);
  return Math.round((wall - offset(near)) / 1000);
}

const READ = {
  text: (node) => node.value,
  rich: (node) => richText(node.value),
  select: (node) => node.value || null,
  datepicker: (node) => node.value || null,
  timepicker: (node) => node.value || null,
  datetimepicker: (node) => (node.value ? unix(node.value) : null),
};

document.addEventListener("input", (event) => {
  const node = event.target;
  const kind = node.dataset?.fill;
  if (kind === "text" || kind === "rich") fillSoon(node, () => READ[kind](node));
});

document.addEventListener("change", (event) => {
  const node = event.target;
  const group = node.closest(".choices[data-fill]");
  if (group) {
    const chosen = [...group.querySelectorAll("input:checked")].map((input) => input.value);
    fill(group, node.type === "radio" ? node.value : chosen);
  } else if (["select", "datepicker", "timepicker", "datetimepicker"].includes(node.dataset.fill)) {
    fill(node, READ[node.dataset.fill](node));
  }
});

document.addEventListener("chosen", (event) => fill(event.target, event.detail));
document.addEventListener("focusout", (event) => {
  if (waiting.has(event.target)) flush();
});

export function sign(button) {
  const area = button.closest(".rich-input").querySelector("textarea");
  const { selectionStart: start, selectionEnd: end, value } = area;
  const mark = button.dataset.sign;
  const chosen = value.slice(start, end);
  const line = mark.endsWith(" ");
  const next = line ? chosen.split("\n").map((text) => mark + text).join("\n") : mark + chosen + mark;
  area.setRangeText(next, start, end, "end");
  if (!chosen && !line) area.setSelectionRange(start + 1, start + 1);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-enter]")) return;
  event.preventDefault();
  const node = event.target;
  clearTimeout(waiting.get(node)?.timer);
  fill(node, node.value, { enter: true });
});
