// An editor in place of a text field in which a file is written: everything there works without it.
// It lives in a shadow of its own, where its styles need no leave from the page's policy.

import { Compartment, EditorState } from './state.js';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from './view.js';
import { HighlightStyle, Language, StreamLanguage, bracketMatching, defineLanguageFacet, indentOnInput, indentUnit, syntaxHighlighting } from './language.js';
import { defaultKeymap, history, historyKeymap, indentWithTab } from './commands.js';
import { highlightSelectionMatches, search, searchKeymap } from './search.js';
import { tags as t } from './highlight.js';
import { say } from '/-/say.js';

/* what the panel to search with says, by what it calls itself (CodeMirror, "phrases") */
const PHRASES = Object.fromEntries([
  ['Find', 'find'], ['Replace', 'replace-with'], ['next', 'next'], ['previous', 'previous'],
  ['all', 'all'], ['match case', 'match-case'], ['regexp', 'regexp'], ['by word', 'by-word'],
  ['replace', 'replace'], ['replace all', 'replace-all'], ['close', 'close'], ['current match', 'current-match'],
  ['on line', 'on-line'], ['replaced $ matches', 'replaced-matches'], ['replaced match on line $', 'replaced-on-line'],
].map(([phrase, key]) => [phrase, say(`editor-${key}`)]));

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

/* languages: by the end of a name, or all of it; each is a module, and what it calls itself there */
const by = (module, name, ...ends) => ends.map((end) => [end, [module, name]]);
const LANGUAGES = new Map([
  ...by('clike', 'c', 'c', 'h'), ...by('clike', 'cpp', 'cc', 'cpp', 'cxx', 'hh', 'hpp', 'hxx', 'ino'),
  ...by('clike', 'java', 'java', 'jsh'), ...by('clike', 'kotlin', 'kt', 'kts'), ...by('clike', 'scala', 'scala', 'sbt'),
  ...by('clike', 'csharp', 'cs'), ...by('clike', 'dart', 'dart'), ...by('clike', 'objectiveC', 'm'),
  ...by('javascript', 'javascript', 'js', 'mjs', 'cjs', 'jsx'), ...by('javascript', 'typescript', 'ts', 'mts', 'cts', 'tsx'),
  ...by('javascript', 'json', 'json', 'jsonc', 'webmanifest', 'ipynb'),
  ...by('python', 'python', 'py', 'pyi', 'bzl', 'bazel'), ...by('ruby', 'ruby', 'rb', 'rake', 'gemspec', 'rakefile', 'gemfile'),
  ...by('rust', 'rust', 'rs'), ...by('go', 'go', 'go'), ...by('swift', 'swift', 'swift'), ...by('d', 'd', 'd'),
  ...by('xml', 'html', 'html', 'htm', 'xhtml', 'jte', 'vue', 'svelte'), ...by('xml', 'xml', 'xml', 'svg', 'xsd', 'xsl', 'pom', 'plist', 'rss'),
  ...by('css', 'css', 'css'), ...by('css', 'sCSS', 'scss'), ...by('css', 'less', 'less'), ...by('sass', 'sass', 'sass'),
  ...by('yaml', 'yaml', 'yml', 'yaml'), ...by('toml', 'toml', 'toml', 'cargo.lock'), ...by('properties', 'properties', 'properties', 'ini', 'cfg', 'conf', 'editorconfig', 'gitconfig', 'gitmodules'),
  ...by('shell', 'shell', 'sh', 'bash', 'zsh', 'bashrc', 'profile'), ...by('powershell', 'powerShell', 'ps1', 'psm1'),
  ...by('dockerfile', 'dockerFile', 'dockerfile', 'containerfile'), ...by('cmake', 'cmake', 'cmake', 'cmakelists.txt'), ...by('nginx', 'nginx', 'nginx'),
  ...by('sql', 'standardSQL', 'sql'), ...by('diff', 'diff', 'diff', 'patch'), ...by('lua', 'lua', 'lua'), ...by('perl', 'perl', 'pl', 'pm'),
  ...by('r', 'r', 'r'), ...by('julia', 'julia', 'jl'), ...by('haskell', 'haskell', 'hs'), ...by('elm', 'elm', 'elm'), ...by('erlang', 'erlang', 'erl', 'hrl'),
  ...by('clojure', 'clojure', 'clj', 'cljs', 'edn'), ...by('commonlisp', 'commonLisp', 'lisp', 'el'), ...by('scheme', 'scheme', 'scm'),
  ...by('mllike', 'oCaml', 'ml', 'mli'), ...by('mllike', 'fSharp', 'fs', 'fsx'), ...by('groovy', 'groovy', 'groovy', 'gradle', 'jenkinsfile'),
  ...by('protobuf', 'protobuf', 'proto'), ...by('stex', 'stex', 'tex', 'sty', 'cls'), ...by('pascal', 'pascal', 'pas'), ...by('fortran', 'fortran', 'f90', 'f95', 'f'),
  ...by('verilog', 'verilog', 'v', 'sv'), ...by('vhdl', 'vhdl', 'vhd', 'vhdl'), ...by('tcl', 'tcl', 'tcl'), ...by('wast', 'wast', 'wat', 'wast'),
]);
const PROSE = /\.(md|markdown|txt|rst|adoc|org)$|(^|\/)(readme|license|copying|changes|changelog)$/i;

async function language(name) {
  const file = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const end = file.slice(file.lastIndexOf('.') + 1);
  try {
    if (end === 'md' || end === 'markdown') {
      const { parser, GFM } = await import('./markdown.js');
      return new Language(defineLanguageFacet(), parser.configure(GFM), [], 'markdown');
    }
    const [module, mode] = LANGUAGES.get(file) ?? LANGUAGES.get(end) ?? [];
    return module ? StreamLanguage.define((await import(`./mode/${module}.js`))[mode]) : [];
  } catch {
    return []; // Then it has no colours.
  }
}

/* as the file is indented already */
function indentation(content, name) {
  const steps = new Map();
  let before = 0;
  for (const line of content.split('\n', 2000)) {
    if (!line.trim()) continue;
    const lead = /^[ \t]*/.exec(line)[0];
    if (lead.includes('\t')) steps.set('\t', (steps.get('\t') ?? 0) + 1);
    else {
      const step = Math.abs(lead.length - before);
      if (step > 1 && step <= 8) steps.set(' '.repeat(step), (steps.get(' '.repeat(step)) ?? 0) + 1);
      before = lead.length;
    }
  }
  const most = [...steps].sort((a, b) => b[1] - a[1])[0]?.[0];
  if (most) return most;
  if (/(^|\/)makefile$|\.(go|mk)$/i.test(name)) return '\t';
  return /\.(ya?ml|json|js|ts|jsx|tsx|css|html|xml|rb|md)$/i.test(name) ? '  ' : '    ';
}

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.operatorKeyword, t.modifier, t.controlKeyword, t.moduleKeyword], color: 'var(--keyword)' },
  { tag: [t.string, t.special(t.string), t.regexp, t.character], color: 'var(--string)' },
  { tag: [t.number, t.bool, t.atom, t.null, t.literal], color: 'var(--number)' },
  { tag: [t.typeName, t.className, t.namespace, t.tagName], color: 'var(--type)' },
  { tag: [t.definition(t.variableName), t.function(t.variableName), t.propertyName, t.attributeName, t.link, t.url], color: 'var(--name)' },
  { tag: [t.comment, t.meta, t.processingInstruction, t.quote], color: 'var(--soft)' },
  { tag: t.comment, fontStyle: 'italic' },
  { tag: t.heading, color: 'var(--name)', fontWeight: '600' },
  { tag: t.strong, fontWeight: '700' },
  { tag: t.emphasis, fontStyle: 'italic' },
  { tag: t.strikethrough, textDecoration: 'line-through' },
  { tag: t.monospace, color: 'var(--string)' },
  { tag: t.inserted, color: 'var(--good)' },
  { tag: [t.deleted, t.invalid], color: 'var(--bad)' },
]);
const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--card)', fontSize: '.86rem', border: '1px solid var(--edge)', borderRadius: '7px', overflow: 'hidden' },
  '&.cm-focused': { outline: '2px solid var(--ember)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', minHeight: '320px', maxHeight: '72vh', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'var(--card)', color: 'var(--soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunk)' },
  '.cm-content ::selection': { backgroundColor: 'var(--mark)' },
  '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: 'var(--ember-sunk)' },
  '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: 'var(--mark)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--mark)' },
  '.cm-specialChar': { color: 'var(--bad)' },
  '.cm-panels': { backgroundColor: 'var(--sunk)', color: 'var(--ink)', fontFamily: 'var(--sans)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { paddingRight: '36px' },
  '.cm-panel.cm-search label': { fontSize: '.86rem' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink)', fontSize: '1.2rem', padding: '0 8px' },
  '.cm-textfield': { backgroundColor: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--edge)', fontSize: '.86rem' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--edge)', fontSize: '.86rem' },
  '@media (max-width: 600px)': { '&': { fontSize: '16px' } }, // Else iPhones zoom in, and never out.
}, { dark: matchMedia('(prefers-color-scheme: dark)').matches });

/* Where somebody types over several lines, browsers join what is left with styles of their own, and the policy complains. */
function overLines(event, it) {
  const { from, to } = it.state.selection.main;
  if (event.inputType !== 'insertText' || event.isComposing || event.data === null) return false;
  if (it.state.doc.lineAt(from).to >= to) return false;
  event.preventDefault();
  it.dispatch(it.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
  return true;
}

/**
 * Puts an editor in the place of a text field.
 * @param text the field, whose value is what the editor begins with
 * @param name the file's, which tells its language
 * @param told what stands below it first
 * @param done where Ctrl+S and Ctrl+Enter lead
 * @param changed is told of each change
 */
export function edit(text, { name, told, done, changed = () => {} }) {
  const languages = new Compartment();
  const wrapping = new Compartment();
  const unit = indentation(text.value, name);
  const host = make('div', { className: 'editing' });
  const view = new EditorView({
    parent: host.attachShadow({ mode: 'open' }),
    root: host.shadowRoot,
    state: EditorState.create({
      doc: text.value,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), highlightSpecialChars(), history(), bracketMatching(), indentOnInput(),
        search({ top: true }), EditorState.phrases.of(PHRASES), highlightSelectionMatches(), indentUnit.of(unit), EditorState.tabSize.of(unit === '\t' ? 4 : unit.length),
        keymap.of([{ key: 'Mod-s', run: done }, { key: 'Mod-Enter', run: done }, ...searchKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
        languages.of([]), wrapping.of([]), syntaxHighlighting(colours), look,
        EditorView.contentAttributes.of({
          'aria-label': say('field-text'), autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false',
          ...(text.getAttribute('aria-invalid') ? { 'aria-invalid': 'true' } : {}),
        }),
        EditorView.domEventHandlers({ beforeinput: overLines }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
      ],
    }),
  });
  let asked = 0;
  /* colours it as a file of this name */
  async function speak(name) {
    const mine = ++asked;
    const found = await language(name);
    if (mine !== asked) return;
    view.dispatch({ effects: [languages.reconfigure(found), wrapping.reconfigure(PROSE.test(name) ? EditorView.lineWrapping : [])] });
  }
  text.hidden = true;
  text.after(host, make('small', {
    textContent: `${told} · ${unit === '\t' ? 'tabs' : `${unit.length} spaces`} · Tab indents; Escape, then Tab leaves the text · Ctrl+F finds · Ctrl+S goes to the commit`,
  }));
  document.querySelector(`label[for=${text.id}]`).addEventListener('click', (event) => { event.preventDefault(); view.focus(); });
  speak(name);
  return {
    host, speak,
    focus: () => view.focus(),
    now: () => view.state.doc.toString(),
    write: (content) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: content } }),
  };
}
