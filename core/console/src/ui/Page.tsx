// SPDX-License-Identifier: Apache-2.0
import { Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import classes from './Page.module.css';
import { useText } from './text';

/** A screen: its heading, which is the window's title too, what one can do there, and the rest. */
export function Page(props: { title: string; actions?: ReactNode; fills?: boolean; children: ReactNode }) {
  const t = useText();
  useEffect(() => {
    document.title = t('windowTitle', { page: props.title });
  }, [props.title, t]);
  return (
    <div className={`${classes.page} ${props.fills ? classes.fills : ''}`}>
      <div className={classes.head}>
        <Title order={1} className="foreign">
          {props.title}
        </Title>
        {props.actions}
      </div>
      {props.children}
    </div>
  );
}

export function Card({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.card}>
      {title && (
        <div className={classes.head}>
          <Title order={2}>{title}</Title>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
