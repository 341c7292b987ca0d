// The page in which a file is written: its text becomes an editor, and what was typed is kept.

import { say } from '/-/say.js';
import { edit } from './field.js';

const form = document.querySelector('form[data-writing]');
const text = form.querySelector('textarea[name=content]');
const path = form.querySelector('input[name=path]');
const seen = form.querySelector('input[name=seen]');
const subject = form.querySelector('input[name=subject]');
const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

/* what was typed survives a closed tab, and a commit elsewhere: it comes back with what its writer saw */
const KEY = `hob:draft:${form.dataset.writing}`;
const DRAFT_MAX = 500_000;
const kept = {
  read: () => { try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; } },
  write: (draft) => {
    try {
      if (draft && draft.text.length <= DRAFT_MAX) localStorage.setItem(KEY, JSON.stringify(draft));
      else localStorage.removeItem(KEY);
    } catch { /* Then it is only not kept. */ }
  },
};

const begun = { text: text.value, path: path.value };
let sending = false;
let saving = 0;

const toCommit = () => { subject.focus(); subject.scrollIntoView({ block: 'center' }); return true; };
const field = edit(text, { name: path.value, told: form.querySelector('[data-ending]').dataset.ending, done: toCommit, changed });
const isChanged = () => path.value !== begun.path || field.now() !== begun.text;

function changed() {
  clearTimeout(saving);
  saving = setTimeout(() => kept.write(isChanged() ? { text: field.now(), path: path.value, seen: seen?.value ?? '' } : null), 400);
}

function restore(draft) {
  field.write(draft.text);
  path.value = draft.path;
  if (seen && draft.seen) seen.value = draft.seen;
  field.speak(path.value);
}

if (text.autofocus || (!path.autofocus && !form.dataset.kept)) field.focus();
path.addEventListener('change', () => field.speak(path.value));
path.addEventListener('input', changed);
form.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key !== 's') return;
  event.preventDefault();
  toCommit();
});
form.addEventListener('submit', (event) => {
  text.value = field.now();
  sending = true;
  if (event.submitter?.name === 'preview') return;
  // The page after it says whether the node has it; then nothing needs to be kept.
  try { sessionStorage.setItem('hob:sent', form.dataset.writing); } catch { /* Then the draft stays. */ }
});
form.querySelector('[data-cancel]').addEventListener('click', () => { sending = true; kept.write(null); });
addEventListener('beforeunload', (event) => { if (!sending && isChanged()) event.preventDefault(); });
addEventListener('pageshow', () => { sending = false; });

const draft = kept.read();
try { sessionStorage.removeItem('hob:sent'); } catch { /* There was none. */ }
if (draft && !form.dataset.kept && typeof draft.text === 'string' && (draft.text !== begun.text || draft.path !== begun.path)) {
  const offer = make('p', { className: 'soft draft' });
  const take = make('button', { type: 'button', className: 'link', textContent: say('draft-take') });
  const drop = make('button', { type: 'button', className: 'link', textContent: say('draft-drop') });
  offer.append(say('draft-here'), ' ', take, ' ', drop);
  take.onclick = () => { restore(draft); offer.remove(); field.focus(); };
  drop.onclick = () => { kept.write(null); offer.remove(); };
  field.host.before(offer);
}
