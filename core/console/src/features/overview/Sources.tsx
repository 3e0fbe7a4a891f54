// SPDX-License-Identifier: Apache-2.0
import { useFormat } from '../../i18n/format';
import { Card } from '../../ui/Page';
import { useSourceName } from '../../ui/source';
import { CountedRows } from './CountedRows';
import type { Overview } from './overview';
import classes from './overview.module.css';
import { useText } from './text';

export function Sources({ sources }: { sources: Overview['profiles']['by_source'] }) {
  const t = useText();
  const format = useFormat();
  const nameOf = useSourceName();
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
              <span key="name" className="foreign">
                {nameOf(source)}
              </span>,
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
