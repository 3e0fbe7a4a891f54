// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, type MouseEvent } from 'react';
import { useText } from '../text';
import classes from './sections.module.css';

interface SectionNavProps {
  sections: readonly { id: string; title: string }[];
  current: string | undefined;
  onGo: (id: string) => void;
}

/** Nothing but the row itself is moved. */
function bringInto(list: HTMLElement, link: HTMLElement) {
  const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
  if (inner.left < outer.left) list.scrollLeft += inner.left - outer.left;
  else if (inner.right > outer.right) list.scrollLeft += inner.right - outer.right;
}

const opensElsewhere = (event: MouseEvent) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** The jumps of a long page: beside it where there is room, else a row above it that stays in sight. */
export function SectionNav({ sections, current, onGo }: SectionNavProps) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && link) bringInto(list.current, link);
  }, [current]);
  return (
    <nav aria-label={t('sections')} className={classes.nav}>
      <p aria-hidden className={classes.title}>
        {t('sections')}
      </p>
      <ul ref={list} className={classes.list}>
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'location' : undefined}
              className={classes.link}
              onClick={(event) => {
                if (opensElsewhere(event)) return;
                event.preventDefault();
                onGo(id);
              }}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
