import { h } from "../base/dom.js";
import { signIn, signInAddress } from "../base/session.js";

const NOT_SECURE =
  "This page works over HTTPS only, or on localhost: the cookie of a session is sent nowhere else. Open it by its HTTPS address.";
const NO_COOKIE =
  "The browser did not keep the cookie of the session. It does over HTTPS; look whether cookies are blocked.";

/** Sent when somebody has signed in. */
export const SIGNED_IN = "signed-in";

/** Asks for the operator's key. */
export class SignIn extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(
      h("h1", { tabindex: "-1" }, "Sign in"),
      window.isSecureContext ? this.#form() : h("p", {}, NOT_SECURE),
    );
  }

  #form() {
    const key = h("input", {
      id: "key",
      type: "password",
      required: true,
      autocomplete: "current-password",
      "aria-describedby": "about-key",
    });
    const wrong = h("p", { class: "problem", role: "alert" }, this.getAttribute("note"));
    const button = h("button", { class: "main" }, "Sign in");
    return h(
      "form",
      { class: "sign-in", onsubmit: submit },
      h("label", { for: "key" }, "Operator's key"),
      key,
      h("p", { id: "about-key" }, "It is sent once. A cookie then stands for it, for 8 hours at most."),
      wrong,
      button,
      signInAddress() && h("a", { href: signInAddress() }, "Use single sign-on"),
    );

    async function submit(event) {
      event.preventDefault();
      wrong.textContent = "";
      button.disabled = true;
      try {
        if (await signIn(key.value)) {
          window.dispatchEvent(new Event(SIGNED_IN));
        } else {
          wrong.textContent = NO_COOKIE;
        }
      } catch (problem) {
        wrong.textContent = problem.message;
      }
      button.disabled = false;
      key.select();
    }
  }
}

customElements.define("anteroom-sign-in", SignIn);
