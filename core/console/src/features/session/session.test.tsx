// SPDX-License-Identifier: Apache-2.0
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../testing/render';
import { FakeServer, json, noContent, problem, sessionOf } from '../../testing/server';

const nobody = () => problem(401, 'unauthorized', 'Nobody is signed in.');

async function signIn(within_: ReturnType<typeof within> | typeof screen, password: string) {
  await userEvent.type(within_.getByLabelText('Password'), `${password}{Enter}`);
}

describe('the sign-in screen', () => {
  it('says that a password is wrong, and forgets it', async () => {
    new FakeServer({
      'GET /v1/sessions/current': nobody,
      'POST /v1/sessions': () => problem(401, 'wrong_credentials', 'Wrong.'),
    });
    renderConsole('/account');
    await userEvent.type(await screen.findByLabelText('Email'), 'ann@example.com');
    await signIn(screen, 'guess');
    expect(await screen.findByText('That email and password don\'t belong together.')).toBeTruthy();
    expect((screen.getByLabelText('Password') as HTMLInputElement).value).toBe('');
  });

  it('tells of too many attempts in the server’s words', async () => {
    new FakeServer({
      'GET /v1/sessions/current': nobody,
      'POST /v1/sessions': () => problem(429, 'rate_limited', 'Wait for a minute.'),
    });
    renderConsole('/account');
    await userEvent.type(await screen.findByLabelText('Email'), 'ann@example.com');
    await signIn(screen, 'guess');
    expect(await screen.findByText('Wait for a minute.')).toBeTruthy();
    expect(screen.getByText('You are not signed in')).toBeTruthy();
    expect(screen.queryByText('This was not saved')).toBeNull();
  });

  it('leads to the page whose address it stood at', async () => {
    const server = new FakeServer({
      'GET /v1/sessions/current': nobody,
      'POST /v1/sessions': () => json(sessionOf('viewer'), 201),
      'GET /v1/sessions': () => json({ items: [sessionOf('viewer')], next_cursor: null }),
    });
    renderConsole('/account');
    await userEvent.type(await screen.findByLabelText('Email'), ' ann@example.com ');
    await signIn(screen, 'right');
    expect(await screen.findByRole('heading', { name: 'Sessions and password' })).toBeTruthy();
    expect(server.to('POST /v1/sessions')[0]?.body).toEqual({ email: 'ann@example.com', password: 'right' });
  });
});

describe('a session that ends on an open page', () => {
  function endedServer() {
    let signedIn = true;
    const server = new FakeServer({
      'GET /v1/sessions/current': () => json(sessionOf()),
      'GET /v1/sessions': () => json({ items: [sessionOf()], next_cursor: null }),
      'POST /v1/sessions': () => {
        signedIn = true;
        return json({ ...sessionOf(), csrf_token: 'token-2' }, 201);
      },
      'PUT /v1/sessions/current/password': () => (signedIn ? noContent() : nobody()),
    });
    return { server, end: () => (signedIn = false) };
  }

  async function changePassword(end: () => void) {
    renderConsole('/account');
    await userEvent.type(await screen.findByLabelText(/^Current password/), 'old');
    await userEvent.type(screen.getByLabelText(/^New password/), 'new');
    end();
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
    return screen.findByRole('dialog');
  }

  it('loses nothing: the request is repeated with the new session’s token', async () => {
    const { server, end } = endedServer();
    const dialog = await changePassword(end);
    await signIn(within(dialog), 'right');
    expect(await screen.findByText(/The password is changed/)).toBeTruthy();
    const calls = server.to('PUT /v1/sessions/current/password');
    expect(calls.map((call) => call.headers.get('Kith-CSRF'))).toEqual(['token-1', 'token-2']);
    expect(calls[1]?.body).toEqual({ current_password: 'old', new_password: 'new' });
  });

  it('keeps what was typed when one does not sign in', async () => {
    const { end } = endedServer();
    const dialog = await changePassword(end);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect((screen.getByLabelText(/^New password/) as HTMLInputElement).value).toBe('new');
    expect(within(screen.getByRole('alert')).getByText('Your session has ended')).toBeTruthy();
  });
});

it('signing out leaves nothing of the person in the tab', async () => {
  let signedIn = true;
  new FakeServer({
    'GET /v1/sessions/current': () => (signedIn ? json(sessionOf()) : nobody()),
    'GET /v1/sessions': () => json({ items: [], next_cursor: null }),
    'DELETE /v1/sessions/current': () => {
      signedIn = false;
      return noContent();
    },
  });
  renderConsole('/account');
  sessionStorage.setItem('kith.draft.x', '"secret"');
  await userEvent.click(await screen.findByRole('button', { name: 'Signed in as Ann Able' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Sign out' }));
  expect(await screen.findByRole('heading', { name: 'Sign in to kith' })).toBeTruthy();
  expect(sessionStorage.length).toBe(0);
});
