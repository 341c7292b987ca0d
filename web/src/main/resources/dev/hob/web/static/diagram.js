// Draws the diagram that the page around sends, and says how high it is.

const FONT = 'system-ui, sans-serif';

addEventListener('message', async (event) => {
  if (event.source !== parent) return;
  const { text, dark } = event.data;
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: dark ? 'dark' : 'default',
    fontFamily: FONT,
  });
  try {
    const { svg } = await mermaid.render('drawn', text);
    document.body.innerHTML = svg;
    parent.postMessage({ height: document.documentElement.scrollHeight }, '*');
  } catch (failure) {
    parent.postMessage({ failed: String(failure.message ?? failure) }, '*');
  }
});

// Its height follows its width.
new ResizeObserver(() => {
  const drawn = document.querySelector('svg');
  if (drawn) parent.postMessage({ height: drawn.getBoundingClientRect().height + 16 }, '*');
}).observe(document.documentElement);
