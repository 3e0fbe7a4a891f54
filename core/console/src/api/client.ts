// SPDX-License-Identifier: Apache-2.0
import type { Session } from './accounts';
import { ApiProblem, isProblem, problemOf } from './problem';
import { signInAgain } from './sign_in_gate';
import type { Answer, CommonOptions, DataOf, Method, OptionsFor, PathsOf, paths } from './types';

interface RawOptions extends CommonOptions {
  path?: Record<string, string> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
}

let csrfToken: string | undefined;

/** Of the session that is signed in; unsafe requests carry it. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Fills `{ref}` in and appends the query; what is undefined, null or empty is left out, and lists repeat. */
export function urlOf(template: string, path: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined || value === '') throw new Error(`${template} needs ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each));
    }
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

const anyDocument = 'application/json, application/problem+json';

function headersOf(method: Method, options: RawOptions, accept: string): Headers {
  const headers = new Headers({ Accept: accept });
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.ifMatch) headers.set('If-Match', options.ifMatch);
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey);
  if (method !== 'get' && csrfToken) headers.set('Kith-CSRF', csrfToken);
  return headers;
}

async function respond(method: Method, template: string, options: RawOptions, accept = anyDocument): Promise<Response> {
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers: headersOf(method, options, accept),
    credentials: 'same-origin',
    cache: 'no-store',
  };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.signal) init.signal = options.signal;
  let response: Response;
  try {
    response = await fetch(urlOf(template, options.path, options.query), init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiProblem({ status: 0, code: 'unreachable' });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function send(method: Method, template: string, options: RawOptions): Promise<Answer<unknown>> {
  const response = await respond(method, template, options);
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
  return {
    data: isJson ? await response.json() : undefined,
    status: response.status,
    etag: response.headers.get('ETag') ?? undefined,
  };
}

/** Another tab has signed in anew, so that the token of this one is not the session's any more. */
async function renewCsrfToken(): Promise<void> {
  const { data } = await send('get', '/v1/sessions/current', {});
  setCsrfToken((data as Session).csrf_token);
}

/**
 * A request that finds the session gone waits for the person to sign in over the open page, and is then repeated: it
 * was refused whole, so nothing happens twice.
 */
async function inSession<T>(options: RawOptions, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (options.withoutSignIn) throw error;
    if (isProblem(error, 401)) {
      if (!(await signInAgain())) throw error;
    } else if (isProblem(error, 403) && error.code === 'csrf') {
      await renewCsrfToken();
    } else {
      throw error;
    }
  }
  return ask();
}

/** Any call, even one that the description does not know. */
export function request(method: Method, template: string, options: RawOptions = {}): Promise<Answer<unknown>> {
  return inSession(options, () => send(method, template, options));
}

/** A file as it was sent, to the last digit. One that ended too early counts as an answer that did not come. */
export function requestFile(template: string, options: RawOptions = {}): Promise<Blob> {
  return inSession(options, async () => {
    const response = await respond('get', template, options, '*/*');
    try {
      return await response.blob();
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new ApiProblem({ status: 0, code: 'unreachable' });
    }
  });
}

/** An answer whose body is read while it comes. */
export function requestStream(template: string, options: RawOptions = {}): Promise<Response> {
  return inSession(options, () => respond('get', template, options, '*/*'));
}

async function call<M extends Method, P extends PathsOf<M>>(
  method: M,
  path: P,
  options?: OptionsFor<P, M>,
): Promise<Answer<DataOf<P, M>>> {
  return (await request(method, path, options as RawOptions)) as Answer<DataOf<P, M>>;
}

type Arguments<P extends keyof paths, M extends Method> = Record<never, never> extends OptionsFor<P, M>
  ? [options?: OptionsFor<P, M>]
  : [options: OptionsFor<P, M>];

/** `api.get('/v1/profiles/{ref}', {path: {ref}})` answers the body; `api.call` the ETag and the status as well. */
export const api = {
  call,
  get: async <P extends PathsOf<'get'>>(path: P, ...[options]: Arguments<P, 'get'>) =>
    (await call('get', path, options)).data,
  post: async <P extends PathsOf<'post'>>(path: P, ...[options]: Arguments<P, 'post'>) =>
    (await call('post', path, options)).data,
  put: async <P extends PathsOf<'put'>>(path: P, ...[options]: Arguments<P, 'put'>) =>
    (await call('put', path, options)).data,
  patch: async <P extends PathsOf<'patch'>>(path: P, ...[options]: Arguments<P, 'patch'>) =>
    (await call('patch', path, options)).data,
  delete: async <P extends PathsOf<'delete'>>(path: P, ...[options]: Arguments<P, 'delete'>) =>
    (await call('delete', path, options)).data,
};
