// SPDX-License-Identifier: Apache-2.0
import { shorten } from './identifier';

const most = 100;

/** A text with `{name}` left in it: what stands there is others' words, which turn nothing around and end somewhere. */
export function WithName({ text, name }: { text: string; name: string }) {
  const [before, after] = text.split('{name}');
  return (
    <span className="foreign">
      {before}
      <bdi>{shorten(name, most)}</bdi>
      {after}
    </span>
  );
}
