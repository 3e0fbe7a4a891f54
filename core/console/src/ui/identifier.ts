// SPDX-License-Identifier: Apache-2.0
import { inChannelOrder } from './channel';
import { lookOf } from './status';

interface Reachable {
  type: string;
  role: 'identifying' | 'shared' | 'claimed';
  endpoint: { channel: string | null; state: string } | null;
}

/** These people know by heart; the others stand in the order of their channels. */
export const firstTypes = ['email', 'phone'];

/** Email and phone before the rest; of each kind what is only claimed is the last. */
export function inReachOrder<Each extends Reachable>(identifiers: readonly Each[]): Each[] {
  const channels = inChannelOrder(identifiers.map((each) => each.endpoint?.channel ?? ''));
  const placeOf = ({ type, endpoint }: Each) =>
    firstTypes.includes(type) ? firstTypes.indexOf(type) : firstTypes.length + channels.indexOf(endpoint?.channel ?? '');
  return [...identifiers].sort(
    (a, b) =>
      placeOf(a) - placeOf(b) || a.type.localeCompare(b.type) || Number(a.role === 'claimed') - Number(b.role === 'claimed'),
  );
}

/** Whether its state forbids to write to it: that must never be overlooked. */
export function isSuppressed({ endpoint }: Reachable): boolean {
  const tone = endpoint && lookOf(endpoint.state).tone;
  return tone === 'bad' || tone === 'warn';
}

/** By what somebody is written to or called: by a number, too, where no channel sends to it; and what forbids it. */
export function isReachable(each: Reachable): boolean {
  return firstTypes.includes(each.type) || each.endpoint?.channel != null || isSuppressed(each);
}

/** The beginning of a token that is too long to be read. */
export function shorten(text: string, most = 22): string {
  const letters = Array.from(text.slice(0, 200));
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

const base = 36;
const mostInDomain = 253;
const mostSteps = 2 ** 31;

function digitOf(letter: string): number {
  const digit = parseInt(letter, base);
  // Letters are 0 to 25 here, and digits come after them.
  return digit < 10 ? digit + 26 : digit - 10;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > 455; k += base) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}

/** RFC 3492, of what stands after `xn--`; throws a RangeError at what is no code point. */
function decodePunycode(text: string): string {
  const cut = Math.max(text.lastIndexOf('-'), 0);
  const points = Array.from(text.slice(0, cut), (letter) => letter.charCodeAt(0));
  let at = cut > 0 ? cut + 1 : 0;
  let point = 128;
  let bias = 72;
  for (let i = 0; at < text.length; i++) {
    const before = i;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(text.charAt(at++));
      i += digit * weight;
      // Also what is no digit.
      if (!(i < mostSteps)) throw new RangeError('no punycode');
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const length = points.length + 1;
    bias = adapt(i - before, length, before === 0);
    point += Math.floor(i / length);
    i %= length;
    points.splice(i, 0, point);
  }
  return String.fromCodePoint(...points);
}

/**
 * An address as people write it: with the letters of its domain where the normalised one has `xn--…`. What would not lead
 * back to the same domain stays as it is.
 */
export function shownAddress(value: string): string {
  const at = value.lastIndexOf('@') + 1;
  const domain = value.slice(at);
  if (at === 0 || domain.length > mostInDomain || !/(^|\.)xn--/.test(domain)) return value;
  try {
    const labels = domain.split('.').map((label) => (label.startsWith('xn--') ? decodePunycode(label.slice(4)) : label));
    const shown = labels.join('.');
    return new URL(`http://${shown}/`).hostname === domain ? value.slice(0, at) + shown : value;
  } catch {
    return value;
  }
}
