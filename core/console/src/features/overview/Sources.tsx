// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../i18n/format';
import { Card } from '../../ui/Page';
import { useSourceName } from '../../ui/source';
import { CountedRows } from './CountedRows';
import { contactsFrom } from './links';
import type { Overview } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

type BySource = Overview['profiles']['by_source'];

function SourceName({ source, all }: { source: BySource[number]; all: BySource }) {
  const nameOf = useSourceName();
  const search = contactsFrom(source, all);
  if (!search) return <span className="foreign">{nameOf(source)}</span>;
  return (
    <Link to="/contacts" search={search} className="foreign">
      {nameOf(source)}
    </Link>
  );
}

export function Sources({ sources }: { sources: BySource }) {
  const t = useText();
  const format = useFormat();
  return (
    <Card title={t('sources')}>
      {sources.length === 0 ? (
        <p className={classes.none}>{t('sources.none')}</p>
      ) : (
        <CountedRows
          label={t('sources')}
          heads={[t('sources.name'), t('known'), t('anonymous'), t('sources.all')]}
          rows={sources.map((source) => ({
            key: `${source.type} ${source.name ?? ''}`,
            cells: [
              <SourceName key="name" source={source} all={sources} />,
              format.number(source.known),
              format.number(source.anonymous),
            ],
            count: source.known + source.anonymous,
          }))}
        />
      )}
    </Card>
  );
}
