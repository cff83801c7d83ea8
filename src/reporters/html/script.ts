// What the page does beyond being read: copy, filter, open what a link points at. Everything is shown without it.
// It is plain JavaScript for the browser, and a constant: the page's policy names its hash.

export const script = `
'use strict';
(() => {
  const root = document.documentElement;
  const make = (name, className, text) => {
    const element = document.createElement(name);
    element.className = className;
    if (name === 'button') element.type = 'button';
    element.textContent = text;
    return element;
  };
  const status = make('p', 'unseen', '');
  status.setAttribute('role', 'status');
  document.body.append(status);

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = make('textarea', 'unseen', text);
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  };
  for (const bar of document.querySelectorAll('.safe .bar')) {
    const button = make('button', 'copy', 'Copy');
    button.setAttribute('aria-label', 'Copy the safe way');
    let timer;
    button.addEventListener('click', async () => {
      const done = await copied(bar.nextElementSibling.textContent);
      button.textContent = done ? 'Copied' : 'Not copied';
      button.classList.toggle('done', done);
      status.textContent = done ? 'The safe way is copied.' : 'The browser does not let the page copy.';
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = 'Copy';
        button.classList.remove('done');
        status.textContent = '';
      }, 2000);
    });
    bar.append(button);
  }

  const migrations = [...document.querySelectorAll('details.migration')];
  const hidden = new Set();
  const isShown = (element) => [...element.classList].some((name) => name.startsWith('has-') && !hidden.has(name.slice(4)));
  const show = () => {
    for (const safe of document.querySelectorAll('.safe')) safe.hidden = safe.dataset.of.split(' ').every((kind) => hidden.has(kind));
    for (const migration of migrations) migration.hidden = hidden.size > 0 && !isShown(migration);
    for (const fold of document.querySelectorAll('details.fold')) fold.hidden = hidden.size > 0;
    for (const item of document.querySelectorAll('nav li')) {
      const target = document.getElementById(item.querySelector('a').hash.slice(1));
      item.hidden = target.hidden;
    }
  };
  const toggle = (item, text, name, change) => {
    const button = make('button', '', '');
    button.append(...text);
    button.setAttribute('aria-pressed', 'true');
    button.dataset.toggle = name;
    button.addEventListener('click', () => {
      const isOn = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isOn));
      change(isOn);
      show();
    });
    item.append(button);
  };
  const counts = document.querySelector('.counts');
  for (const item of counts.querySelectorAll('li')) {
    const { kind } = item.dataset;
    toggle(item, [...item.childNodes], kind, (isOn) => {
      root.classList.toggle('hide-' + kind, !isOn);
      if (isOn) hidden.delete(kind);
      else hidden.add(kind);
    });
  }
  if (document.querySelector('tr.quiet') && document.querySelector('tr.noted')) {
    const item = make('li', 'quiet-ones', '');
    toggle(item, ['statements without findings'], 'quiet', (isOn) => root.classList.toggle('hide-quiet', !isOn));
    counts.append(item);
  }
  if (migrations.length > 1) {
    const item = make('li', 'folds', '');
    const button = make('button', '', 'Open all');
    button.dataset.toggle = 'folds';
    button.addEventListener('click', () => {
      const isOpening = button.textContent === 'Open all';
      for (const fold of document.querySelectorAll('details.migration, details.fold')) fold.open = isOpening;
      button.textContent = isOpening ? 'Close all' : 'Open all';
    });
    item.append(button);
    counts.append(item);
  }

  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  reveal();

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open]):not(.migration):not(.fold)')];
    for (const fold of closed) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of closed) fold.open = false;
  });
})();
`;
