// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';

/** Where an element is for who reads the page: what was passed is before them, what comes is after. */
export type Place = 'before' | 'seen' | 'after';

/** `unknown` is the answer until the element was looked at, and where nothing can be looked at. */
export function usePlace<E extends Element>(unknown: Place, margin = '0px'): [(element: E | null) => void, Place] {
  const [element, setElement] = useState<E | null>(null);
  const [place, setPlace] = useState(unknown);
  useEffect(() => {
    if (!element || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        const isPassed = entry.boundingClientRect.top < (entry.rootBounds?.top ?? 0);
        setPlace(entry.isIntersecting ? 'seen' : isPassed ? 'before' : 'after');
      },
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      setPlace(unknown);
    };
  }, [element, margin, unknown]);
  return [setElement, place];
}
