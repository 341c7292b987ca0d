// Looks for the number that the page asks for, and sends it.

import { say } from "/-/say.js";

const form = document.querySelector("form[data-proof]");
const says = form.querySelector("[data-says]");
const button = form.querySelector("button");
const bits = Number(form.dataset.proof);
const AT_ONCE = 500;

const zeros = (hash) => Math.clz32(new DataView(hash).getUint32(0));

async function look(challenge) {
  const text = new TextEncoder();
  for (let first = 0; ; first += AT_ONCE) {
    const hashes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => crypto.subtle.digest("SHA-256", text.encode(`${challenge}.${first + i}`))),
    );
    const found = hashes.findIndex((hash) => zeros(hash) >= bits);
    if (found >= 0) return first + found;
    says.textContent = say("proof-tries", (first + AT_ONCE).toLocaleString(document.documentElement.lang));
  }
}

async function work() {
  if (!window.isSecureContext) {
    says.textContent = say("proof-https");
    return;
  }
  button.disabled = true;
  form.elements.number.value = await look(form.elements.challenge.value);
  says.textContent = say("proof-done");
  form.submit();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  work();
});
if (form.dataset.begin === "at-once") work();
