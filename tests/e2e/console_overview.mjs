// SPDX-License-Identifier: Apache-2.0
// The overview as people see it: with nothing in it, and of the demonstration, whose numbers it shows as the API says them.
import assert from 'node:assert/strict';
import { assertForbidden, axe, narrow, open, picture, screenshots, signIn, startConsole, wide } from './console_support.mjs';

const empty = await startConsole({ people: 0 });
try {
  await signIn(empty.page, 'viewer');
  await open(empty.page, '/overview');
  await empty.page.getByText('There are no profiles yet.').waitFor();
  await empty.page.getByText('Every known address can be written to.').waitFor();
  await axe(empty.page, 'overview, empty');
  await screenshots(empty.page, 'overview-empty');
} finally {
  await empty.close();
}

const { kith, page, api, newPage, close } = await startConsole();
try {
  assert.equal((await fetch(`${kith.base}/v1/overview`)).status, 401);
  await signIn(page, 'viewer');
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await assertForbidden(page, 'GET', '/v1/users');

  const shown = await api('GET', '/v1/overview');
  const number = (value) => value.toLocaleString('en');
  const figure = (name) => page.getByRole('main').locator('dl > div').filter({ hasText: name }).first();
  await figure('Known people').getByText(number(shown.profiles.known), { exact: true }).waitFor();
  await figure('Open conflicts').getByText(number(shown.refused_merges.open), { exact: true }).waitFor();

  const states = page.getByRole('region', { name: 'Addresses that need care now' });
  await states.getByText('Blacklisted', { exact: true }).first().waitFor();
  assert.doesNotMatch(await states.innerText(), /[a-z]_[a-z]/, 'kinds of addresses are told in words');
  const chart = page.getByRole('figure', { name: 'Activity of everybody' });
  await chart.getByRole('img').waitFor();
  await chart.getByRole('listitem').filter({ hasText: 'Email' }).waitFor();
  await axe(page, 'overview');
  await screenshots(page, 'overview');

  // On a narrow screen the menu is behind a button, and gone once something was chosen there.
  await page.setViewportSize(narrow);
  const menu = page.getByRole('navigation', { name: 'Screens' });
  const opener = page.getByRole('button', { name: 'Menu', exact: true });
  await menu.waitFor({ state: 'hidden' });
  await opener.click();
  await menu.waitFor();
  assert.equal(await opener.getAttribute('aria-expanded'), 'true');
  await axe(page, 'the menu on a narrow screen');
  await picture(page, 'menu-narrow');
  await menu.getByRole('link', { name: 'Categories' }).click();
  await page.getByRole('heading', { name: 'Categories', level: 1 }).waitFor();
  await menu.waitFor({ state: 'hidden' });
  await page.setViewportSize(wide);
  await page.goBack();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();

  // The period and what the bars are of stand in the address, and come back with it.
  await page.getByRole('button', { name: '90 days' }).click();
  await page.getByRole('button', { name: 'By status' }).click();
  await page.waitForURL((url) => url.searchParams.get('days') === '90' && url.searchParams.get('by') === 'status');
  await page.reload();
  await chart.getByRole('listitem').filter({ hasText: 'Delivered' }).first().waitFor();
  await chart.getByRole('button', { name: 'Show as a table' }).click();
  await page.getByRole('table', { name: 'Activity of everybody' }).getByRole('columnheader', { name: 'Week' }).waitFor();
  await axe(page, 'overview, table');

  // What is new comes by itself.
  await api('POST', '/v1/observations', { identifiers: [{ type: 'email', value: 'new.overview@example.com' }] });
  await figure('Known people').getByText(number(shown.profiles.known + 1), { exact: true }).waitFor();

  // Its numbers lead to what they count, the whole of a figure too.
  await figure('Anonymous').getByText('nothing verified says who they are').click({ force: true });
  await page.waitForURL((url) => url.pathname === '/contacts' && url.searchParams.get('known') === 'anonymous');
  await page.goBack();
  const sources = page.getByRole('region', { name: 'Where profiles come from, of all time' });
  await sources.getByRole('link').first().click();
  await page.waitForURL((url) => url.searchParams.get('known') === 'any' && url.searchParams.has('source'));
  await page.goBack();
  await states.getByRole('link').first().click();
  await page.waitForURL((url) => ['channel', 'state', 'reason'].every((name) => url.searchParams.has(name)));
  await page.goBack();
  await figure('Open conflicts').getByRole('link').click();
  await page.getByRole('heading', { name: 'Conflicts and duplicates', level: 1 }).waitFor();
  await page.goBack();

  for (const role of ['editor', 'administrator']) {
    const other = await newPage();
    await signIn(other, role);
    await open(other, '/overview');
    await other.getByText('How saving keeps up').waitFor();
    await other.context().close();
  }
} finally {
  await close();
}
