// The gallery acts on nothing: only what needs no app works on it.
import "./menus.js";
import "./tables.js";

document.addEventListener("click", (event) => {
  const node = event.target.closest("[data-unfold]");
  if (!node) return;
  const shown = node.previousElementSibling.toggleAttribute("data-unfolded");
  node.setAttribute("aria-expanded", shown);
  node.textContent = shown ? "See less" : "See more";
});
