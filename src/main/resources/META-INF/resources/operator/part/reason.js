import { h } from "../base/dom.js";

const LONGEST = 500;

/**
 * Asks for a reason, which the audit log keeps, and then acts. The dialog stays open with the words of a problem.
 *
 * @param act gets the reason; what it returns is returned
 * @return undefined where the operator thought better of it
 */
export function askReason({ title, detail, button }, act) {
  return new Promise((resolve) => {
    const words = h("input", { id: "reason", required: true, maxlength: LONGEST, autocomplete: "off" });
    const wrong = h("p", { class: "problem", role: "alert" });
    const confirm = h("button", { class: "main" }, button);
    const close = h("button", { type: "button", onclick: () => dialog.close() }, "Leave it");
    const form = h(
      "form",
      { onsubmit: submit },
      h("h2", { id: "dialog-title" }, title),
      h("p", {}, detail),
      h("label", { for: "reason" }, "Reason, for the audit log"),
      words,
      wrong,
      h("p", { class: "buttons" }, confirm, close),
    );
    const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
    let result;

    async function submit(event) {
      event.preventDefault();
      confirm.disabled = true;
      try {
        result = await act(words.value.trim());
        dialog.close();
      } catch (problem) {
        wrong.textContent = problem.message;
        confirm.disabled = false;
      }
    }

    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
    words.focus();
  });
}
