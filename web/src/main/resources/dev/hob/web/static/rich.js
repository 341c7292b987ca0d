// What a library draws: mathematics, diagrams, documents, fonts. Comes with the first page that has some; without it
// each is there as its source, or to be downloaded.

import { say } from '/-/say.js';

const FOLDER = new URL('.', import.meta.url).href;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

const script = (url) => new Promise((done, failed) => {
  document.head.append(make('script', { src: url, onload: done, onerror: () => failed(new Error(`cannot load ${url}`)) }));
});
const once = (make) => { let made = null; return () => (made ??= make()); };

/* mathematics: drawn as SVG, and said as MathML */
const TEX = {
  // Nothing that leads elsewhere, loads something or gives the page a style.
  packages: ['base', 'ams', 'amscd', 'boldsymbol', 'braket', 'cancel', 'cases', 'centernot', 'color', 'extpfeil', 'gensymb',
    'mathtools', 'mhchem', 'newcommand', 'textmacros', 'upgreek'],
  tags: 'none',
};
const mathematics = once(async () => {
  window.MathJax = {
    loader: { load: ['input/tex-full', 'output/svg'], paths: { mathjax: `${FOLDER}mathjax` } },
    startup: { typeset: false },
    svg: { fontCache: 'local' },
    tex: TEX,
  };
  await script(`${FOLDER}mathjax/startup.js`);
  await window.MathJax.startup.promise;
  return window.MathJax;
});

const said = (mml) => {
  const box = make('span', { className: 'unseen' });
  const parsed = new DOMParser().parseFromString(mml, 'text/html').querySelector('math');
  if (parsed) box.append(document.importNode(parsed, true));
  return box;
};

async function formula(MathJax, place) {
  const block = place.tagName === 'PRE';
  const display = block || place.classList.contains('math-display');
  const tex = place.textContent;
  const drawn = await MathJax.tex2svgPromise(tex, { display });
  const wrong = drawn.querySelector('[data-mml-node="merror"]');
  if (wrong) {
    place.classList.add('undrawn');
    place.title = wrong.getAttribute('data-mjx-error') ?? say('no-tex');
    return;
  }
  drawn.querySelector('svg').setAttribute('aria-hidden', 'true');
  const box = make(block ? 'div' : 'span', { className: display ? 'formula display' : 'formula', title: tex.trim() });
  if (display) box.tabIndex = 0;
  box.append(...drawn.childNodes, said(await MathJax.tex2mmlPromise(tex, { display })));
  place.replaceWith(box);
}

async function formulas() {
  const places = all('pre.math, code.math').filter((it) => !it.dataset.rich);
  if (!places.length) return;
  for (const it of places) it.dataset.rich = 'yes';
  const MathJax = await mathematics();
  let text = null;
  for (const place of places) {
    const mine = place.closest('.prose');
    // What one text defines holds in that text only.
    if (mine !== text) {
      text = mine;
      MathJax.startup.getComponents();
      MathJax.startup.makeMethods();
    }
    try { await formula(MathJax, place); } catch (failure) { place.title = failure.message; }
  }
}

/* diagrams: each in a frame of its own, which may do nothing but draw */
const dark = matchMedia('(prefers-color-scheme: dark)');
function diagram(place) {
  place.dataset.rich = 'yes';
  const text = place.textContent;
  const frame = make('iframe', { className: 'diagram', title: say('diagram'), src: `${FOLDER}diagram` });
  frame.setAttribute('sandbox', 'allow-scripts');
  const draw = () => frame.contentWindow.postMessage({ text, dark: dark.matches }, '*');
  const told = make('p', { className: 'soft', hidden: true });
  const source = make('details', { className: 'source' });
  source.append(make('summary', { textContent: say('source') }));
  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow) return;
    if (event.data.failed) {
      frame.hidden = true;
      told.hidden = false;
      source.open = true;
      told.textContent = say('mermaid-cannot', event.data.failed);
    } else if (event.data.height > 0) {
      frame.hidden = false;
      frame.height = Math.min(Math.ceil(event.data.height), 4000);
    }
  });
  frame.addEventListener('load', draw);
  dark.addEventListener('change', draw);
  const box = make('div', { className: 'drawing' });
  place.replaceWith(box);
  source.append(place);
  box.append(frame, told, source);
}

/* documents: page by page, as they come into sight */
const SHARP = 2;
const documents = once(async () => {
  const pdf = await import(`${FOLDER}pdf/build/pdf.min.mjs`);
  pdf.GlobalWorkerOptions.workerSrc = `${FOLDER}pdf/build/pdf.worker.min.mjs`;
  return pdf;
});

async function leaf(pdf, opened, number, place) {
  const page = await opened.getPage(number);
  const plain = page.getViewport({ scale: 1 });
  const view = page.getViewport({ scale: place.clientWidth / plain.width });
  place.style.aspectRatio = `${plain.width} / ${plain.height}`;
  const sharp = Math.min(window.devicePixelRatio || 1, SHARP);
  const canvas = make('canvas', { width: Math.floor(view.width * sharp), height: Math.floor(view.height * sharp) });
  canvas.setAttribute('aria-hidden', 'true');
  await page.render({ canvasContext: canvas.getContext('2d'), viewport: view, transform: [sharp, 0, 0, sharp, 0, 0] }).promise;
  const words = make('div', { className: 'words' });
  place.replaceChildren(canvas, words);
  place.style.setProperty('--scale-factor', view.scale);
  await new pdf.TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport: view }).render();
}

async function paper(place) {
  place.dataset.rich = 'yes';
  const told = place.querySelector('p');
  try {
    const pdf = await documents();
    const opened = await pdf.getDocument({
      url: place.dataset.document,
      cMapUrl: `${FOLDER}pdf/cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${FOLDER}pdf/standard_fonts/`,
      isEvalSupported: false,
      enableXfa: false,
      disableRange: true,
    }).promise;
    const seen = new IntersectionObserver((entries) => {
      for (const it of entries.filter((entry) => entry.isIntersecting)) {
        seen.unobserve(it.target);
        leaf(pdf, opened, Number(it.target.dataset.number), it.target)
          .catch((failure) => { it.target.textContent = say('page-cannot', failure.message); });
      }
    }, { rootMargin: '600px' });
    const first = (await opened.getPage(1)).getViewport({ scale: 1 });
    for (let number = 1; number <= opened.numPages; number += 1) {
      const one = make('section', { className: 'leaf' });
      one.setAttribute('aria-label', say('page-of', number, opened.numPages));
      one.dataset.number = number;
      one.style.aspectRatio = `${first.width} / ${first.height}`;
      place.append(one);
      seen.observe(one);
    }
    told.textContent = opened.numPages === 1 ? say('one-page') : say('pages', opened.numPages);
  } catch (failure) {
    told.prepend(say('cannot-here', failure.message), ' ');
  }
}

/* fonts: a few words in them */
async function font(place) {
  place.dataset.rich = 'yes';
  try {
    const answer = await fetch(place.dataset.font);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const face = await new FontFace('shown here', await answer.arrayBuffer()).load();
    document.fonts.add(face);
    place.classList.add('ready');
  } catch (failure) {
    place.prepend(make('p', { className: 'soft', textContent: say('font-cannot', failure.message) }));
  }
}

/// Draws what there is to draw and is not drawn yet.
export function enrich() {
  formulas().catch((failure) => console.warn(failure));
  all('pre.diagram').filter((it) => !it.dataset.rich).forEach(diagram);
  all('[data-document]').filter((it) => !it.dataset.rich).forEach(paper);
  all('[data-font]').filter((it) => !it.dataset.rich).forEach(font);
}
