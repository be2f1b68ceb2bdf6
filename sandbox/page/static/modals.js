// A person's modals as dialogs: the focus inside, Escape, submitting, errors on their field.
import { busy, flush } from "./inputs.js";
import { act, onDrawn, say, settled } from "./workspace.js";

let opener = null, openView = null, shownInputs = [];

export function showModal() {
  const modal = document.querySelector("#modals dialog");
  if (!modal) {
    if (openView && opener?.isConnected) opener.focus();
    openView = opener = null;
    shownInputs = [];
    return;
  }
  if (!modal.open) {
    if (!openView) opener = document.activeElement;
    modal.showModal();
  }
  const inputs = [...modal.querySelectorAll(".input")].map((input) => input.dataset.block);
  const turned = shownInputs.length > 0 && !inputs.some((block) => shownInputs.includes(block));
  if (openView !== modal.dataset.view || turned) begin(modal);
  openView = modal.dataset.view;
  shownInputs = inputs;
}

// A view that is new to the person, or has turned a page, is read from its top.
function begin(modal) {
  const body = modal.querySelector(".modal-body");
  const field = "input:not([type=hidden], :disabled), textarea, select";
  const first = modal.querySelector("[data-focus]") || body.querySelector(field) || body.querySelector("button")
    || modal.querySelector("h2");
  first.focus({ preventScroll: true });
  body.scrollTop = 0;
}

function firstError() {
  const wrong = document.querySelector("#modals .wrong");
  if (!wrong) return;
  const field = wrong.querySelector("input, textarea, select");
  wrong.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
  say([...wrong.querySelectorAll(".error")].map((error) => error.textContent).join(" "));
}

export async function submit(modal) {
  flush();
  const button = modal.querySelector("[type=submit]");
  if (!button || button.dataset.busy) return;
  busy(button, true);
  await act({ do: "submit", view: modal.dataset.view });
  await settled();
  if (button.isConnected) busy(button, false);
  firstError();
}

export function close(modal, all) {
  flush();
  return act({ do: "close", view: modal.dataset.view, all });
}

document.addEventListener("cancel", (event) => {
  const modal = event.target;
  if (!modal.matches("#modals dialog")) return;
  event.preventDefault();
  close(modal, false);
}, true);

document.addEventListener("keydown", (event) => {
  const field = event.target;
  const single = field.matches?.("#modals input:not([type=radio], [type=checkbox], [data-enter])");
  if (event.key !== "Enter" || !single || field.closest("[data-several]")) return;
  event.preventDefault();
  submit(field.closest("dialog"));
});

onDrawn(showModal);
