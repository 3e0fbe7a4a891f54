// SPDX-License-Identifier: Apache-2.0

export interface Violation {
  /** A JSON pointer into the body, or `?name` for a parameter. */
  pointer: string;
  code: string;
  detail: string;
  id?: string;
}

/** What the server refused, in its words (RFC 9457), or that it could not be reached: then the status is 0. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly Violation[];
  readonly requestId: string | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** The whole document, for members that only some problems have. */
  readonly document: Readonly<Record<string, unknown>>;

  constructor(init: {
    status: number;
    code: string;
    detail?: string;
    errors?: readonly Violation[];
    requestId?: string | undefined;
    retryAfter?: number | undefined;
    document?: Record<string, unknown>;
  }) {
    super(init.detail || init.code);
    this.name = 'ApiProblem';
    this.status = init.status;
    this.code = init.code;
    this.detail = init.detail ?? '';
    this.errors = init.errors ?? [];
    this.requestId = init.requestId;
    this.retryAfter = init.retryAfter;
    this.document = init.document ?? {};
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }

  /** What is said of one place: `at('/fields/birth_date')`. */
  at(pointer: string): string | undefined {
    const found = this.errors.filter((error) => error.pointer === pointer);
    return found.length > 0 ? found.map((error) => error.detail).join(' ') : undefined;
  }
}

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status);
}

function isViolation(value: unknown): value is Violation {
  const item = value as Partial<Violation> | null;
  return typeof item?.pointer === 'string' && typeof item.detail === 'string';
}

/** Takes what a proxy before the server says, too: no JSON at all. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  let document: Record<string, unknown> = {};
  try {
    const parsed: unknown = await response.json();
    if (typeof parsed === 'object' && parsed !== null) document = parsed as Record<string, unknown>;
  } catch {
    // Nothing to read: the status has to say it.
  }
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem({
    status: response.status,
    code: typeof document.code === 'string' ? document.code : `http_${response.status}`,
    detail: typeof document.detail === 'string' ? document.detail : '',
    errors: Array.isArray(document.errors) ? document.errors.filter(isViolation) : [],
    requestId: response.headers.get('Request-Id') ?? undefined,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
    document,
  });
}
