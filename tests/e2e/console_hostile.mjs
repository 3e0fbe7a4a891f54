// SPDX-License-Identifier: Apache-2.0
// What anybody hands in is shown as text and nothing else, on every screen: script tags, bidirectional overrides, very
// long words, emoji, texts that look like null. The policy of the pages stays as strict as it is, and a script that
// somebody managed to plant in a page does not run.
import assert from 'node:assert/strict';
import { narrow, open, signIn, startConsole, wide } from './console_support.mjs';
import { bidirectional, hostileTexts, nulls, scripts } from './hostile_texts.mjs';
import { until } from './kith.mjs';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const longName = 'W'.repeat(500);
const longest = 'long'.repeat(2500);

const { url, browser, page, api, close } = await startConsole({ people: 0 });

const cut = (text, bytes) => {
  let cutText = text;
  while (new TextEncoder().encode(cutText).length > bytes) cutText = [...cutText].slice(0, -1).join('');
  return cutText;
};

/// One person for each text, who has it in every place that takes it; what the API refuses of it is not shown anyway.
function personOf(text, index) {
  const email = `hostile${index}@example.com`;
  return {
    id: `hostile-${index}`,
    source: { type: 'form', name: cut(text, 200) },
    identifiers: [{ type: 'email', value: email }, { type: 'external_id', value: `${index}:${cut(text, 150)}` }],
    fields: {
      first_name: [...text].slice(0, 400).join(''),
      last_name: [...text].slice(0, 400).join(''),
      'address.town': [...text].slice(0, 400).join(''),
      'address.street': [...text].slice(0, 400).join(''),
      'hostile.text': [...text].slice(0, 400).join(''),
      'hostile.long': [...text].slice(0, 1000).join(''),
      'hostile.json': { [[...text].slice(0, 50).join('')]: text },
      tags: [[...text].slice(0, 50).join('')],
    },
    subscriptions: { news: { state: 'unsubscribed', by: 'person', reason: cut(text, 200), comment: cut(text, 2000) } },
    endpoints: [{ type: 'email', value: email, state: 'blacklisted', reason: cut(text, 200), detail: cut(text, 2000) }],
    activities: [
      { id: `m-${index}`, channel: 'email', message: { id: cut(text, 200), name: cut(text, 500) }, status: 'undelivered', reason: cut(text, 200),
        endpoint: { type: 'email', value: email } },
      { channel: 'web', event: cut(text, 200), properties: { [[...text].slice(0, 50).join('')]: text } },
    ],
  };
}

const first = (text, letters) => [...text].slice(0, letters).join('');
/// So many texts has one person of the crowd: the first ones as fields, the others as tags, all as names of messages.
const perPerson = 40;
const crowdFields = 20;

/// A few people who have all texts among them, so that a few pages show every one. Each text comes alone: one that is
/// refused takes no other along.
function crowdOf(texts) {
  return texts.map((text, index) => {
    const email = { type: 'email', value: `crowd${Math.floor(index / perPerson)}@example.com` };
    const place = index % perPerson;
    return {
      id: `crowd-${index}`,
      identifiers: [email],
      fields: place < crowdFields ? { [`crowd.f${place}`]: first(text, 400) } : { tags: { add: [first(text, 50)] } },
      activities: [
        { id: `crowd-${index}`, channel: 'email', message: { id: `crowd-${index}`, name: cut(text, 500) }, status: 'sent', endpoint: email },
      ],
    };
  });
}

/// What a call makes, or nothing if the text is not allowed there.
async function attempt(method, path, body) {
  try {
    return await api(method, path, body);
  } catch (error) {
    assert.match(String(error), /: 4\d\d /, String(error));
    return null;
  }
}

async function fill(texts) {
  await api('POST', '/v1/fields', { key: 'hostile.text', type: 'text', names: { en: scripts[0] } });
  await api('POST', '/v1/fields', { key: 'hostile.long', type: 'long_text', names: { en: bidirectional[0] } });
  await api('POST', '/v1/fields', { key: 'hostile.json', type: 'json', names: { en: longName.slice(0, 200) }, indexed: false });
  for (let place = 0; place < crowdFields; ++place) await api('POST', '/v1/fields', { key: `crowd.f${place}`, type: 'text' });
  const { results: crowd } = await api('POST', '/v1/observations', crowdOf(texts));
  const { results } = await api('POST', '/v1/observations', texts.map(personOf));
  const own = scripts.length + bidirectional.length;
  assert.deepEqual(results.slice(0, own).filter((each) => each.problem), []);
  const ids = results.flatMap(({ profile_id }) => (profile_id ? [profile_id] : []));
  const segments = [];
  for (const [index, text] of [...scripts, ...bidirectional, longName].entries()) {
    const name = cut(text, 200);
    segments.push(await attempt('POST', '/v1/segments', { name, description: text, condition: { tag: [...text].slice(0, 50).join('') } }));
    await attempt('POST', '/v1/categories', { key: `hostile${index}`, names: { en: name }, descriptions: { en: text } });
    await attempt('POST', '/v1/field-groups', { key: `hostile${index}`, names: { en: name } });
    await attempt('POST', '/v1/keys', { name: cut(text, 100), right: 'read' });
    await attempt('POST', '/v1/users', {
      email: `hostile${index}@example.org`, name: cut(text, 100), role: 'viewer', password: 'correct horse battery',
    });
  }
  const named = await api('POST', '/v1/observations', {
    identifiers: [{ type: 'email', value: `${'w'.repeat(60)}@${'d'.repeat(60)}.example.com` }],
    fields: { first_name: longName, last_name: longName, 'hostile.json': longest },
  });
  // A name of 10,000 characters is nobody's: it is left out, and said to be.
  const refused = await api('POST', '/v1/observations', {
    identifiers: [{ type: 'email', value: 'longest@example.com' }], fields: { first_name: longest },
  });
  assert.ok(refused.warnings.some(({ pointer }) => pointer === '/fields/first_name'));
  return { ids: [...ids, named.profile_id], crowd: [...new Set(crowd.flatMap(({ profile_id }) => profile_id ?? []))], long: named.profile_id, segment: segments.find((each) => each)?.id };
}

/// Two who are kept apart, two who were merged, and two who may not be one, each with a hostile reason.
async function quarrel(ids) {
  const [a, b, c, d, e, f] = ids;
  const emailOf = async (id) => (await api('GET', `/v1/profiles/${id}`)).identifiers.find(({ type }) => type === 'email');
  const pair = await Promise.all([a, b].map(emailOf));
  await api('POST', '/v1/observations', { identifiers: pair.map(({ type, value }) => ({ type, value })) });
  for (const id of [c, d]) {
    const own = (await api('GET', `/v1/profiles/${id}`)).identifiers.filter(({ type }) => type === 'external_id');
    for (const { value } of own) await api('DELETE', `/v1/profiles/${id}/identifiers/external_id/${encodeURIComponent(value)}`);
  }
  const merge = await api('POST', '/v1/merges', { profiles: [{ ref: c }, { ref: d }], reason: scripts[1] });
  await api('POST', '/v1/must-not-links', { profiles: [e, f], reason: `${bidirectional[0]} ${scripts[0]}` });
  const { items } = await api('GET', '/v1/conflicts');
  return { conflict: items[0].id, merge: merge.id };
}

/// In the page: what stands there that a text alone could not have made, in words.
function faultsOf() {
  const faults = [];
  if (window.kithOwned !== undefined) faults.push('a script ran');
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) faults.push(`${element.tagName} has ${name}`);
      if ((name === 'href' || name === 'src') && /^\s*(javascript|data:text)/i.test(value)) faults.push(`${element.tagName} leads to ${value}`);
    }
  }
  for (const script of document.scripts) if (!script.src.startsWith(`${location.origin}/`)) faults.push('an inline script');
  const planted = document.querySelectorAll('iframe, object, embed, base, form[action*="evil"], img:not([src^="/"])');
  for (const element of planted) faults.push(`${element.tagName} stands in the page`);

  // An override that is left open turns around what follows it, up to the end of what isolates it.
  const turning = /[\u202A-\u202E\u2066-\u2069]/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!turning.test(node.data)) continue;
    let element = node.parentElement;
    // A picture's own tooltips stand in no line.
    if (element.localName === 'title') continue;
    while (element && getComputedStyle(element).display === 'inline' && !/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)) {
      element = element.parentElement;
    }
    if (!element || ['OPTION', 'SELECT', 'TEXTAREA'].includes(element.tagName)) continue;
    const isIsolated = /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi);
    if (!isIsolated && element.textContent.trim() !== node.data.trim()) faults.push(`not isolated: ${element.outerHTML.slice(0, 300)}`);
  }

  const main = document.querySelector('#main');
  if (document.documentElement.scrollWidth > window.innerWidth + 1) faults.push('the page is wider than the window');
  if (main && main.scrollWidth > main.clientWidth + 1) faults.push('the screen is wider than its place');
  return faults;
}

async function settled() {
  await page.locator('#main h1').first().waitFor();
  await page.waitForFunction(() => {
    const words = [...document.querySelectorAll('[role="status"]')].map((each) => each.textContent);
    return !words.some((text) => text.includes('Loading…'));
  });
}

async function look(path, expected) {
  const document = await fetch(url + path, { headers: { accept: 'text/html' } });
  assert.equal(document.headers.get('content-security-policy'), policy, path);
  assert.ok(!/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/i.test(await document.text()), `${path}: the page holds a script or a style`);
  await open(page, path);
  await settled();
  if (expected) await page.getByText(expected).first().waitFor();
  assert.deepEqual(await page.evaluate(faultsOf), [], path);
}

/// In the page: which of the texts stand nowhere as they are, or as the beginning of what is shown whole on demand.
function missingOf(texts) {
  const shown = new Set([...document.querySelectorAll('#main bdi')].map((each) => each.textContent));
  return texts.filter((text) => !shown.has(text) && !shown.has(`${[...text].slice(0, 240).join('')}…`));
}

async function lookFor(path, texts) {
  await look(path);
  await until(() => page.evaluate(missingOf, texts), (missing) => missing.length === 0, `${path} does not show`);
}

/// Every text on both tabs of whoever has it; those that look like nothing are there like any other.
async function lookAtCrowd(crowd, texts) {
  const all = new Set();
  for (const id of crowd) {
    const { fields, tags } = await api('GET', `/v1/profiles/${id}`);
    const { items } = await api('GET', `/v1/profiles/${id}/activity`);
    const values = [...Object.entries(fields).flatMap(([key, value]) => (key.startsWith('crowd.') ? [value] : [])), ...tags];
    const names = items.map(({ message }) => message.name);
    await lookFor(`/contacts/${id}`, values);
    await lookFor(`/contacts/${id}/activity`, names);
    for (const text of [...values, ...names]) all.add(text);
  }
  for (const text of [...scripts, ...bidirectional, ...nulls]) assert.ok(all.has(text), text);
  assert.ok(all.size > texts.length * 0.9, `${all.size} of ${texts.length} texts were seen`);
}

/// Deleted, they stand in the list of those, and in what is said of one who is not restored, wide and narrow.
async function lookAtDeleted(ids) {
  for (const id of ids) await api('DELETE', `/v1/profiles/${id}`);
  await page.route('**/v1/profiles/*/restore', (route) => route.abort());
  for (const size of [narrow, wide]) {
    await page.setViewportSize(size);
    await look('/contacts/deleted');
    const buttons = page.getByRole('button', { name: /^Restore / });
    await until(() => buttons.count(), (count) => count === ids.length, 'the deleted');
    for (const [index, name] of [/^Restore W{9}/, /^Restore .*gnp\.exe/].entries()) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('alert').nth(index).waitFor();
    }
    assert.deepEqual(await page.evaluate(faultsOf), [], 'what was refused');
  }
  await page.unroute('**/v1/profiles/*/restore');
}

/// A page of its own: what it is refused is what is wanted.
async function planting() {
  const context = await browser.newContext();
  const planted = await context.newPage();
  planted.kith = url;
  await planted.addInitScript(() => {
    window.refusals = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => window.refusals.push(effectiveDirective));
  });
  const refusedThen = (count) => planted.waitForFunction((least) => window.refusals.length >= least, count);
  await signIn(planted, 'administrator');

  // In what the server sent, with the headers that it sent.
  await planted.route(`${url}/contacts`, async (route) => {
    const response = await route.fetch();
    const { 'content-encoding': _, 'content-length': __, ...headers } = response.headers();
    const body = (await response.text()).replace('</head>', '<script>window.kithOwned=1</script></head>');
    assert.ok(body.includes('kithOwned'));
    await route.fulfill({ status: response.status(), headers, body });
  });
  await open(planted, '/contacts');
  await refusedThen(1);
  assert.equal(await planted.evaluate(() => window.kithOwned), undefined);

  // In the page as it stands: a script, a handler, an address, a style, a frame, and another server.
  await planted.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.kithOwned=1';
    const holder = document.createElement('div');
    holder.innerHTML = '<img src="data:," onerror="window.kithOwned=1"><a id="planted" href="javascript:window.kithOwned=1">x</a>' +
      '<style>body{display:none}</style><iframe srcdoc="<script>parent.kithOwned=1</script>"></iframe>';
    document.body.append(script, holder);
    document.getElementById('planted').click();
  });
  await refusedThen(4);
  const unreachable = await planted.evaluate(() => fetch('https://evil.example/').then(() => 'reached', () => 'refused'));
  assert.equal(unreachable, 'refused');
  await refusedThen(5);
  assert.equal(await planted.evaluate(() => window.kithOwned), undefined);
  assert.notEqual(await planted.evaluate(() => getComputedStyle(document.body).display), 'none');
  await context.close();
}

try {
  const texts = await hostileTexts();
  const { ids, crowd, long, segment } = await fill(texts);
  const { conflict, merge } = await quarrel(ids);
  const dialogs = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(page, 'administrator');

  // Everything that the menu leads to, and what lies below that.
  const menu = await page.getByRole('navigation').getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const path of menu) await look(path);
  for (const id of ids.slice(0, scripts.length)) await look(`/contacts/${id}`);
  await look(`/contacts/${ids[0]}`, scripts[0]);
  await look(`/contacts/${ids[0]}/activity`, scripts[0]);
  for (const id of ids.slice(scripts.length, scripts.length + bidirectional.length)) await look(`/contacts/${id}`);
  await lookAtCrowd(crowd, texts);
  await look(`/contacts/${long}`);
  for (const list of ['conflicts', 'duplicates', 'merges', 'prohibitions']) await look(`/conflicts?list=${list}`);
  await look(`/conflicts?list=merges&merge=${merge}`, scripts[1]);
  await look(`/conflicts/${conflict}`);
  await look(`/duplicates/${ids[4]}/${ids[5]}`);
  await look(`/duplicates/${long}/${ids[scripts.length]}`);
  await look('/account');
  if (segment) await look(`/settings/segments/${segment}`);
  await look('/settings/fields/hostile.text');
  await look('/settings/categories/hostile0');

  // What stands in the address bar is anybody's text, too.
  const query = encodeURIComponent(scripts[1]);
  await look(`/contacts?q=${query}&tag=${query}&where=${query}&sort=${query}`);
  await look(`/conflicts?list=merges&profile=${query}`);

  // On a narrow screen nothing is wider than it.
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of ['/contacts', `/contacts/${long}`, `/conflicts/${conflict}`, `/duplicates/${long}/${ids[0]}`]) await look(path);

  // The first six are kept apart or were merged.
  await lookAtDeleted([long, ...ids.slice(6, scripts.length + bidirectional.length)]);

  assert.deepEqual(dialogs, []);

  await planting();
} finally {
  await close();
}
