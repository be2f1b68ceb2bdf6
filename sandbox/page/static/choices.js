// Menus that open and close, the list under a multi-select, and the completion over the composer.
"use strict";

const Menus = (() => {
  const opener = (menu) => document.querySelector(`[data-menu="${CSS.escape(menu.id)}"]`);
  const items = (menu) => [...menu.querySelectorAll("[role=menuitem]")];

  function close(menu, refocus) {
    menu.hidden = true;
    delete menu.dataset.held;
    const button = opener(menu);
    if (button) {
      button.setAttribute("aria-expanded", "false");
      if (refocus) button.focus();
    }
  }

  function closeAll(but) {
    document.querySelectorAll(".menu[data-held]").forEach((menu) => menu !== but && close(menu, false));
  }

  // Fixed to the window, so that no scrolling box cuts it off; turned around where there is no room.
  function place(menu, button) {
    const box = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const inside = menu.closest("dialog")?.getBoundingClientRect();
    const below = box.bottom + 4 + size.height < innerHeight;
    const top = below ? box.bottom + 4 : Math.max(8, box.top - size.height - 4);
    const left = Math.max(8, Math.min(box.left, innerWidth - size.width - 8));
    const moved = inside && getComputedStyle(menu.closest("dialog")).transform !== "none";
    menu.style.top = `${top - (moved ? inside.top : 0)}px`;
    menu.style.left = `${left - (moved ? inside.left : 0)}px`;
  }

  function open(menu, button, last) {
    closeAll(menu);
    menu.hidden = false;
    menu.dataset.held = "1";
    button.setAttribute("aria-expanded", "true");
    place(menu, button);
    const all = items(menu);
    (last ? all[all.length - 1] : all[0])?.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-menu]");
    if (!button) {
      if (!event.target.closest(".menu")) closeAll(null);
      else if (event.target.closest("[role=menuitem]")) close(event.target.closest(".menu"), true);
      return;
    }
    const menu = document.getElementById(button.dataset.menu);
    if (menu.hidden) open(menu, button, false);
    else close(menu, true);
  });

  document.addEventListener("keydown", (event) => {
    const button = event.target.closest?.("[data-menu]");
    if (button && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      open(document.getElementById(button.dataset.menu), button, event.key === "ArrowUp");
      return;
    }
    const menu = event.target.closest?.(".menu");
    if (!menu) return;
    const all = items(menu);
    const at = all.indexOf(event.target.closest("[role=menuitem]"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[to % all.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(menu, true);
    } else if (event.key === "Tab") {
      close(menu, false);
    }
  });
  addEventListener("resize", () => closeAll(null));
  return { closeAll };
})();

// A list with one option marked, driven from a text field: ArrowDown, ArrowUp, Enter, Escape.
class Listbox {
  constructor(field, list) {
    this.field = field;
    this.list = list;
  }

  get shown() {
    return [...this.list.children].filter((item) => !item.hidden);
  }

  get marked() {
    return this.shown.find((item) => item.classList.contains("marked"));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open() {
    this.list.hidden = false;
    this.list.dataset.held = "1";
    this.field.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    delete this.list.dataset.held;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(null);
  }

  mark(item) {
    this.list.querySelectorAll(".marked").forEach((other) => other.classList.remove("marked"));
    if (item) {
      item.classList.add("marked");
      item.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", item.id);
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  move(by) {
    const all = this.shown;
    if (!all.length) return;
    const at = all.indexOf(this.marked);
    this.mark(all[(at + by + all.length + (at < 0 && by < 0 ? 1 : 0)) % all.length]);
  }
}

const Several = (() => {
  const parts = (field) => {
    const place = field.closest("[data-several]");
    const input = place.querySelector("input");
    return { place, input, list: new Listbox(input, place.querySelector("[role=listbox]")) };
  };
  const values = (place) => [...place.querySelectorAll(".chips li")].map((chip) => chip.dataset.value);

  function filter({ input, list }) {
    const wanted = input.value.trim().toLowerCase();
    for (const item of list.list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    list.mark(list.shown[0] || null);
  }

  function change(place, next) {
    place.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: next }));
  }

  function toggle(place, item) {
    const held = values(place);
    const value = item.dataset.value;
    const most = Number(place.dataset.most || Infinity);
    const next = held.includes(value) ? held.filter((other) => other !== value) : [...held, value];
    if (next.length <= most) change(place, next);
    else Page.say(`At most ${most} can be chosen.`);
  }

  document.addEventListener("focusin", (event) => {
    if (!event.target.matches?.("[data-several] input")) return;
    const found = parts(event.target);
    filter(found);
    found.list.mark(null);
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-several] input")) return;
    const found = parts(event.target);
    found.list.open();
    filter(found);
  });
  document.addEventListener("focusout", (event) => {
    const place = event.target.closest?.("[data-several]");
    if (!place || place.contains(event.relatedTarget)) return;
    const found = parts(event.target);
    found.input.value = "";
    found.list.close();
  });
  document.addEventListener("mousedown", (event) => {
    const place = event.target.closest?.("[data-several]");
    if (!place) return;
    const item = event.target.closest("[role=option]");
    const found = parts(place.querySelector("input"));
    if (item) {
      event.preventDefault();
      toggle(place, item);
    } else if (!event.target.closest("[data-drop]")) {
      if (event.target !== found.input) event.preventDefault();
      found.input.focus();
      if (found.list.isOpen) found.list.close();
      else found.list.open();
    }
  });
  document.addEventListener("click", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    const place = drop.closest("[data-several]");
    const value = drop.closest("li").dataset.value;
    change(place, values(place).filter((other) => other !== value));
    place.querySelector("input").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-several] input")) return;
    const { place, input, list } = parts(event.target);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!list.isOpen) list.open();
      list.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.isOpen && list.marked) toggle(place, list.marked);
      else list.open();
      input.value = "";
      filter({ input, list });
    } else if (event.key === "Escape" && list.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      list.close();
    } else if (event.key === "Backspace" && !input.value && values(place).length) {
      change(place, values(place).slice(0, -1));
    }
  });
  return {};
})();
