// SPDX-License-Identifier: Apache-2.0
// Shows the site's widgets and tells kith what became of them. Include it once:
//   <script async src="https://kith.example/channels/widget/widget.js" data-key="kith_…"></script>
// The page may call kith.id(), kith.identify(token), kith.show(id) and kith.close().
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || window.kith) return;
  const endpoint = new URL('events', script.src);
  endpoint.searchParams.set('key', script.dataset.key || '');
  const definitions = [/* definitions */];
  // What the site's backend signed for who is logged in; a beacon has no headers to bring it in.
  let identityToken = script.dataset.identityToken || '';
  const idleMs = 30 * 60 * 1000;

  // Private windows, strict settings and a full storage refuse to be written: then this page is all that is remembered, and
  // what the storage still holds is older.
  const memory = new Map();
  const read = (name) => {
    if (memory.has(name)) return memory.get(name);
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, value);
      memory.delete(name);
    } catch {
      memory.set(name, value);
    }
  };

  const random = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(18));
    return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
  };

  const cookie = (() => {
    const found = document.cookie.match(/(?:^|; )kith_id=([A-Za-z0-9_-]{22,128})/);
    const value = found ? found[1] : random();
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `kith_id=${value}; Max-Age=63072000; Path=/; SameSite=Lax${secure}`;
    return value;
  })();

  const session = () => {
    const now = Date.now();
    let state = null;
    try {
      state = JSON.parse(read('kith_session'));
    } catch {
      // begins anew
    }
    if (!state || now - state.at > idleMs) state = { id: random() };
    state.at = now;
    write('kith_session', JSON.stringify(state));
    return state.id;
  };

  const remembered = () => {
    try {
      return JSON.parse(read('kith_shown')) || {};
    } catch {
      return {};
    }
  };

  const allowed = (definition) => {
    const last = remembered()[definition.id];
    if (!last) return true;
    switch (definition.frequency.kind) {
      case 'once':
        return false;
      case 'session':
        return last.session !== session();
      case 'days':
        return Date.now() - last.at >= definition.frequency.days * 86400000;
      default:
        return true;
    }
  };

  let queue = [];
  const flush = () => {
    if (queue.length === 0) return;
    const now = Date.now();
    const events = queue.map(({ at, ...event }) => ({ ...event, age_ms: Math.max(0, now - at) }));
    queue = [];
    const body = JSON.stringify({ cookie, session: session(), ...(identityToken && { identity_token: identityToken }), events });
    const blob = new Blob([body], { type: 'text/plain' });
    if (navigator.sendBeacon && navigator.sendBeacon(endpoint, blob)) return;
    fetch(endpoint, { method: 'POST', body, headers: { 'Content-Type': 'text/plain' }, keepalive: true }).catch(() => {});
  };
  const send = (event) => {
    queue.push({ ...event, url: location.origin + location.pathname, at: Date.now() });
    if (queue.length === 1) setTimeout(flush, 0);
  };
  addEventListener('pagehide', flush);

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.className = className;
    return made;
  };

  const labels = { email: 'Email', phone: 'Phone', first_name: 'First name', last_name: 'Last name' };
  const kinds = { email: 'email', phone: 'tel' };
  const input = (name) => {
    const label = element('label', labels[name], 'kith-widget-label');
    const field = element('input', '', 'kith-widget-input');
    field.name = name;
    field.type = kinds[name] || 'text';
    field.required = name === 'email' || name === 'phone';
    label.style.cssText = 'display:flex;flex-direction:column';
    label.append(field);
    return label;
  };

  let open = null;
  const close = () => {
    if (!open) return;
    const { definition, display, box } = open;
    open = null;
    box.remove();
    send({ type: 'closed', widget: definition.id, display });
  };

  const show = (definition) => {
    if (open) return;
    const display = random();
    const box = element('form', '', 'kith-widget');
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', definition.title || definition.name);
    // One below the other, and the cross beside them: it must not lie over what a visitor wants to press.
    box.style.cssText = 'position:fixed;right:16px;bottom:16px;max-width:320px;padding:16px 40px 16px 16px;' +
      'display:flex;flex-direction:column;align-items:flex-start;gap:8px;z-index:2147483647;' +
      'background:#fff;color:#111;border-radius:8px;box-shadow:0 4px 24px #0004;font:15px/1.4 system-ui,sans-serif';
    const dismiss = element('button', '×', 'kith-widget-close');
    dismiss.type = 'button';
    dismiss.setAttribute('aria-label', 'Close');
    dismiss.style.cssText = 'position:absolute;top:4px;right:8px;border:0;background:none;font-size:20px;cursor:pointer';
    dismiss.addEventListener('click', close);
    box.append(dismiss);
    if (definition.title) box.append(element('strong', definition.title, 'kith-widget-title'));
    if (definition.text) box.append(element('div', definition.text, 'kith-widget-text'));
    for (const name of definition.form) box.append(input(name));
    box.append(element('button', definition.button || 'OK', 'kith-widget-button'));
    box.addEventListener('submit', (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(box));
      const submitted = definition.form.length > 0;
      open = null;
      box.remove();
      send({ type: submitted ? 'submitted' : 'clicked', widget: definition.id, display, ...(submitted && { values }) });
      flush();
      if (definition.url) location.assign(definition.url);
    });
    document.body.append(box);
    open = { definition, display, box };
    write('kith_shown', JSON.stringify({ ...remembered(), [definition.id]: { at: Date.now(), session: session() } }));
    send({ type: 'shown', widget: definition.id, display, frequency: definition.frequency });
  };

  const showIfAllowed = (definition) => {
    if (allowed(definition)) show(definition);
  };
  const start = () => {
    for (const definition of definitions) {
      // Asked again when its time has come: by then another tab, or the page itself, may have shown it.
      if (allowed(definition)) setTimeout(showIfAllowed, definition.delay_ms, definition);
    }
  };

  window.kith = {
    id: () => cookie,
    identify: (token) => {
      flush();
      identityToken = token || '';
    },
    show: (id) => {
      const definition = definitions.find((each) => each.id === id);
      if (definition) showIfAllowed(definition);
    },
    close,
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
})();
