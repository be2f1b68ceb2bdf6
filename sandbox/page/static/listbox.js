// A list with one option marked, driven from a text field: ArrowDown, ArrowUp, Enter, Escape.
export class Listbox {
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
