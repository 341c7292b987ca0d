// Everywhere that this page leads, by a few letters (Ctrl+K). Comes when it is asked for first.

import { say } from '/-/say.js';

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);
const MOST = 12;

const said = (link) => (link.getAttribute('aria-label') ?? link.textContent).replace(/\s+/g, ' ').trim();

const readable = (path) => { try { return decodeURI(path); } catch { return path; } };

/* what is nearest to the page comes first; two ways to one place are one */
const WHERE = ['nav.tabs a', 'main [data-key][href], main .crumbs a, main .tools a, main h1 a, main nav a', 'header.bar nav a', 'footer nav a'];

function places() {
  const seen = new Set();
  return WHERE.flatMap((selector) => [...document.querySelectorAll(selector)]).flatMap((link) => {
    const words = said(link);
    if (!words || seen.has(link.href) || link.origin !== location.origin) return [];
    seen.add(link.href);
    return [{ words: words.replace(/\s\d+$/, ''), href: link.href, at: readable(link.pathname), key: link.dataset.key ?? '' }];
  });
}

/* how well letters fit: 0 is not at all */
function fits(words, asked) {
  const all = words.toLowerCase();
  const at = all.indexOf(asked);
  if (at === 0) return 4;
  if (at > 0) return /\s/.test(all[at - 1]) ? 3 : 2;
  let from = 0;
  for (const letter of asked.replace(/\s/g, '')) {
    from = all.indexOf(letter, from) + 1;
    if (!from) return 0;
  }
  return 1;
}

function searches(asked) {
  const rows = [];
  const finder = document.querySelector('a[data-key=t]');
  if (finder) rows.push({ words: say('find-file', asked), href: `${finder.href}?q=${encodeURIComponent(asked)}`, key: '' });
  const within = document.querySelector('form.find input[name=in]')?.value;
  const query = encodeURIComponent(asked);
  if (within) rows.push({ words: say('search-in', within, asked), href: `/search?q=${query}&in=${encodeURIComponent(within)}`, key: '' });
  rows.push({ words: say('search-everything', asked), href: `/search?q=${query}`, key: '' });
  return rows;
}

function found(all, text) {
  const asked = text.trim().toLowerCase();
  if (!asked) return all.slice(0, MOST);
  const fitting = all.map((it) => ({ ...it, fit: fits(it.words, asked) })).filter((it) => it.fit);
  fitting.sort((one, other) => other.fit - one.fit);
  return [...fitting.slice(0, MOST), ...searches(text.trim())];
}

function row(it) {
  const link = make('a', { href: it.href });
  link.append(make('span', { textContent: it.words }));
  // Two places may have one name.
  const hint = it.key ? make('kbd', { textContent: it.key }) : make('span', { className: 'soft', textContent: it.at ?? '' });
  link.append(hint);
  const item = make('li');
  item.append(link);
  return item;
}

export function open() {
  if (document.querySelector('dialog.palette')) return;
  const all = places();
  const dialog = make('dialog', { className: 'palette' });
  dialog.setAttribute('aria-label', say('go-to'));
  const text = make('input', { type: 'text', placeholder: say('where-to'), autocomplete: 'off', spellcheck: false });
  text.setAttribute('aria-label', say('where-to'));
  const list = make('ul');
  const show = () => list.replaceChildren(...found(all, text.value).map(row));
  const links = () => [...list.querySelectorAll('a')];
  text.addEventListener('input', show);
  dialog.addEventListener('keydown', (event) => {
    const at = links().indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      (at + step < 0 ? text : links()[at + step])?.focus();
    } else if (event.key === 'Enter' && at < 0) {
      event.preventDefault();
      links()[0]?.click();
    } else if (at >= 0 && (event.key.length === 1 || event.key === 'Backspace') && !event.ctrlKey && !event.metaKey) {
      // Whoever goes on typing means the letters.
      text.focus();
    }
  });
  dialog.addEventListener('click', (event) => {
    // On the ground behind it, or on a link into this very page.
    if (event.target === dialog || event.target.closest('a')) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  dialog.append(text, list);
  document.body.append(dialog);
  show();
  dialog.showModal();
  text.focus();
}
