// Multi-selects: what is chosen as chips, and a list that is filtered by typing.
import { Listbox } from "./listbox.js";
import { say } from "./workspace.js";

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
  else say(`At most ${most} can be chosen.`);
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
  } else if (event.key === "Tab") {
    list.close();
  } else if (event.key === "Backspace" && !input.value && values(place).length) {
    change(place, values(place).slice(0, -1));
  }
});
