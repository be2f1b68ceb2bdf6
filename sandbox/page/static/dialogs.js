// Questions before something dangerous.
import { byId } from "./workspace.js";

export function confirmed(dialog) {
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
