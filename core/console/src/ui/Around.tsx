// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/** Of no language, and in no text. */
const place = '\uE000';

/** A sentence with what others wrote in it, whose direction turns nothing around it. */
export function Around({ text, children }: { text: (place: string) => string; children: ReactNode }) {
  const [before = '', after = ''] = text(place).split(place);
  return (
    <>
      {before}
      <bdi>{children}</bdi>
      {after}
    </>
  );
}
