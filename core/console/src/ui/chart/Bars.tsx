// SPDX-License-Identifier: Apache-2.0
import { memo } from 'react';
import classes from './chart.module.css';
import type { Labels } from './labels';
import { anchorOf, ticksOf, type Series, type Stack } from './stack';
import { paintOf, Textures } from './Textures';

export const height = 220;
const top = 10;
const bottom = 26;
export const aside = 46;
const leastLabel = 76;
/** Of the labels, on an average. */
const letterWidth = 6.5;
const widestBar = 44;

interface BarsProps {
  picture: string;
  stack: Stack;
  series: readonly Series[];
  labels: Labels;
  width: number;
  fromRight: boolean;
  /** What it shows, for those who hear it. */
  summary: string;
  onPoint: (bar: number | undefined) => void;
}

/** The picture alone, in pixels; time runs in the direction of the language. */
export const Bars = memo(function Bars({ picture, stack, series, labels, width, fromRight, summary, onPoint }: BarsProps) {
  const ticks = ticksOf(stack.most);
  const highest = ticks.at(-1) ?? 1;
  const floor = height - bottom;
  const yOf = (value: number) => floor - (value / highest) * (floor - top);
  const inner = Math.max(width - aside, 1);
  const band = inner / Math.max(stack.bars.length, 1);
  const bar = Math.min(widestBar, Math.max(band * 0.76, 1));
  const widest = letterWidth * Math.max(0, ...stack.bars.map((each) => labels.short(each.start).length));
  // The last label may stand half its width nearer to the one before it than the others do.
  const every = Math.max(1, Math.ceil(Math.max(leastLabel, 1.5 * widest) / band));
  const leftOf = (place: number) => (fromRight ? inner - (place + 1) * band : aside + place * band);
  return (
    <svg
      role="img"
      aria-label={summary}
      width={width}
      height={height}
      className={classes.picture}
      onPointerLeave={() => onPoint(undefined)}
    >
      <Textures picture={picture} series={series} />
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={fromRight ? 0 : aside}
            x2={fromRight ? inner : width}
            y1={yOf(tick)}
            y2={yOf(tick)}
            className={classes.line}
          />
          <text
            x={fromRight ? inner + 8 : aside - 8}
            y={yOf(tick) + 4}
            textAnchor={fromRight ? 'start' : 'end'}
            className={classes.tick}
          >
            {labels.axis(tick)}
          </text>
        </g>
      ))}
      {stack.bars.map((each, place) => {
        let below = 0;
        const left = leftOf(place);
        return (
          <g key={each.start} onPointerEnter={() => onPoint(place)} onPointerDown={() => onPoint(place)}>
            <rect x={left} y={top} width={band} height={floor - top} className={classes.band} />
            {each.counts.map((count, at) => {
              const one = series[at];
              if (!one || count === 0) return null;
              const y = yOf(below + count);
              const high = yOf(below) - y;
              below += count;
              return (
                <rect
                  key={one.key}
                  x={left + (band - bar) / 2}
                  y={y}
                  width={bar}
                  height={Math.max(high, 0.5)}
                  className={classes.part}
                  style={{ fill: paintOf(picture, one, at) }}
                />
              );
            })}
            {place % every === 0 && (
              <text {...anchorOf(left + band / 2, widest, width)} y={height - 8} className={classes.tick}>
                {labels.short(each.start)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
});
