// SPDX-License-Identifier: Apache-2.0

/** A name that nothing else has, such as of a call that may be sent again; also where the page came over plain HTTP, which has no `randomUUID`. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
