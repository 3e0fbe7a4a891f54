// SPDX-License-Identifier: Apache-2.0
// What a visitor does with a widget in Chromium, and what kith then shows of it.
import assert from 'node:assert/strict';
import { startKith, until } from './kith.mjs';
import { openShop } from './shop.mjs';

const kith = await startKith(process.argv[2]);
const shop = await openShop(kith).catch(async (error) => {
  await kith.stop();
  throw error;
});

/// The widget as a visitor who was never here sees it; `act` is what they do. Gives what kith shows of them as soon as that
/// many things happened.
const visit = async (definition, happened, act) => {
  await kith.call('PUT', '/channels/widget/definitions/promo', { name: 'Promo', ...definition });
  const context = await shop.browser.newContext();
  const page = await context.newPage();
  await page.goto(shop.origin);
  const box = page.getByRole('dialog', { name: definition.title });
  await box.waitFor();
  await act(page, box);
  await box.waitFor({ state: 'detached' });
  const cookie = await page.evaluate(() => window.kith.id());
  const ref = `/v1/profiles/cookie:${cookie}`;
  // Until the first beacon arrived, there is nobody with that cookie.
  const { items } = await until(
    () => kith.call('GET', `${ref}/activity`).catch(() => ({ items: [] })),
    (timeline) => timeline.items.flatMap((each) => (each.event ? [each] : each.status_history)).length === happened,
    `${happened} things happened to "${definition.title}"`,
  );
  await context.close();
  return { messages: items.filter((each) => each.kind === 'message'), events: items.filter((each) => each.kind === 'event'),
    profile: await kith.call('GET', ref) };
};
const isOneDisplay = ({ messages }, status) => {
  assert.equal(messages.length, 1);
  assert.equal(messages[0].status, status);
  assert.deepEqual(messages[0].status_history.map((each) => each.status).sort(), [status, 'delivered'].sort());
  assert.equal(messages[0].properties.url, `${shop.origin}/`);
};

try {
  const byCross = await visit({ title: 'Closed by its cross' }, 2, (_, box) => box.getByRole('button', { name: 'Close' }).click());
  isOneDisplay(byCross, 'closed');
  const byPage = await visit({ title: 'Closed by the page' }, 2, (page) => page.evaluate(() => window.kith.close()));
  isOneDisplay(byPage, 'closed');

  const clicked = await visit({ title: 'Clicked', button: 'Show me' }, 2, (_, box) => box.getByRole('button', { name: 'Show me' }).click());
  isOneDisplay(clicked, 'clicked');
  assert.deepEqual(clicked.events, []);

  // The page is left at once, and kith is told all the same.
  const left = await visit({ title: 'Leads elsewhere', button: 'Go', url: '/sale' }, 2, async (page, box) => {
    await box.getByRole('button', { name: 'Go' }).click();
    await page.waitForURL(`${shop.origin}/sale`);
    await page.waitForFunction(() => window.kith);
  });
  isOneDisplay(left, 'clicked');

  const loggedIn = await visit({ title: 'Closed by somebody logged in' }, 2, (page) =>
    page.evaluate((token) => {
      window.kith.identify(token);
      window.kith.close();
    }, shop.identityToken('email:member@example.com')));
  isOneDisplay(loggedIn, 'closed');
  assert.equal(loggedIn.profile.known, true);
  assert.equal(loggedIn.profile.identifiers.find((each) => each.type === 'email')?.role, 'identifying');

  const form = { title: 'News', button: 'Join', form: ['email', 'first_name'], category: 'news' };
  const sent = await visit(form, 3, async (_, box) => {
    await box.getByRole('button', { name: 'Join' }).click();
    assert.ok(await box.isVisible(), 'without an address there is nothing to send');
    await box.getByLabel('Email').fill('ann@example.com');
    await box.getByLabel('First name').fill('Ann');
    await box.getByRole('button', { name: 'Join' }).click();
  });
  isOneDisplay(sent, 'clicked');
  assert.deepEqual(sent.events.map((each) => each.event), ['form_submitted']);
  assert.equal(sent.events[0].properties.display, sent.messages[0].properties.display);
  const email = sent.profile.identifiers.find((each) => each.type === 'email');
  assert.equal(email?.value, 'ann@example.com');
  assert.equal(email.role, 'claimed');
  assert.equal(sent.profile.fields.first_name, 'Ann');
  assert.equal(sent.profile.subscriptions.find((each) => each.category === 'news')?.state, 'pending');
} finally {
  await shop.close();
  await kith.stop();
}
