// The page in which conflicts are resolved: each text becomes an editor once it is opened.

import { edit } from './field.js';

const form = document.querySelector('form[data-deciding]');
const subject = form.querySelector('input[name=subject]');
const fields = new Map();
let changed = false;
let sending = false;

const toCommit = () => { subject.focus(); subject.scrollIntoView({ block: 'center' }); return true; };

function open(text) {
  if (fields.has(text)) return;
  fields.set(text, edit(text, { name: text.dataset.path, told: text.dataset.ending, done: toCommit, changed: () => { changed = true; } }));
}

for (const text of form.querySelectorAll('textarea[data-path]')) {
  const around = text.closest('details');
  if (around.open) open(text);
  else around.addEventListener('toggle', () => open(text), { once: true });
}
form.addEventListener('change', () => { changed = true; });
form.addEventListener('submit', () => {
  fields.forEach((field, text) => { text.value = field.now(); });
  sending = true;
});
addEventListener('beforeunload', (event) => { if (!sending && changed) event.preventDefault(); });
addEventListener('pageshow', () => { sending = false; });
