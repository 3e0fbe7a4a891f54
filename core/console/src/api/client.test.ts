// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, json, noContent, problem, sessionOf } from '../testing/server';
import { api, request, requestFile, setCsrfToken, urlOf } from './client';
import { ApiProblem, isProblem } from './problem';
import { setSignIn } from './sign_in_gate';

async function failureOf(promise: Promise<unknown>): Promise<ApiProblem> {
  const error = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!isProblem(error)) throw new Error('no problem was thrown');
  return error;
}

afterEach(() => setSignIn(undefined));

describe('an address', () => {
  it('is refused when a part of its path is missing', () => {
    expect(() => urlOf('/v1/profiles/{ref}', { ref: '' })).toThrow('needs ref');
  });

  it('encodes what stands in it, and leaves out what is empty', () => {
    expect(urlOf('/v1/profiles/{ref}', { ref: 'email:a/b@c' }, { q: 'a&b', tag: undefined, x: '', fields: ['p', 'q'] })).toBe(
      '/v1/profiles/email%3Aa%2Fb%40c?q=a%26b&fields=p&fields=q',
    );
  });
});

describe('a call', () => {
  it('that nobody answers is a problem of status 0', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    const error = await failureOf(api.get('/v1/tags'));
    expect(error.isUnreachable).toBe(true);
  });

  it('tells what a proxy answered without JSON by its status', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })));
    const error = await failureOf(api.get('/v1/tags'));
    expect([error.status, error.code, error.detail]).toEqual([502, 'http_502', '']);
  });

  it('has the server’s detail and the errors by their pointers', async () => {
    new FakeServer({
      'POST /v1/segments': () =>
        problem(400, 'invalid_input', 'Two things are wrong.', {
          errors: [{ pointer: '/name', code: 'required', detail: 'A name is needed.' }, 'no violation'],
        }),
    });
    const error = await failureOf(api.post('/v1/segments', { body: { name: '' } }));
    expect(error.detail).toBe('Two things are wrong.');
    expect(error.at('/name')).toBe('A name is needed.');
    expect(error.errors).toHaveLength(1);
    expect(error.requestId).toBe('request-1');
  });

  it('carries the token of the session only when it changes something', async () => {
    const server = new FakeServer({ 'GET /v1/tags': () => json({ items: [] }), 'POST /v1/segments': () => json({}) });
    setCsrfToken('token-1');
    await api.get('/v1/tags');
    await api.post('/v1/segments', { body: { name: 'x' } });
    expect(server.calls.map((call) => call.headers.get('Kith-CSRF'))).toEqual([null, 'token-1']);
  });

  it('hands the ETag out and If-Match in', async () => {
    const server = new FakeServer({
      'GET /v1/profiles/1': () => json({}, 200, { ETag: '"7"' }),
      'PATCH /v1/profiles/1': () => json({}),
    });
    const { etag } = await api.call('get', '/v1/profiles/{ref}', { path: { ref: '1' } });
    await api.patch('/v1/profiles/{ref}', { path: { ref: '1' }, body: { fields: {} }, ifMatch: etag });
    expect(server.calls[1]?.headers.get('If-Match')).toBe('"7"');
  });

  it('whose token is of another session takes the new one and is repeated once', async () => {
    let calls = 0;
    const server = new FakeServer({
      'GET /v1/sessions/current': () => json({ ...sessionOf(), csrf_token: 'token-2' }),
      'DELETE /v1/webhooks/1': ({ headers }) =>
        ++calls && headers.get('Kith-CSRF') === 'token-2' ? noContent() : problem(403, 'csrf', 'Wrong token.'),
    });
    setCsrfToken('token-1');
    await api.delete('/v1/webhooks/{id}', { path: { id: '1' } });
    expect(server.to('DELETE /v1/webhooks/1')).toHaveLength(2);
  });
});

describe('a session that ended', () => {
  it('fails the call when nobody can ask to sign in', async () => {
    new FakeServer({ 'GET /v1/tags': () => problem(401, 'unauthorized', 'No session.') });
    expect((await failureOf(api.get('/v1/tags'))).status).toBe(401);
  });

  it('fails the call that does not want to be asked about', async () => {
    const ask = vi.fn(() => Promise.resolve());
    setSignIn(ask);
    new FakeServer({ 'GET /v1/sessions/current': () => problem(401, 'unauthorized', 'No session.') });
    await failureOf(request('get', '/v1/sessions/current', { withoutSignIn: true }));
    expect(ask).not.toHaveBeenCalled();
  });

  it('is asked about once for all calls, and each of them is repeated', async () => {
    let signedIn = false;
    const ask = vi.fn(async () => {
      await Promise.resolve();
      signedIn = true;
    });
    setSignIn(ask);
    new FakeServer({
      'GET /v1/tags': () => (signedIn ? json({ items: ['t'] }) : problem(401, 'unauthorized', 'No session.')),
      'GET /v1/segments': () => (signedIn ? json({ items: ['s'] }) : problem(401, 'unauthorized', 'No session.')),
    });
    const answers = await Promise.all([api.get('/v1/tags'), api.get('/v1/segments')]);
    expect(answers).toEqual([{ items: ['t'] }, { items: ['s'] }]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is asked about for a file too, which then comes as it was sent', async () => {
    let signedIn = false;
    setSignIn(async () => {
      await Promise.resolve();
      signedIn = true;
    });
    const server = new FakeServer({
      'GET /v1/suppressions/export': () =>
        signedIn ? new Response('a,b\r\n', { headers: { 'Content-Type': 'text/csv' } }) : problem(401, 'unauthorized', 'No session.'),
    });
    const file = await requestFile('/v1/suppressions/export', { query: { format: 'csv' } });
    expect(await file.text()).toBe('a,b\r\n');
    expect(server.calls.map((call) => call.query.get('format'))).toEqual(['csv', 'csv']);
  });
});

describe('a file', () => {
  it('that is refused tells why', async () => {
    new FakeServer({ 'GET /v1/suppressions/export': () => problem(503, 'overloaded', 'Two exports run already.') });
    expect((await failureOf(requestFile('/v1/suppressions/export'))).detail).toBe('Two exports run already.');
  });

  it('that ends too early is none', async () => {
    const broken = new ReadableStream({ pull: (to) => to.error(new TypeError('network')) });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(broken)));
    expect((await failureOf(requestFile('/v1/suppressions/export'))).isUnreachable).toBe(true);
  });
});
