// Writing: messages, replies and slash commands, with suggestions.
import { Listbox } from "./listbox.js";
import { act, person, settled } from "./workspace.js";

export async function post(form) {
  const area = form.querySelector("textarea");
  const text = area.value.trim();
  if (!text) return;
  completion(form).close();
  const where = { channel: form.dataset.channel };
  const command = /^(\/\S+)(?:\s+([\s\S]*))?$/.exec(text);
  area.value = "";
  if (command && !form.dataset.thread) {
    await act({ do: "command", ...where, command: command[1], text: command[2] || "" });
  } else {
    const answer = await act({ do: "say", ...where, text, ...(form.dataset.thread ? { thread_ts: form.dataset.thread } : {}) });
    if (!answer.ok && !area.value) area.value = text;
  }
  const box = form.parentElement.querySelector(".scroll");
  await settled();
  if (box) box.scrollTop = box.scrollHeight;
}

const completion = (form) => new Listbox(form.querySelector("textarea"), form.querySelector("[role=listbox]"));

let names = null;
async function known() {
  if (names?.person !== person()) {
    const response = await fetch(`/sandbox/state?as=${person()}&parts=app,people`);
    const { app, people } = await response.json();
    names = {
      person: person(),
      commands: app.commands.map(({ command, description = "", usage_hint = "" }) =>
        ({ insert: `${command} `, title: command, hint: usage_hint, about: description })),
      people: people.filter(({ is_bot, deleted }) => !is_bot && !deleted).map(({ name, real_name }) =>
        ({ insert: `@${name} `, title: real_name, hint: `@${name}`, about: "" })),
    };
  }
  return names;
}

async function complete(form) {
  const list = completion(form);
  const { value, selectionStart } = list.field;
  const before = value.slice(0, selectionStart);
  const command = !form.dataset.thread && /^\/\S*$/.test(before);
  const mention = /(?:^|\s)@([\w.-]*)$/.exec(before);
  if (!command && !mention) return list.close();
  const { commands, people } = await known();
  if (list.field.value !== value) return undefined;
  const start = command ? before : `@${mention[1]}`;
  const wantedText = start.toLowerCase();
  const found = (command ? commands : people).filter(({ title, hint, insert }) => command
    ? insert.toLowerCase().startsWith(wantedText) : `@${title}`.toLowerCase().includes(wantedText.slice(1)) || hint.includes(wantedText));
  list.list.replaceChildren(...found.slice(0, 8).map(({ insert, title, hint, about }, index) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.id = `${list.list.id}-${index}`;
    item.dataset.insert = insert;
    item.dataset.length = String(start.length);
    for (const [tag, text] of [["strong", title], ["code", hint], ["small", about]]) {
      const part = document.createElement(tag);
      part.textContent = text;
      if (text) item.append(part, " ");
    }
    return item;
  }));
  if (!found.length) return list.close();
  list.open();
  return list.mark(list.shown[0]);
}

function take(form, item) {
  const list = completion(form);
  const end = list.field.selectionStart;
  list.field.setRangeText(item.dataset.insert, end - Number(item.dataset.length), end, "end");
  list.close();
  list.field.focus();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-composer]");
  if (form) complete(form);
});
document.addEventListener("mousedown", (event) => {
  const item = event.target.closest("[data-composer] [role=option]");
  if (!item) return;
  event.preventDefault();
  take(item.closest("form"), item);
});
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (form) completion(form).close();
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (form && event.target.matches("textarea")) composing(event, form);
});

function composing(event, form) {
  const list = completion(form);
  if (list.isOpen && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    list.move(event.key === "ArrowDown" ? 1 : -1);
  } else if (list.isOpen && ["Enter", "Tab"].includes(event.key) && list.marked) {
    const whole = list.field.value.trim() === list.marked.dataset.insert.trim();
    if (event.key === "Enter" && whole) list.close();
    else {
      event.preventDefault();
      take(form, list.marked);
      return;
    }
  } else if (event.key === "Escape" && list.isOpen) {
    event.preventDefault();
    event.stopPropagation();
    list.close();
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    post(form);
  }
}
