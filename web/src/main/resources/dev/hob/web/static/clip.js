// What is long to type is copied. Where a browser lets nobody write to its clipboard the button stays away.
if (navigator.clipboard) for (const it of document.querySelectorAll('[data-clip]')) {
  it.hidden = false;
  it.addEventListener('click', () => navigator.clipboard.writeText(it.dataset.clip).then(() => { it.textContent = 'Copied'; }, () => { it.textContent = 'Not copied'; }));
}
