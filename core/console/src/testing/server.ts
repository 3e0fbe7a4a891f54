// SPDX-License-Identifier: Apache-2.0
import { vi } from 'vitest';
import type { Session } from '../api/accounts';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

type Handler = (call: Call) => Response | Promise<Response>;

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

export function noContent(): Response {
  return new Response(null, { status: 204 });
}

export function problem(status: number, code: string, detail: string, more: object = {}): Response {
  return new Response(
    JSON.stringify({ type: `urn:kith:problem:${code}`, title: code, status, detail, code, ...more }),
    { status, headers: { 'Content-Type': 'application/problem+json', 'Request-Id': 'request-1' } },
  );
}

/**
 * Answers `fetch` by `METHOD /path`; what is not given is a 404. Later handlers of one name replace earlier ones.
 */
export class FakeServer {
  readonly calls: Call[] = [];
  private readonly handlers = new Map<string, Handler>();

  constructor(handlers: Record<string, Handler> = {}) {
    for (const [name, handler] of Object.entries(handlers)) this.on(name, handler);
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) => this.answer(input, init));
  }

  on(name: string, handler: Handler): this {
    this.handlers.set(name, handler);
    return this;
  }

  /** The calls of one `METHOD /path`. */
  to(name: string): Call[] {
    return this.calls.filter((call) => `${call.method} ${call.path}` === name);
  }

  private async answer(input: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input, 'http://kith.test');
    const call: Call = {
      method: init.method ?? 'GET',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    this.calls.push(call);
    const handler = this.handlers.get(`${call.method} ${call.path}`);
    return handler ? handler(call) : problem(404, 'not_found', `There is nothing at ${call.path}.`);
  }
}

/** Lets `METHOD /path` answer only when what comes back is called: the last call that waits, or one by its place. */
export function held(server: FakeServer, name: string): (response: Response, call?: number) => void {
  const waiting: ((response: Response) => void)[] = [];
  server.on(name, () => new Promise((resolve) => waiting.push(resolve)));
  return (response, call = waiting.length - 1) => {
    const answer = waiting[call];
    if (!answer) throw new Error(`${name} was not asked for so often`);
    answer(response);
  };
}

export function sessionOf(role: Session['user']['role'] = 'administrator'): Session {
  return {
    id: 'S000000000001',
    user: {
      id: 'U000000000001',
      email: 'ann@example.com',
      name: 'Ann Able',
      role,
      disabled: false,
      created_at: '2026-11-01T10:00:00.000Z',
      last_seen_at: '2026-11-20T10:00:00.000Z',
    },
    csrf_token: 'token-1',
    created_at: '2026-11-20T10:00:00.000Z',
    expires_at: '2026-12-20T10:00:00.000Z',
    last_seen_at: '2026-11-20T10:00:00.000Z',
    current: true,
    user_agent: 'Test',
    address: '192.0.2.1',
  };
}
