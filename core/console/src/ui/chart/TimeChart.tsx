// SPDX-License-Identifier: Apache-2.0
import { Button, useDirection } from '@mantine/core';
import { useId, useMemo, useState } from 'react';
import { useFormat } from '../../i18n/format';
import { Icon } from '../Icon';
import { useText } from '../text';
import { aside, Bars } from './Bars';
import classes from './chart.module.css';
import { ChartTable } from './ChartTable';
import { useLabels, type Labels } from './labels';
import { stackOf, type Bar, type DayCount, type Series } from './stack';
import { Swatch } from './Textures';
import { useWidth } from './width';

/** Until the place for it was measured. */
const usualWidth = 720;
const noteHalf = 96;

interface TimeChartProps {
  title: string;
  counts: readonly DayCount[];
  /** From the bottom of the bars to their top. */
  series: readonly Series[];
  from: string;
  to: string;
  /** Instead of the picture, if nothing was. */
  empty: string;
}

function Legend({ picture, series, totals }: { picture: string; series: readonly Series[]; totals: readonly number[] }) {
  const format = useFormat();
  return (
    <ul className={classes.legend}>
      {series.map((each, place) => (
        <li key={each.key}>
          <Swatch picture={`${picture}-${place}`} series={each} />
          <bdi className={classes.name} title={each.label}>
            {each.label}
          </bdi>
          <strong>{format.number(totals[place] ?? 0)}</strong>
        </li>
      ))}
    </ul>
  );
}

interface NoteProps {
  picture: string;
  bar: Bar;
  series: readonly Series[];
  labels: Labels;
  /** From the begin of the line. */
  offset: number;
}

/** Beside the bar that is pointed at. The table has the same for everybody. */
function Note({ picture, bar, series, labels, offset }: NoteProps) {
  const format = useFormat();
  return (
    <div className={classes.note} style={{ insetInlineStart: offset }} aria-hidden>
      <strong>{labels.full(bar.start)}</strong>
      {bar.counts.map((count, place) => {
        const each = series[place];
        if (!each || count === 0) return null;
        return (
          <span key={each.key}>
            <Swatch picture={`${picture}-note-${place}`} series={each} />
            <bdi className={classes.name}>{each.label}</bdi>
            {format.number(count)}
          </span>
        );
      })}
    </div>
  );
}

/** How many of what there were over time: bars with a legend, and a table of the same numbers. */
export function TimeChart({ title, counts, series, from, to, empty }: TimeChartProps) {
  const t = useText();
  const format = useFormat();
  const picture = useId().replaceAll(':', '');
  const { dir } = useDirection();
  const [plot, width] = useWidth<HTMLDivElement>(usualWidth);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const [asTable, setAsTable] = useState(false);
  const stack = useMemo(() => stackOf(counts, series, from, to), [counts, series, from, to]);
  const labels = useLabels(stack.unit);

  const most = stack.bars.find((bar) => bar.total === stack.most);
  const summary = t('chart.summary', {
    title,
    total: stack.total,
    from: format.day(from),
    to: format.day(to),
    most: stack.most,
    when: most ? labels.full(most.start) : '',
  });
  const bar = pointed === undefined ? undefined : stack.bars[pointed];
  const band = (width - aside) / Math.max(stack.bars.length, 1);
  const middle = aside + ((pointed ?? 0) + 0.5) * band;
  const tableId = `${picture}-table`;
  return (
    <figure className={classes.chart} aria-label={title}>
      {stack.total > 0 && <Legend picture={picture} series={series} totals={stack.totals} />}
      <div ref={plot} className={classes.plot}>
        {stack.total === 0 ? (
          <p className={classes.empty}>{empty}</p>
        ) : (
          <Bars
            picture={picture}
            stack={stack}
            series={series}
            labels={labels}
            width={width}
            fromRight={dir === 'rtl'}
            summary={summary}
            onPoint={setPointed}
          />
        )}
        {bar && bar.total > 0 && (
          <Note
            picture={picture}
            bar={bar}
            series={series}
            labels={labels}
            offset={Math.max(noteHalf, Math.min(middle, width - noteHalf))}
          />
        )}
      </div>
      <div className={classes.foot}>
        {stack.total > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Icon name="list" size={14} />}
            aria-expanded={asTable}
            aria-controls={tableId}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'chart.hideTable' : 'chart.showTable')}
          </Button>
        )}
        <span>{t('chart.utc')}</span>
      </div>
      <div id={tableId}>
        {asTable && stack.total > 0 && <ChartTable title={title} stack={stack} series={series} labels={labels} />}
      </div>
    </figure>
  );
}
