// Bring the page to what the server rendered, touching only what differs: focus, scrolling, open menus
// and what somebody is typing stay as they are.

const keyOf = (node) => node.nodeType === 1
  ? node.id || (node.dataset.block && `block:${node.dataset.block}`) || node.dataset.value || "" : "";

const OWN = new Set(["open", "aria-expanded", "aria-busy", "aria-activedescendant", "data-unfolded", "data-loaded",
  "data-held", "data-busy", "data-pending"]);

// What the page's script put on a thing: opened menus, the marked option of a filtered list, busy buttons.
const isOwn = (old, name) => OWN.has(name)
  || (name === "hidden" && (old.dataset.held || old.getAttribute("role") === "option"))
  || (name === "class" && old.getAttribute("role") === "option")
  || (name === "style" && (old.dataset.held || old.tagName === "TEXTAREA"));

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (isOwn(old, name) && (old.hasAttribute(name) || name === "hidden")) continue;
    // Open at first is open once: whoever has closed it since wants it closed.
    if (name === "open") continue;
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOwn(old, name)) old.removeAttribute(name);
  }
}

// A field that is being used keeps what is in it; the others show what the workspace holds. Fields that
// the workspace does not hold (the composer, the levers) are left alone.
function field(old, fresh) {
  if (old === document.activeElement || old.dataset.pending) return;
  if (old.type === "radio" || old.type === "checkbox") {
    if (old.closest("[data-fill]")) old.checked = fresh.hasAttribute("checked");
  } else if (!old.dataset.fill || old.type === "file") {
    return;
  } else if (old.tagName === "SELECT") {
    const chosen = [...fresh.options].find((option) => option.hasAttribute("selected"));
    old.value = chosen ? chosen.value : "";
  } else {
    const value = old.tagName === "TEXTAREA" ? fresh.defaultValue : fresh.getAttribute("value") || "";
    if (old.value !== value) old.value = value;
  }
}

function one(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || keyOf(old) !== keyOf(fresh)) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType === 3) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== 1) return;
  if (old.hasAttribute("data-keep")) return;
  attributes(old, fresh);
  if (old.matches("input, textarea, select")) {
    if (old.tagName === "SELECT") children(old, fresh);
    field(old, fresh);
    return;
  }
  if (old.classList.contains("entry-body") && old.dataset.loaded) return;
  // An open list holds what the script put into it: a live update must not empty it under somebody's hand.
  if (old.dataset.held && old.getAttribute("role") === "listbox") return;
  children(old, fresh);
}

function children(old, fresh) {
  const keyed = new Map();
  for (const node of old.childNodes) {
    const key = keyOf(node);
    if (key) keyed.set(key, node);
  }
  let at = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const key = keyOf(node);
    const match = key ? keyed.get(key) : at && !keyOf(at) && at.nodeName === node.nodeName ? at : null;
    if (!match) {
      old.insertBefore(node, at);
      continue;
    }
    if (match !== at) old.insertBefore(match, at);
    else at = at.nextSibling;
    keyed.delete(key);
    const following = match.nextSibling;
    one(match, node);
    at = following;
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

// Put HTML into a place. Returns whether anything could have changed.
export function morph(place, html) {
  if (place.lastHtml === html) return false;
  place.lastHtml = html;
  const fresh = document.createElement("template");
  fresh.innerHTML = `<div>${html}</div>`;
  children(place, fresh.content.firstChild);
  return true;
}
