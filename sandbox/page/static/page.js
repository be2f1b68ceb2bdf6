// The workspace's one script. It draws nothing itself: what somebody does goes to the control API
// (docs/SANDBOX.md), and what changes comes back rendered.
"use strict";

const Page = (() => {
  const person = () => document.body.dataset.person;
  const byId = (id) => document.getElementById(id);
  const REGIONS = ["banner", "bar", "sidebar", "main", "side", "modals"];

  // ---- talking to the workspace

  async function send(path, body, method = "POST") {
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
  function act(body) {
    const done = last.then(() => send("/sandbox/act", { as: person(), ...body }));
    last = done.then(refresh, refresh);
    return done;
  }

  function say(text) {
    const said = byId("said");
    said.textContent = text;
    said.classList.remove("hidden");
    said.classList.add("toast");
    clearTimeout(said.timer);
    said.timer = setTimeout(() => said.classList.replace("toast", "hidden"), 6000);
  }

  // ---- showing what is there

  let wanted = false, running = null;

  // Draw what is there now. The promise is kept when something asked for at or after this call is on the page.
  function refresh() {
    wanted = true;
    running ||= rounds().finally(() => { running = null; });
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
  }

  function draw({ regions, title }) {
    const bottoms = [...document.querySelectorAll("[data-bottom]")].map((box) => [box.dataset.scroll, atBottom(box)]);
    for (const name of REGIONS) Morph(byId(name), regions[name]);
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
    showModal();
    markRead();
  }

  const atBottom = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 40;

  function markRead() {
    const messages = document.querySelector("#main [data-unread]");
    if (!messages || document.hidden) return;
    messages.removeAttribute("data-unread");
    send("/sandbox/act", { as: person(), do: "read", channel: messages.dataset.channel });
  }

  // ---- modals

  let opener = null, openView = null;

  function showModal() {
    const modal = document.querySelector("#modals dialog");
    if (!modal) {
      if (openView && opener?.isConnected) opener.focus();
      openView = opener = null;
      return;
    }
    if (!modal.open) {
      if (!openView) opener = document.activeElement;
      modal.showModal();
    }
    if (openView !== modal.dataset.view) {
      openView = modal.dataset.view;
      const first = modal.querySelector("[data-focus]") || modal.querySelector(
        ".modal-body :is(input:not([type=hidden]), textarea, select, button)") || modal.querySelector("h2");
      first.focus({ preventScroll: true });
      modal.querySelector(".modal-body").scrollTop = 0;
    }
  }

  function firstError() {
    const wrong = document.querySelector("#modals .wrong");
    if (!wrong) return;
    const field = wrong.querySelector("input, textarea, select");
    wrong.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
    say([...wrong.querySelectorAll(".error")].map((error) => error.textContent).join(" "));
  }

  async function submit(modal) {
    flush();
    const button = modal.querySelector("[type=submit]");
    if (!button || button.dataset.busy) return;
    busy(button, true);
    await act({ do: "submit", view: modal.dataset.view });
    await last;
    if (button.isConnected) busy(button, false);
    firstError();
  }

  function close(modal, all) {
    flush();
    return act({ do: "close", view: modal.dataset.view, all });
  }

  // ---- inputs

  const ids = (node) => ({ block_id: node.dataset.blockId, action_id: node.dataset.actionId });

  function surface(node) {
    const view = node.closest("[data-view]");
    if (view) return { view: view.dataset.view };
    const message = node.closest("[data-ts]");
    return { channel: message.dataset.channel, ts: message.dataset.ts };
  }

  function busy(button, on) {
    button.toggleAttribute("aria-busy", on);
    if (on) button.dataset.busy = "1";
    else delete button.dataset.busy;
  }

  async function ask(body) {
    const answer = await act(body);
    if (!answer.confirm) return answer;
    const sure = await confirmed(answer.confirm);
    return sure ? act({ ...body, confirmed: true }) : refresh();
  }

  function confirmed(dialog) {
    const place = byId("confirm");
    place.innerHTML = `<form method="dialog"><div class="modal-head"><h2 id="confirm-title"></h2></div>
      <div class="modal-body"><p></p></div><div class="modal-foot"><button class="button" value="no"></button>
      <button class="button ${dialog.style === "danger" ? "danger solid" : "primary"}" value="yes"></button></div></form>`;
    place.querySelector("h2").textContent = dialog.title.text;
    place.querySelector("p").textContent = dialog.text.text;
    place.querySelector("[value=no]").textContent = dialog.deny.text;
    place.querySelector("[value=yes]").textContent = dialog.confirm.text;
    place.returnValue = "";
    place.showModal();
    return new Promise((done) => {
      place.addEventListener("close", () => done(place.returnValue === "yes"), { once: true });
    });
  }

  const waiting = new Map();

  function fill(node, value, more = {}) {
    waiting.delete(node);
    delete node.dataset.pending;
    return ask({ do: "fill", ...surface(node), ...ids(node), value, ...more });
  }

  function fillSoon(node, value) {
    clearTimeout(waiting.get(node)?.timer);
    node.dataset.pending = "1";
    waiting.set(node, { timer: setTimeout(() => fill(node, value()), 300), value });
  }

  function flush() {
    for (const [node, { timer, value }] of [...waiting]) {
      clearTimeout(timer);
      if (node.isConnected) fill(node, value());
      else waiting.delete(node);
    }
  }

  // A wall-clock time in the person's zone as Unix seconds; twice, as the offset is that of the answer.
  function unix(local) {
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

  // What was typed with Slack's marks, as rich text: lists, quotes, code and styled words.
  function rich(text) {
    if (!text.trim()) return null;
    const words = (line) => {
      const found = [];
      const mark = /`([^`]+)`|\*([^*\s](?:[^*]*[^*\s])?)\*|_([^_\s](?:[^_]*[^_\s])?)_|~([^~\s](?:[^~]*[^~\s])?)~|(https?:\/\/\S+)/g;
      let end = 0;
      for (const match of line.matchAll(mark)) {
        if (match.index > end) found.push({ type: "text", text: line.slice(end, match.index) });
        const style = ["code", "bold", "italic", "strike"].find((_, index) => match[index + 1] !== undefined);
        found.push(style ? { type: "text", text: match.slice(1, 5).find(Boolean), style: { [style]: true } }
          : { type: "link", url: match[5] });
        end = match.index + match[0].length;
      }
      if (end < line.length) found.push({ type: "text", text: line.slice(end) });
      return found;
    };
    const elements = [];
    const section = (line) => ({ type: "rich_text_section", elements: words(line) });
    const list = (style, line) => {
      const before = elements[elements.length - 1];
      if (before?.type === "rich_text_list" && before.style === style) before.elements.push(section(line));
      else elements.push({ type: "rich_text_list", style, elements: [section(line)] });
    };
    const joined = (type, line) => {
      const before = elements[elements.length - 1];
      if (before?.type === type) before.elements.push({ type: "text", text: "\n" }, ...words(line));
      else elements.push({ type, elements: words(line) });
    };
    for (const part of text.split(/(```[\s\S]*?```)/)) {
      if (part.startsWith("```") && part.length > 6) {
        const code = part.slice(3, -3).replace(/^\n|\n$/g, "");
        if (code) elements.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: code }] });
        continue;
      }
      for (const line of part.replace(/^\n|\n$/g, "").split("\n")) {
        const match = /^(?:([-•*])|(\d+)\.|(>)) +(.+)$/.exec(line);
        if (!match) joined("rich_text_section", line);
        else if (match[3]) joined("rich_text_quote", match[4]);
        else list(match[1] ? "bullet" : "ordered", match[4]);
      }
    }
    return { type: "rich_text", elements: elements.filter((element) => element.elements.length) };
  }

  const READ = {
    text: (node) => node.value,
    rich: (node) => rich(node.value),
    select: (node) => node.value || null,
    datepicker: (node) => node.value || null,
    timepicker: (node) => node.value || null,
    datetimepicker: (node) => (node.value ? unix(node.value) : null),
  };

  document.addEventListener("input", (event) => {
    const node = event.target;
    if (node.matches("textarea")) grow(node);
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

  function grow(area) {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
  }

  // ---- clicking

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
    } else if (node.matches("[data-faults-off]")) {
      await send("/sandbox/faults", undefined, "DELETE");
      refresh();
    }
  });

  function sign(button) {
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

  // ---- the clock and the faults

  async function clock(body, button) {
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

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("#confirm form")) return;
    event.preventDefault();
    if (form.matches("[data-submit]")) return submit(form.closest("dialog"));
    if (form.matches("[data-composer]")) return post(form);
    const kind = Object.keys(FORMS).find((name) => name in form.dataset);
    if (!kind) return;
    const answer = await FORMS[kind](form);
    if (answer) fault(form.querySelector(".error"), answer);
    if (person()) refresh();
  });

  // ---- the composer

  async function post(form) {
    const area = form.querySelector("textarea");
    const text = area.value.trim();
    if (!text) return;
    completion(form).close();
    const where = { channel: form.dataset.channel };
    const command = /^(\/\S+)(?:\s+([\s\S]*))?$/.exec(text);
    area.value = "";
    grow(area);
    if (command && !form.dataset.thread) {
      await act({ do: "command", ...where, command: command[1], text: command[2] || "" });
    } else {
      const answer = await act({ do: "say", ...where, text, ...(form.dataset.thread ? { thread_ts: form.dataset.thread } : {}) });
      if (!answer.ok && !area.value) area.value = text;
    }
    const box = form.parentElement.querySelector(".scroll");
    await last;
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
    if (form && event.target.matches("textarea")) return composing(event, form);
    if (event.key === "Enter" && event.target.matches?.("[data-enter]")) {
      event.preventDefault();
      const node = event.target;
      clearTimeout(waiting.get(node)?.timer);
      fill(node, node.value, { enter: true });
    } else if (event.key === "Enter" && event.target.matches?.("#modals input:not([type=radio]):not([type=checkbox])")) {
      if (!event.target.closest("[data-several]")) {
        event.preventDefault();
        submit(event.target.closest("dialog"));
      }
    } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      document.querySelector("[data-close-thread]")?.click();
    }
    return undefined;
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

  // ---- the inspector

  document.addEventListener("toggle", async (event) => {
    const entry = event.target;
    if (!entry.matches?.("[data-entry]") || !entry.open) return;
    const body = entry.querySelector(".entry-body");
    if (body.dataset.loaded) return;
    const response = await fetch(`/page/entries/${entry.dataset.entry}`);
    body.innerHTML = await response.text();
    body.dataset.loaded = "1";
  }, true);

  // ---- staying up to date

  document.addEventListener("cancel", (event) => {
    const modal = event.target;
    if (!modal.matches("#modals dialog")) return;
    event.preventDefault();
    close(modal, false);
  }, true);
  addEventListener("popstate", () => refresh());
  document.addEventListener("visibilitychange", () => document.hidden || markRead());

  function listen() {
    const events = new EventSource("/sandbox/events");
    events.onmessage = () => refresh();
    events.onerror = () => say("The connection to the workspace is gone. Trying again…");
  }

  if (person()) {
    for (const box of document.querySelectorAll("[data-bottom]")) box.scrollTop = box.scrollHeight;
    for (const area of document.querySelectorAll("textarea")) if (area.value) grow(area);
    showModal();
    markRead();
    if (new URLSearchParams(location.search).get("at") === "home") act({ do: "home" });
    listen();
  }
  return { say, refresh };
})();
