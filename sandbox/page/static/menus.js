// Menus that open and close, with the mouse and with the keyboard.

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
