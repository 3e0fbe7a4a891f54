// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';

/** The width of an element in pixels, as it changes; `usual` until it was measured. */
export function useWidth<E extends Element>(usual: number): [(element: E | null) => void, number] {
  const [element, setElement] = useState<E | null>(null);
  const [width, setWidth] = useState(usual);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const measured = Math.floor(entry?.contentRect.width ?? 0);
      if (measured > 0) setWidth(measured);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}
