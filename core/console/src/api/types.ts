// SPDX-License-Identifier: Apache-2.0
import type { components, paths } from './generated/openapi';

/** `Schema<'ProfileSummary'>`: a schema of the API's description. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
export type { paths };

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type OperationOf<Path extends keyof paths, M extends Method> = paths[Path] extends Record<M, infer O> ? O : never;

/** The paths that know a method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: [OperationOf<P, M>] extends [never] ? never : P;
}[keyof paths];

type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? ([Q] extends [never] ? undefined : Q) : undefined;
type PathParametersOf<O> = O extends { parameters: { path: infer P } } ? P : undefined;
type ContentOf<B> = B extends { content: infer C } ? C[keyof C] : undefined;
type BodyOf<O> = O extends { requestBody: infer B }
  ? ContentOf<B>
  : O extends { requestBody?: infer B }
    ? ContentOf<NonNullable<B>> | undefined
    : undefined;
type Success = 200 | 201 | 202 | 204;
type AnswerOf<O> = O extends { responses: infer R }
  ? { [S in keyof R & Success]: R[S] extends { content: { 'application/json': infer T } } ? T : undefined }[keyof R & Success]
  : never;

export interface CommonOptions {
  /** The `etag` of an earlier answer: refused with 412 if somebody changed it since. */
  ifMatch?: string | undefined;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Answers 401 to the caller instead of asking the person to sign in again. */
  withoutSignIn?: boolean;
}

type Given<Name extends string, T> = [T] extends [undefined]
  ? { [N in Name]?: undefined }
  : undefined extends T
    ? { [N in Name]?: T }
    : { [N in Name]: T };

export type OptionsFor<P extends keyof paths, M extends Method> = CommonOptions & {
  query?: QueryOf<OperationOf<P, M>>;
} & Given<'path', PathParametersOf<OperationOf<P, M>>> &
  Given<'body', BodyOf<OperationOf<P, M>>>;

export type DataOf<P extends keyof paths, M extends Method> = AnswerOf<OperationOf<P, M>>;

/** An answer with what stands beside its body. */
export interface Answer<T> {
  data: T;
  status: number;
  etag: string | undefined;
}

/** A page of any list. */
export interface Page<Row> {
  items: Row[];
  next_cursor: string | null;
  total?: number;
  at_least?: boolean;
  /** The list is not all: a search found more than it takes. */
  cut?: boolean;
}
