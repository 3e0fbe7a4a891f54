// SPDX-License-Identifier: Apache-2.0
// How fast the console is with the people of a database that is there: `console_speed.mjs PROGRAM DATABASE_URL PEOPLE`.
// For kith_bench, whose people 1 to PEOPLE they are. Writes a line of JSON per finding: what, the unit, what it is to be
// at most, and every value measured. Times are those that a person waits: from what they did to what is painted.
import { signIn, open, startConsole } from './console_support.mjs';

const [databaseUrl, people] = [process.argv[3], Number(process.argv[4])];
const [loads, scrolls, searches, visits] = [20, 5, 60, 40];
const pixelsPerSecond = 3000;

const app = await startConsole({ people: 0, settings: [`database.url=${databaseUrl}`] });
const { page, api, newPage } = app;

const report = (what, unit, most, values) => console.log(JSON.stringify({ what, unit, most, values }));

/** Spread over everybody, and of those who have a name and a number. */
const personOf = (index) => {
  const number = 1 + ((index * 7919 * 13) % (people - 1));
  const even = number - (number % 2) + 2;
  return even % 100 === 0 ? even - 2 : even;
};

const emailOf = (number) => `p${number}@example.${number % 20 === 0 ? 'org' : 'com'}`;

/**
 * In the page, before its own scripts: `painted(selector, text)` answers the time at which such an element is first on the
 * screen, and the page free again to hear its user; `since(event)` the time of the last such event.
 */
function watch() {
  const free = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0));
    });
  window.painted = (selector, text = '') =>
    new Promise((resolve) => {
      const look = () => {
        if (![...document.querySelectorAll(selector)].some((each) => each.textContent.includes(text))) return false;
        resolve(free());
        return true;
      };
      if (look()) return;
      const observer = new MutationObserver(() => {
        if (look()) observer.disconnect();
      });
      observer.observe(document, { childList: true, subtree: true, attributes: true });
    });
  const last = {};
  for (const kind of ['input', 'click']) {
    document.addEventListener(kind, () => (last[kind] = performance.now()), { capture: true });
  }
  window.since = (kind) => last[kind];
}

const firstRow = '[role="row"][data-index="0"]';

/** Each time as if for the first: nothing is in the browser but the session. */
async function loading(session) {
  const times = [];
  for (let i = 0; i < loads; ++i) {
    const fresh = await newPage({ storageState: session });
    await fresh.addInitScript(watch);
    await open(fresh, '/contacts');
    times.push(await fresh.evaluate((row) => window.painted(row), firstRow));
    await fresh.context().close();
  }
  report('contacts, opened for the first time', 'ms', 1000, times);
}

/** In the page: counts the frames in which somewhere in the list there is no row. */
function watchFrames() {
  const grid = document.querySelector('[role="grid"]');
  const scroller = grid.parentElement;
  const counted = { frames: 0, blank: 0 };
  const isCovered = () => {
    const { left, top, height } = scroller.getBoundingClientRect();
    const header = grid.querySelector('[role="row"]').getBoundingClientRect().height;
    for (let y = top + header + 4; y < top + height - 4; y += 24) {
      if (!document.elementFromPoint(left + 100, y)?.closest('[role="row"]')) return false;
    }
    return true;
  };
  const frame = () => {
    counted.frames += 1;
    if (!isCovered()) counted.blank += 1;
    if (window.counted === counted) requestAnimationFrame(frame);
  };
  window.counted = counted;
  requestAnimationFrame(frame);
}

async function scrolling() {
  await open(page, '/contacts?sort=name');
  await page.locator(firstRow).waitFor();
  const devTools = await page.context().newCDPSession(page);
  const blank = [];
  const frames = [];
  for (let i = 0; i < scrolls; ++i) {
    await page.evaluate(watchFrames);
    await devTools.send('Input.synthesizeScrollGesture', {
      x: 700, y: 500, yDistance: -4 * pixelsPerSecond, speed: pixelsPerSecond, gestureSourceType: 'mouse',
    });
    const counted = await page.evaluate(() => {
      const done = window.counted;
      window.counted = null;
      return done;
    });
    blank.push((100 * counted.blank) / counted.frames);
    frames.push(counted.frames / 4);
  }
  report(`of frames with a blank row, scrolling ${pixelsPerSecond} pixels a second`, '%', 0, blank);
  report('of frames that were drawn meanwhile', '/s', null, frames);
}

/** What people type of somebody: all of an address, its beginning, a name, two, a number, an id. */
async function textsOf(index) {
  const number = personOf(index);
  const { id, fields } = await api('GET', `/v1/profiles/phone:%2B380${500_000_000 + number}`);
  return [
    emailOf(number), `p${number}`, fields.last_name.slice(0, 5), `${fields.first_name} ${fields.last_name}`,
    `+38 (050) ${String(10_000_000 + number).slice(-7)}`, id,
  ][index % 6];
}

async function searching() {
  const search = page.getByRole('searchbox', { name: 'Search contacts' });
  const times = [];
  await open(page, '/contacts');
  await page.locator(firstRow).waitFor();
  for (let i = 0; i < searches; ++i) {
    const text = await textsOf(i);
    await page.evaluate((row) => document.querySelector(row)?.setAttribute('data-before', ''), firstRow);
    await search.fill('');
    await page.waitForURL((url) => !url.searchParams.has('q'));
    await page.locator(firstRow).waitFor();
    await page.evaluate((row) => document.querySelector(row).setAttribute('data-before', ''), firstRow);
    const answered = page.evaluate((row) => window.painted(`${row}:not([data-before])`), firstRow);
    await search.pressSequentially(text, { delay: 40 });
    times.push((await answered) - (await page.evaluate(() => window.since('input'))));
  }
  report('contacts, from the last letter of a search to its answer', 'ms', 300, times);
}

async function visiting() {
  const identifiers = ['#main h2', 'Identifiers'];
  const times = { profile: [], activity: [], information: [] };
  const measure = async (into, [selector, text], act) => {
    const shown = page.evaluate((what) => window.painted(...what), [selector, text]);
    await act();
    times[into].push((await shown) - (await page.evaluate(() => window.since('click'))));
  };
  const tab = (name) => page.getByRole('navigation', { name: 'Parts of the profile' }).getByRole('link', { name });
  for (let i = 0; i < visits; ++i) {
    await open(page, `/contacts?q=${emailOf(personOf(i + 100))}`);
    await page.locator(firstRow).waitFor();
    await measure('profile', identifiers, () => page.locator(firstRow).click({ position: { x: 400, y: 4 } }));
    await measure('activity', ['section[aria-busy] ol > li'], () => tab('Contact activity').click());
    await measure('information', identifiers, () => tab('Contact information').click());
  }
  report('a profile, from the click on its line', 'ms', 200, times.profile);
  report('its tab of activity, from the click', 'ms', 200, times.activity);
  report('its tab of information again, from the click', 'ms', 200, times.information);
}

try {
  await page.addInitScript(watch);
  await signIn(page, 'viewer');
  await loading(await page.context().storageState());
  await scrolling();
  await searching();
  await visiting();
} finally {
  await app.close();
}
