// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../features/session/session';
import { Icon } from '../ui/Icon';
import { LateRefusals } from '../ui/LateRefusals';
import { LanguageMenu } from './LanguageMenu';
import { isAlso, navigation, type Section } from './navigation';
import { PersonMenu } from './PersonMenu';
import { SchemeButton } from './SchemeButton';
import classes from './Shell.module.css';
import { useText } from './text';

function NavigationSection({ section, path }: { section: Section; path: string }) {
  const t = useText();
  const { can } = useSession();
  const entries = section.entries.filter((entry) => can(entry.right));
  if (entries.length === 0) return null;
  return (
    <>
      {section.text && <p className={classes.section}>{t(section.text)}</p>}
      <ul>
        {entries.map((entry) => (
          <li key={entry.text}>
            <Link
              to={entry.to}
              className={classes.link}
              activeProps={{ 'aria-current': 'page' }}
              {...(isAlso(entry, path) && { 'aria-current': 'page' as const })}
            >
              <Icon name={entry.icon} />
              {t(entry.text)}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The frame around every screen. After each change of the screen those who read with a keyboard are at its begin. */
export function Shell() {
  const t = useText();
  const [navOpen, setNavOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    setNavOpen(false);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className={classes.shell} data-nav={navOpen || undefined}>
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      <header className={classes.header}>
        <span className={classes.burger}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('menu')}
            aria-expanded={navOpen}
            onClick={() => setNavOpen(!navOpen)}
          >
            <Icon name="menu" />
          </ActionIcon>
        </span>
        <Link to="/" className={classes.brand}>
          <img src="/icon.svg" width={24} height={24} alt="" />
          {t('brand')}
        </Link>
        <LanguageMenu />
        <SchemeButton />
        <PersonMenu />
      </header>
      <nav className={classes.nav} aria-label={t('navigation')}>
        {navigation.map((section, index) => (
          <NavigationSection key={section.text ?? index} section={section} path={path} />
        ))}
      </nav>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <LateRefusals />
        <Outlet />
      </main>
    </div>
  );
}
