// Data tables: sorted by a column, and turned page by page. The app hears of neither.

const rowsOf = (table) => [...table.querySelectorAll("tbody tr")];
const first = new WeakMap();

function show(table, from) {
  const rows = rowsOf(table);
  const size = Number(table.dataset.table);
  rows.forEach((row, index) => { row.hidden = index < from || index >= from + size; });
  first.set(table, from);
  const span = table.querySelector("[data-span]");
  if (!span) return;
  span.textContent = `${from + 1} to ${Math.min(from + size, rows.length)} of ${rows.length}`;
  table.querySelector("[data-turn='-1']").disabled = from === 0;
  table.querySelector("[data-turn='1']").disabled = from + size >= rows.length;
}

function compare(column, numeric) {
  const words = new Intl.Collator();
  return (one, other) => {
    const [a, b] = [one.cells[column], other.cells[column]];
    return numeric ? a.dataset.value - b.dataset.value : words.compare(a.textContent, b.textContent);
  };
}

function sort(table, head) {
  const rising = head.getAttribute("aria-sort") !== "ascending";
  for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const rows = rowsOf(table).sort(compare(head.cellIndex, "numeric" in head.dataset));
  table.querySelector("tbody").append(...(rising ? rows : rows.reverse()));
  show(table, 0);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sort], [data-turn]");
  const table = button?.closest("[data-table]");
  if (!table) return;
  if (button.matches("[data-sort]")) sort(table, button.closest("th"));
  else show(table, (first.get(table) || 0) + Number(button.dataset.turn) * Number(table.dataset.table));
});
