// SPDX-License-Identifier: Apache-2.0
import { useFormat } from '../../i18n/format';
import { useText } from '../text';
import classes from './chart.module.css';
import type { Labels } from './labels';
import type { Series, Stack } from './stack';

/** The same numbers without the picture; when nothing was, is left out. */
export function ChartTable(props: { title: string; stack: Stack; series: readonly Series[]; labels: Labels }) {
  const { title, stack, series, labels } = props;
  const t = useText();
  const format = useFormat();
  const bars = stack.bars.filter((bar) => bar.total > 0);
  return (
    <div className={classes.scroller} role="region" aria-label={t('chart.table', { title })} tabIndex={0}>
      <table className={classes.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`chart.unit.${stack.unit}`)}</th>
            {series.map((each) => (
              <th key={each.key} scope="col" className="foreign">
                {each.label}
              </th>
            ))}
            <th scope="col">{t('chart.total')}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.start}>
              <th scope="row">{labels.full(bar.start)}</th>
              {bar.counts.map((count, place) => (
                <td key={series[place]?.key}>{format.number(count)}</td>
              ))}
              <td>{format.number(bar.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
