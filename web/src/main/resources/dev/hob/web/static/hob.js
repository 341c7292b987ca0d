// Comfort for pages about issues and code: everything here works without this file. It speaks to this node only.

import { say } from '/-/say.js';

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);
const page = async (url, options) => {
  const answer = await fetch(url, { credentials: 'same-origin', ...options });
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer.text();
};
const parsed = (html) => new DOMParser().parseFromString(html, 'text/html');

/* drafts: what was typed survives a closed tab */
const DRAFT = 'hob:draft:';
const SENT = 'hob:sent';
const kept = {
  read: (key) => { try { return localStorage.getItem(DRAFT + key); } catch { return null; } },
  write: (key, text) => {
    try {
      if (text) localStorage.setItem(DRAFT + key, text);
      else localStorage.removeItem(DRAFT + key);
    } catch { /* Then it is only not kept. */ }
  },
};

function forgetSent() {
  let key = null;
  try { key = sessionStorage.getItem(SENT); } catch { return; }
  if (key === null) return;
  // Only an answer to the form means that the node has it: not a page one came back to.
  const way = performance.getEntriesByType('navigation')[0]?.type;
  const again = all('[data-draft]').some((it) => it.dataset.draft === key && one('textarea', it).value);
  if (way === 'navigate' && !again) kept.write(key, '');
  sessionStorage.removeItem(SENT);
}

function draft(editor, text) {
  const key = editor.dataset.draft;
  const before = kept.read(key);
  const begun = text.value;
  if (before && before !== text.value && text.dataset.fresh !== 'no') {
    const offer = make('p', { className: 'soft draft' });
    const take = make('button', { type: 'button', className: 'link', textContent: say('draft-take') });
    offer.append(say('draft-here'), ' ', take);
    if (begun === '') { text.value = before; offer.replaceChildren(say('draft-back'), ' ', make('button', { type: 'button', className: 'link', textContent: say('draft-drop'), onclick: () => { text.value = begun; kept.write(key, ''); offer.remove(); } })); }
    else take.onclick = () => { text.value = before; offer.remove(); text.focus(); };
    text.after(offer);
  }
  text.addEventListener('input', () => kept.write(key, text.value === begun ? '' : text.value));
  text.form?.addEventListener('submit', (event) => {
    if (['preview', 'similar'].includes(event.submitter?.name)) return;
    try { sessionStorage.setItem(SENT, key); } catch { /* Then the draft stays. */ }
  });
}

/* the editor */
const insert = (text, words, select = 0) => {
  text.focus();
  const at = text.selectionStart;
  // This keeps the browser's own undo.
  if (!document.execCommand('insertText', false, words)) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (select) text.setSelectionRange(at + words.length - select, at + words.length - select);
};
const around = (before, after = before) => (text) => {
  const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
  insert(text, before + chosen + after, chosen ? 0 : after.length);
};
const lines = (mark) => (text) => {
  const from = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1;
  text.setSelectionRange(from, text.selectionEnd);
  const chosen = text.value.slice(from, text.selectionEnd);
  insert(text, chosen.split('\n').map((line, i) => (mark === '1. ' ? `${i + 1}. ` : mark) + line).join('\n'));
};
const TOOLS = [
  ['B', say('bold'), around('**')], ['I', say('italic'), around('_')], [say('code'), say('code'), around('`')],
  [say('link'), say('link'), around('[', '](https://)')], ['“”', say('quote'), lines('> ')], ['•', say('list'), lines('- ')],
  ['1.', say('numbered-list'), lines('1. ')], ['☐', say('task'), lines('- [ ] ')],
];

function toolbar(editor, text) {
  const bar = make('div', { className: 'toolbar', role: 'toolbar' });
  bar.setAttribute('aria-label', say('form-text'));
  for (const [words, told, act] of TOOLS) {
    const button = make('button', { type: 'button', className: 'quiet', textContent: words, title: told, onclick: () => act(text) });
    button.setAttribute('aria-label', told);
    bar.append(button);
  }
  const look = make('button', { type: 'button', className: 'quiet look', textContent: say('preview') });
  look.setAttribute('aria-pressed', 'false');
  bar.append(look);
  text.before(bar);
  const shown = make('div', { className: 'prose preview', hidden: true, tabIndex: -1 });
  text.after(shown);
  look.onclick = async () => {
    const on = shown.hidden;
    if (on) {
      const form = new FormData();
      form.set('csrf', one('input[name=csrf]', text.form).value);
      form.set('body', text.value);
      try {
        const seen = parsed(await page(editor.dataset.preview, { method: 'POST', body: new URLSearchParams(form) }));
        // What goes along with the form is not there yet.
        const coming = new Set([...(one('input[type=file]', editor)?.files ?? [])].map((it) => it.name));
        for (const picture of all('img', seen)) {
          const name = decodeURIComponent(picture.getAttribute('src').split('/').pop());
          if (coming.has(name)) picture.replaceWith(make('span', { className: 'tag', textContent: name }));
        }
        if (!seen.body.childNodes.length) seen.body.append(make('p', { className: 'soft', textContent: say('nothing-yet') }));
        shown.replaceChildren(...document.importNode(seen.body, true).childNodes);
      } catch { shown.textContent = say('not-now'); }
    }
    shown.hidden = !on;
    text.hidden = on;
    look.setAttribute('aria-pressed', String(on));
    look.textContent = on ? say('write') : say('preview');
    (on ? shown : text).focus();
  };
  all('button[name=preview]', text.form).forEach((it) => { it.hidden = true; });
  text.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === 'Enter') { event.preventDefault(); text.form.requestSubmit(); }
    if (event.key === 'b') { event.preventDefault(); around('**')(text); }
    if (event.key === 'i') { event.preventDefault(); around('_')(text); }
  });
}

/* pictures that are pasted or dropped go along with the form */
function files(editor, text) {
  const input = one('input[type=file]', editor);
  if (!input) return;
  const add = (some) => {
    const transfer = new DataTransfer();
    const names = new Set();
    for (const file of input.files) { transfer.items.add(file); names.add(file.name); }
    for (const file of some) {
      const dot = file.name.lastIndexOf('.');
      const [stem, end] = dot > 0 ? [file.name.slice(0, dot), file.name.slice(dot)] : [file.name || 'file', ''];
      const plain = stem.replace(/[()<>[\]\s]+/g, '-');
      let name = plain + end;
      for (let n = 2; names.has(name); n++) name = `${plain}-${n}${end}`;
      names.add(name);
      transfer.items.add(new File([file], name, { type: file.type }));
      insert(text, `${file.type.startsWith('image/') ? '!' : ''}[${name}](${name})\n`);
    }
    input.files = transfer.files;
  };
  text.addEventListener('paste', (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  text.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) { event.preventDefault(); editor.classList.add('over'); }
  });
  text.addEventListener('dragleave', () => editor.classList.remove('over'));
  text.addEventListener('drop', (event) => {
    editor.classList.remove('over');
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
}

/* How far below its upper edge a text's line of the caret ends: measured on a copy that nobody sees. */
function caret(text) {
  const copy = make('div');
  const style = getComputedStyle(text);
  for (const it of ['font', 'lineHeight', 'padding', 'border', 'boxSizing', 'overflowWrap']) copy.style[it] = style[it];
  Object.assign(copy.style, { position: 'absolute', visibility: 'hidden', whiteSpace: 'pre-wrap', width: `${text.clientWidth}px` });
  copy.textContent = `${text.value.slice(0, text.selectionStart)}|`;
  text.after(copy);
  const height = Math.min(copy.offsetHeight, text.scrollTop + text.clientHeight);
  copy.remove();
  return height;
}

/* @ and # */
function completion(editor, text) {
  const list = make('ul', { className: 'offers', hidden: true, id: `${text.id}-offers` });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', say('may-mean'));
  text.after(list);
  text.setAttribute('aria-controls', list.id);
  let asked = 0;
  let chosen = 0;
  const typed = () => /(?:^|[\s(])([@#][\w-]{0,40})$/.exec(text.value.slice(0, text.selectionStart))?.[1];
  const hide = () => { list.hidden = true; text.removeAttribute('aria-activedescendant'); };
  const mark = (to) => {
    chosen = (to + list.children.length) % list.children.length;
    [...list.children].forEach((it, i) => it.setAttribute('aria-selected', String(i === chosen)));
    text.setAttribute('aria-activedescendant', list.children[chosen].id);
  };
  const take = (words) => {
    const begun = typed() ?? '';
    text.setSelectionRange(text.selectionStart - begun.length, text.selectionStart);
    insert(text, `${words} `);
    hide();
  };
  text.addEventListener('input', async () => {
    const begun = typed();
    const mine = ++asked;
    if (!begun) return hide();
    try {
      const offers = JSON.parse(await page(`${editor.dataset.complete}?q=${encodeURIComponent(begun)}`));
      if (mine !== asked) return;
      list.replaceChildren(...offers.map(({ put, what }, i) => {
        const item = make('li', { id: `${list.id}-${i}` });
        item.setAttribute('role', 'option');
        item.append(make('b', { textContent: put }), ' ', make('span', { textContent: what }));
        item.onmousedown = (event) => { event.preventDefault(); take(put); };
        return item;
      }));
      list.hidden = offers.length === 0;
      list.style.top = `${text.offsetTop + caret(text) - text.scrollTop}px`;
      if (offers.length) mark(0); else hide();
    } catch { hide(); }
  });
  text.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') mark(chosen + 1);
    else if (event.key === 'ArrowUp') mark(chosen - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') take(one('b', list.children[chosen]).textContent);
    else if (event.key === 'Escape') hide();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  text.addEventListener('blur', hide);
}

function editors(within) {
  for (const editor of all('.editor', within)) {
    if (editor.dataset.ready) continue;
    editor.dataset.ready = 'yes';
    const text = one('textarea', editor);
    completion(editor, text);
    toolbar(editor, text);
    files(editor, text);
    draft(editor, text);
  }
}

/* issues that a new one resembles: looked for when its title was typed */
const PAUSE = 500;
function resembling(place) {
  const form = place.closest('form');
  const title = one('input[name=title]', form);
  const body = one('textarea[name=body]', form);
  let waiting = 0;
  let asked = '';
  const look = async () => {
    const query = new URLSearchParams({ title: title.value, body: (body?.value ?? '').slice(0, 400) }).toString();
    if (query === asked) return;
    asked = query;
    try {
      const html = title.value.trim().length < 4 ? '' : await page(`${place.dataset.similar}?${query}`);
      if (query !== asked) return; // Typed on meanwhile.
      const fresh = parsed(html).body;
      // What is there already is not said again.
      if (fresh.innerHTML.trim() !== place.innerHTML.trim()) place.replaceChildren(...document.importNode(fresh, true).childNodes);
    } catch { /* Then nothing is offered. */ }
  };
  const later = () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); };
  title.addEventListener('input', later);
  body?.addEventListener('change', later);
}

/* an answer, and a change in place */
document.addEventListener('click', async (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const answer = event.target.closest('a[data-answer]');
  const edit = event.target.closest('a[data-edit]');
  const cancel = event.target.closest('a[data-cancel]');
  if (answer) {
    const form = one('form#say');
    if (!form) return;
    event.preventDefault();
    const fresh = one('#say', parsed(await page(answer.href)));
    const text = one('textarea', form);
    one('input[name=answer]', form).value = answer.dataset.answer;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    insert(text, (text.value && !text.value.endsWith('\n') ? '\n\n' : '') + one('textarea', fresh).value);
  } else if (edit) {
    const item = edit.closest('.said');
    event.preventDefault();
    const form = one('form.edit', parsed(await page(edit.href)));
    if (!form) { location.href = edit.href; return; }
    form.classList.remove('card');
    item.dataset.editing = 'yes';
    one('.prose, .note', item).replaceWith(form);
    editors(form);
    one('textarea', form).focus();
  } else if (cancel?.closest('.said')) {
    event.preventDefault();
    const item = cancel.closest('.said');
    kept.write(one('[data-draft]', item).dataset.draft, '');
    delete item.dataset.editing;
    item.dataset.version = '';
    await refresh();
  }
});

/* news: what changed on this page takes the place of what was there */
let refreshing = Promise.resolve();
function refresh() {
  refreshing = refreshing.then(async () => {
    // A form with something wrong in it was answered at the form's own address.
    const issue = one('[data-issue]')?.dataset.issue ?? location.pathname;
    const fresh = parsed(await page(issue === location.pathname ? issue + location.search : issue));
    for (const style of all('link[rel=stylesheet]', fresh))
      if (!all('link[rel=stylesheet]').some((it) => it.getAttribute('href') === style.getAttribute('href')))
        document.head.append(document.importNode(style, true));
    freshFiles(fresh);
    for (const region of all('[data-region]')) {
      const other = fresh.getElementById(region.id);
      if (!other) continue;
      if (region.id === 'talk') merge(region, other);
      // Whoever is filling something in is not disturbed.
      else if (!region.contains(document.activeElement) && !one('details[open]', region) && region.innerHTML !== other.innerHTML)
        region.replaceChildren(...document.importNode(other, true).childNodes);
    }
    const count = fresh.querySelector('.tabs .count')?.textContent;
    if (count) one('.tabs .count').textContent = count;
  }).catch(() => { /* The next news brings it. */ });
  return refreshing;
}

function merge(mine, other) {
  let at = null;
  for (const item of [...other.children]) {
    let here = document.getElementById(item.id);
    if (!here) {
      here = document.importNode(item, true);
      here.classList.add('fresh');
      if (at) at.after(here); else mine.prepend(here);
    } else if (here.dataset.version !== item.dataset.version && !here.dataset.editing) {
      const replaced = document.importNode(item, true);
      here.replaceWith(replaced);
      here = replaced;
    }
    at = here;
  }
  for (const item of [...mine.children]) if (!other.querySelector(`#${CSS.escape(item.id)}`)) item.remove();
}

function live(place) {
  let source = null;
  let last = null;
  const url = new URL(place.dataset.live, location.href);
  const listen = () => {
    if (document.visibilityState === 'hidden') { source?.close(); source = null; return; }
    if (source) return;
    if (last !== null) url.searchParams.set('since', last);
    source = new EventSource(url);
    source.addEventListener('changed', (event) => { last = event.lastEventId; refresh(); });
    // The session has ended, or the node is going to rest.
    source.addEventListener('end', () => { source.close(); source = null; });
  };
  // A page that nobody looks at holds no connection.
  document.addEventListener('visibilitychange', listen);
  window.addEventListener('pagehide', () => { source?.close(); source = null; });
  listen();
}

/* what tells no news is looked at again, as long as somebody looks */
function renew(place) {
  setInterval(() => { if (document.visibilityState !== 'hidden') refresh(); }, 1000 * place.dataset.renew);
}

/* menus: one at a time, and away with Escape or a click beside them */
const MENUS = 'details.switch, details.account, details.react';
const FOLDS = `${MENUS}, details.sure, details.alter, details.retitle`;
const opened = (which) => all(which).filter((it) => it.open);
document.addEventListener('pointerdown', (event) => {
  for (const menu of opened(MENUS)) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  const within = opened(FOLDS).filter((it) => it.contains(document.activeElement));
  const some = within.length ? within : opened(MENUS);
  if (!some.length) return;
  event.preventDefault();
  for (const it of some) it.open = false;
  if (within.length) one('summary', within[0]).focus();
});

/* by keys */
const KEYS = [
  ['c', 'new'], ['/', 'search'], ['j', 'next'], ['k', 'before'], ['n', 'talk-next'], ['p', 'talk-before'],
  ['v', 'seen'], ['Enter', 'open'], ['e', 'change'], ['r', 'answer'], ['m', 'read'], ['t', 'find'],
  ['b', 'blame'], ['y', 'lasting'], ['Escape', 'shut'], ['Ctrl K', 'go'], ['?', 'help'],
].map(([key, does]) => [key, say(`key-${does}`)]);
let current = null;

function move(step) {
  const items = all(changes ? '[data-file]' : '[data-item]');
  if (!items.length) return;
  const at = items.indexOf(current);
  current?.classList.remove('current');
  current = items[Math.min(items.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step))];
  current.classList.add('current');
  current.scrollIntoView({ block: 'nearest' });
  const to = one('a[data-open], a.when', current);
  to?.focus({ preventScroll: true });
}

function help() {
  let dialog = one('dialog.keys');
  if (!dialog) {
    dialog = make('dialog', { className: 'keys' });
    dialog.setAttribute('aria-label', say('keys'));
    const list = make('dl');
    for (const [key, told] of KEYS) list.append(make('dt'), make('dd', { textContent: told }));
    all('dt', list).forEach((it, i) => it.append(make('kbd', { textContent: KEYS[i][0] })));
    const close = make('form', { method: 'dialog' });
    close.append(make('button', { className: 'quiet', textContent: say('close') }));
    dialog.append(make('h2', { textContent: say('keys') }), list, close);
    document.body.append(dialog);
  }
  dialog.showModal();
}

document.addEventListener('keydown', (event) => {
  const palette = event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (palette && !event.defaultPrevented && !event.target.closest('textarea, [contenteditable]')) {
    event.preventDefault();
    import('/-/palette.js').then((it) => it.open());
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, dialog, [contenteditable]')) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const marked = all('[data-key]').find((it) => it.dataset.key === event.key);
  if (marked) {
    event.preventDefault();
    if (marked.tagName === 'INPUT') { marked.focus(); marked.select(); } else marked.click();
  } else if (changes && 'cnpv'.includes(event.key)) {
    event.preventDefault();
    if (event.key === 'c') speak();
    else if (event.key === 'v') one('[data-viewed] button', currentFile())?.click();
    else moveTalk(event.key === 'n' ? 1 : -1);
  } else if (event.key === 'c' && document.body.querySelector('[data-issue]')) {
    event.preventDefault();
    location.href = one('[data-issue]').dataset.issue.replace(/\/\d+$/, '/new');
  } else if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else if (event.key === 'e') one('a[data-edit]', current ?? document)?.click();
  else if (event.key === 'r') one('a[data-answer]', current ?? document)?.click();
  else if (event.key === 'm') one('button[data-mark]', current ?? document)?.click();
  else if (event.key === 'y' && one('[data-permalink]')) history.replaceState(null, '', one('[data-permalink]').dataset.permalink + location.search + location.hash);
  else if (event.key === '?') help();
});

/* among changes: a file comes when it is wanted, a remark is written under its lines */
const changes = one('[data-changes]');
const fileOf = (at) => at?.closest?.('[data-file]');
const currentFile = () => fileOf(document.activeElement) ?? (current?.isConnected ? fileOf(current) : null) ?? one('[data-file]') ?? document;

async function part(section, query) {
  const fresh = parsed(await page(`${changes.dataset.changes}/part${query}`));
  const made = document.importNode(one('[data-file]', fresh), true);
  made.dataset.query = query.replace(/&shut=yes/, '');
  if (current === section) { current = made; made.classList.add('current'); }
  section.replaceWith(made);
  gathering();
  return made;
}

// Whoever is filling something in is not disturbed.
const busy = (section) => all('textarea', section).some((it) => it.value !== it.defaultValue || it === document.activeElement);

function freshFiles(fresh) {
  if (!changes) return;
  for (const mine of all('[data-file]')) {
    const other = fresh.getElementById(mine.id);
    if (!other || other.dataset.version === mine.dataset.version || busy(mine)) continue;
    part(mine, mine.dataset.query + (one('.code, .rich', mine) ? '' : '&shut=yes')).catch(() => { /* The next news brings it. */ });
  }
}

let talk = null;
function moveTalk(step) {
  const items = all('.thread, .box.pending', changes).filter((it) => it.offsetParent !== null);
  if (!items.length) return;
  const at = items.indexOf(talk);
  talk = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length];
  talk.tabIndex = -1;
  talk.scrollIntoView({ block: 'center' });
  talk.focus({ preventScroll: true });
}

/* some lines, and the form for them */
let lineForm = null;
const SAY = '.code.changes td.n a[href$="#say"]';
const numberCell = (section, old, line) => document.getElementById(`f${section.dataset.file}-${old ? 'L' : 'R'}${line}`);

function meant(section, old, from, to) {
  for (const it of all('.code.changes .meant')) it.classList.remove('meant');
  for (let line = from; line <= to; line++) {
    const at = numberCell(section, old, line);
    at?.classList.add('meant');
    if (at?.tagName === 'TD') at.nextElementSibling.classList.add('meant');
  }
}

function shut() {
  if (!lineForm) return;
  lineForm.row.remove();
  for (const it of all('.code.changes .meant')) it.classList.remove('meant');
  lineForm = null;
}

function under(section, old, from, to) {
  const template = one('#remark-form');
  const at = numberCell(section, old, to);
  if (!template || !at) return false;
  const before = lineForm?.section === section ? lineForm.row : null;
  const row = before ?? make('tr', { className: 'spoken' });
  if (!before) {
    shut();
    const cell = make('td', { colSpan: 4 });
    cell.append(document.importNode(template.content, true));
    row.append(cell);
  }
  let place = at.closest('tr');
  while (place.nextElementSibling?.classList.contains('spoken') && place.nextElementSibling !== row) place = place.nextElementSibling;
  place.after(row);
  lineForm = { section, old, from, to, row };
  const set = (name, value) => { one(`input[name=${name}]`, row).value = value; };
  set('file', section.dataset.file);
  set('side', old ? 'old' : 'new');
  set('line', to);
  set('from', from);
  set('to', to);
  const suggest = one('[name=suggest]', row);
  if (suggest) suggest.hidden = old;
  const link = one('[data-copy]', row);
  const side = old ? 'L' : 'R';
  if (link) {
    link.textContent = say('copy-link');
    link.href = link.href.replace(/#.*/, '') + `#f${section.dataset.file}-${side}${from}${from === to ? '' : `-${side}${to}`}`;
  }
  editors(row);
  meant(section, old, from, to);
  one('textarea', row).focus();
  return true;
}

function speak() {
  const at = document.activeElement?.matches(SAY) ? document.activeElement : one(`.added ${SAY.slice('.code.changes '.length)}, td.added a[href$="#say"]`, currentFile()) ?? one('td.n a[href$="#say"]', currentFile());
  at?.click();
}

if (changes) {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.button !== 0) return;
    const number = event.target.closest(SAY);
    const more = event.target.closest('a[data-part]');
    const copy = event.target.closest('a[data-copy]');
    if (number) {
      const section = fileOf(number);
      const old = number.hasAttribute('data-old');
      const line = Number(number.textContent);
      const grows = event.shiftKey && lineForm?.section === section && lineForm.old === old;
      const [from, to] = grows ? [Math.min(lineForm.from, line), Math.max(lineForm.from, line)] : [line, line];
      if (under(section, old, from, to)) { event.preventDefault(); getSelection().removeAllRanges(); }
    } else if (more) {
      event.preventDefault();
      const section = fileOf(more);
      const query = new URL(more.href, location.href).search;
      part(section, query).then((made) => one('a[data-open]', made)?.focus({ preventScroll: true }), () => { location.href = more.href; });
    } else if (copy && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(copy.href).then(() => { copy.textContent = say('copied'); }, () => { location.href = copy.href; });
    } else if (event.target.closest('form.remark a[data-cancel]') && lineForm?.row.contains(event.target)) {
      event.preventDefault();
      const editor = one('.editor', lineForm.row);
      if (editor) kept.write(editor.dataset.draft, '');
      shut();
    }
  });
  // The lines of the form are typed, too.
  document.addEventListener('change', (event) => {
    const form = event.target.closest('form.remark');
    if (!form || !lineForm?.row.contains(form) || !['from', 'to'].includes(event.target.name)) return;
    const from = Number(one('input[name=from]', form).value);
    const to = Number(one('input[name=to]', form).value);
    if (from > 0 && to >= from) { lineForm.from = from; lineForm.to = to; meant(lineForm.section, lineForm.old, from, to); }
  });
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches('form[data-viewed], form[data-remark]')) return;
    event.preventDefault();
    const section = fileOf(form);
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin' }).catch(() => null);
    if (!answer) { form.submit(); return; }
    const fresh = parsed(await answer.text());
    if (form.matches('[data-viewed]')) {
      const seen = body.get('on') === 'yes';
      const made = await part(section, section.dataset.query.replace(/&open=[^&]*/g, '') + (seen ? '&shut=yes' : ''));
      one('[data-viewed] button', made)?.focus({ preventScroll: true });
      if (seen && made.getBoundingClientRect().top < 0) made.scrollIntoView();
    } else if (event.submitter?.name === 'suggest') {
      const text = one('textarea', form);
      const other = one('form.remark textarea', fresh);
      if (!other) return;
      text.value = other.value;
      text.focus();
      const begins = text.value.lastIndexOf('suggestion\n') + 'suggestion\n'.length;
      text.setSelectionRange(begins, begins);
      text.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (answer.ok && answer.redirected) {
      kept.write(one('.editor', form).dataset.draft, '');
      shut();
      const made = await part(section, section.dataset.query);
      const to = numberCell(made, body.get('side') === 'old', body.get('to'));
      one('a', to)?.focus({ preventScroll: true });
    } else {
      const wrong = one('form.remark .wrong', fresh)?.textContent ?? say('try-again');
      one('.wrong', form)?.remove();
      const told = make('span', { className: 'wrong', textContent: wrong });
      told.setAttribute('role', 'alert');
      one('textarea', form).after(told);
      one('textarea', form).focus();
      return;
    }
    for (const region of all('[data-region]')) {
      const other = fresh.getElementById(region.id);
      if (other && region.id !== 'pull-head') region.replaceChildren(...document.importNode(other, true).childNodes);
    }
    const tree = one('.changed ul');
    const other = one('.changed ul', fresh);
    if (tree && other) tree.replaceWith(document.importNode(other, true));
  });
  const range = /^#f(\d+)-([LR])(\d+)-\2(\d+)$/.exec(location.hash);
  const section = range && document.getElementById(`file-${range[1]}`);
  if (section) {
    meant(section, range[2] === 'L', Number(range[3]), Number(range[4]));
    numberCell(section, range[2] === 'L', range[3])?.scrollIntoView({ block: 'center' });
  }
}

/* suggestions that are taken together */
function gathering() {
  const form = one('#gather');
  if (!form) return;
  const picks = all('input[name=pick][form=gather]').filter((it) => it.checked).length;
  const told = one('[data-count]', form);
  told.dataset.words ??= told.textContent;
  told.textContent = picks ? (picks === 1 ? say('one-suggestion') : say('suggestions', picks)) : told.dataset.words;
  form.classList.toggle('held', picks > 0);
}
document.addEventListener('change', (event) => { if (event.target.matches('input[name=pick][form=gather]')) gathering(); });

/* ticking many */
function many() {
  const bar = one('details.many');
  if (!bar) return;
  const picks = () => all('input[name=pick]');
  const words = one('summary', bar);
  const told = words.textContent;
  const every = make('button', { type: 'button', className: 'link', textContent: say('tick-all') });
  every.onclick = () => { const on = picks().some((it) => !it.checked); picks().forEach((it) => { it.checked = on; }); count(); };
  one('.row', bar).append(every);
  const count = () => {
    const ticked = picks().filter((it) => it.checked).length;
    words.textContent = ticked ? `${told} (${ticked})` : told;
    if (ticked) bar.open = true;
  };
  picks().forEach((it) => it.addEventListener('change', count));
  count();
  // Only what belongs to the chosen deed is asked for.
  const deed = one('select[name=do]', bar);
  const asks = { label: 'label', unlabel: 'label', assign: 'assignee', unassign: 'assignee', milestone: 'milestone' };
  const ask = () => all('select', bar).forEach((it) => { it.hidden = it !== deed && it.name !== asks[deed.value]; });
  deed.addEventListener('change', ask);
  ask();
}

/* search: what is found follows what is typed */
const SEARCH_WAIT = 250;
function seeking(form) {
  const text = one('input[name=q]', form);
  let waits = 0;
  let last = text.value;
  let running = null;
  const look = async () => {
    const asked = text.value.trim();
    if (asked === last.trim()) return;
    last = asked;
    running?.abort();
    running = new AbortController();
    const signal = running.signal;
    const url = asked ? `${form.action}?q=${encodeURIComponent(asked)}` : form.action;
    one('[data-found]').classList.add('waits');
    try {
      const fresh = parsed(await page(url, { signal }));
      const found = one('[data-found]', fresh);
      if (signal.aborted || !found) return;
      one('[data-found]').replaceWith(document.importNode(found, true));
      document.title = fresh.title;
      history.replaceState(null, '', url);
    } catch (failure) {
      if (signal.aborted) return;
      one('[data-found]').classList.remove('waits');
    }
  };
  text.addEventListener('input', () => { clearTimeout(waits); waits = setTimeout(look, SEARCH_WAIT); });
}

/* a name in code leads to where it is defined and used */
const NAME = /[\p{L}\p{N}_$]+/gu;
function nameAt(x, y) {
  const at = document.caretPositionFromPoint?.(x, y);
  const range = at ? null : document.caretRangeFromPoint?.(x, y);
  const node = at?.offsetNode ?? range?.startContainer;
  const offset = at?.offset ?? range?.startOffset;
  if (node?.nodeType !== Node.TEXT_NODE || node.parentElement.closest('.c, .s, .n, .k')) return '';
  for (const found of node.data.matchAll(NAME)) {
    if (found.index <= offset && offset < found.index + found[0].length) return /^\p{N}/u.test(found[0]) ? '' : found[0];
  }
  return '';
}
function symbols(code) {
  const card = make('div', { className: 'popover symbol', popover: 'auto' });
  document.body.append(card);
  let asked = 0;
  code.addEventListener('click', async (event) => {
    if (event.target.closest('a') || !getSelection().isCollapsed || event.altKey || event.ctrlKey || event.metaKey) return;
    const name = nameAt(event.clientX, event.clientY);
    if (!name) return;
    asked += 1;
    const mine = asked;
    const { pageX, pageY } = event;
    const fresh = await page(`${code.dataset.symbols}&name=${encodeURIComponent(name)}`).catch(() => null);
    const found = fresh && one('[data-symbol]', parsed(fresh));
    if (!found || mine !== asked) return;
    card.replaceChildren(document.importNode(found, true));
    card.showPopover();
    card.style.top = `${pageY + 14}px`;
    card.style.left = `${Math.max(8, Math.min(pageX - 40, document.documentElement.clientWidth - card.offsetWidth - 12))}px`;
  });
}

/* lines of code: chosen by their numbers, with Shift up to another; the address keeps them */
const LINES = /^#L(\d+)(?:-L?(\d+))?$/;
function chosenLines() {
  const found = LINES.exec(location.hash);
  if (!found) return null;
  const ends = [Number(found[1]), Number(found[2] ?? found[1])];
  return [Math.min(...ends), Math.max(...ends)];
}
function lineChoice(code) {
  const box = code.closest('[data-permalink]');
  if (!box) return;
  code.dataset.picks = '';
  const bar = make('div', { className: 'picked', hidden: true });
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', say('with-lines'));
  const told = make('span');
  const copy = make('button', { type: 'button', className: 'quiet', textContent: say('copy-link') });
  const links = ['blame', 'source', 'history', 'ask'].filter((it) => box.dataset[it]);
  const words = { blame: say('blame'), source: say('file'), history: say('history'), ask: say('ask') };
  const made = Object.fromEntries(links.map((it) => [it, make('a', { className: 'button quiet', textContent: words[it] })]));
  bar.append(told, copy, ...Object.values(made));
  box.append(bar);
  let anchor = chosenLines()?.[0] ?? 0;
  const lasting = () => new URL(box.dataset.permalink + location.search + location.hash, location.href).href;
  const show = (scrolls) => {
    for (const row of all('tr.chosen', code)) row.classList.remove('chosen');
    const lines = chosenLines();
    const rows = lines ? all('tr[id]', code).slice(lines[0] - 1, lines[1]) : [];
    bar.hidden = rows.length === 0;
    if (bar.hidden) return;
    for (const row of rows) row.classList.add('chosen');
    const [from, to] = lines;
    told.textContent = from === to ? say('line', from) : say('lines', from, to);
    copy.textContent = say('copy-link');
    for (const it of ['blame', 'source']) if (made[it]) made[it].href = box.dataset[it] + location.hash;
    if (made.history) made.history.href = `${box.dataset.history}?lines=${from === to ? from : `${from}-${to}`}`;
    if (made.ask) made.ask.href = `${box.dataset.ask}?${new URLSearchParams({ body: `${lasting()}\n\n` })}`;
    if (scrolls) rows[0].scrollIntoView({ block: 'center' });
  };
  code.addEventListener('click', (event) => {
    const number = event.target.closest('td.n a');
    if (!number || event.ctrlKey || event.metaKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    const line = Number(number.textContent);
    if (!event.shiftKey || !anchor) anchor = line;
    const [from, to] = [Math.min(anchor, line), Math.max(anchor, line)];
    getSelection().removeAllRanges();
    history.replaceState(null, '', from === to ? `#L${from}` : `#L${from}-L${to}`);
    show(false);
  });
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(lasting());
      copy.textContent = say('copied');
    } catch { location.href = lasting(); }
  };
  window.addEventListener('hashchange', () => { anchor = chosenLines()?.[0] ?? 0; show(true); });
  show(true);
}

/* a file by a few letters: arrows go through what was found, Enter opens the first */
function picking(form) {
  const text = one('input[name=q]', form);
  const hits = () => all('[data-found] a');
  form.addEventListener('submit', async (event) => {
    if (!text.value.trim()) return;
    event.preventDefault();
    const url = `${form.action}?q=${encodeURIComponent(text.value.trim())}`;
    // What is shown may still be for fewer letters.
    const fresh = await page(url).then(parsed).catch(() => null);
    location.href = (fresh && one('[data-found] a', fresh)?.getAttribute('href')) ?? url;
  });
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = hits().indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && (at >= 0 || document.activeElement === text)) {
      event.preventDefault();
      (at + step < 0 ? text : hits()[at + step])?.focus();
    } else if (at >= 0 && (event.key.length === 1 || event.key === 'Backspace')) {
      // Whoever goes on typing means the letters.
      event.stopPropagation();
      text.focus();
    }
  }, { capture: true });
}

/* days and times by the reader's own clock, from the next page on */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split('; ').includes(`hob_zone=${zone}`)) {
  document.cookie = `hob_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
}

/* a moment in full, for who points at it */
const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
document.addEventListener('pointerover', (event) => {
  const time = event.target.closest?.('time[datetime][title]');
  if (!time || time.dataset.clock) return;
  time.dataset.clock = 'local';
  const moment = new Date(time.dateTime);
  if (!Number.isNaN(moment.getTime())) time.title = clock.format(moment);
});

/* what a library draws; it comes when there is something for it */
const RICH = ['.math', 'pre.diagram', '[data-document]', '[data-font]'].map((it) => `${it}:not([data-rich])`).join(', ');
function rich() {
  if (one(RICH)) import('/-/viewers/rich.js').then((it) => it.enrich(), (failure) => console.warn(failure));
}
let looks = 0;
new MutationObserver(() => { cancelAnimationFrame(looks); looks = requestAnimationFrame(rich); })
  .observe(document.body, { childList: true, subtree: true });

rich();
forgetSent();
editors(document);
many();
gathering();
const place = one('[data-live]');
if (place) live(place);
all('[data-similar]').forEach(resembling);
all('[data-renew]').forEach(renew);
all('[data-search]').forEach(seeking);
all('[data-pick]').forEach(picking);
all('[data-symbols]').forEach(symbols);
all('[data-lines]').forEach(lineChoice);
