// SPDX-License-Identifier: Apache-2.0
import type { Series } from './stack';

/** Lines and dots over the colour, on a field of 8 by 8. */
const strokes = [
  '',
  'M-2 2 2-2M0 8 8 0M6 10l4-4',
  'M2 2v.01M6 6v.01',
  'M0 2h8M0 6h8',
  'M-2 6l4 4M0 0l8 8M6-2l4 4',
  'M0 4h8M4 0v8',
];

const textureCount = strokes.length;
const paletteSize = 6;

/** What tells one of several apart that have no colour of their own, by its place among all that there may be. */
export function lookOfPlace(place: number): Pick<Series, 'colour' | 'texture'> {
  return {
    colour: `var(--kith-series-${(place % paletteSize) + 1})`,
    texture: (place + Math.floor(place / paletteSize)) % textureCount,
  };
}

const idOf = (picture: string, place: number) => `${picture}-${place}`;

/** What a part of the bars is painted with; `Textures` of the same picture has to stand beside it. */
export function paintOf(picture: string, series: Series, place: number): string {
  return series.texture === 0 ? series.colour : `url(#${idOf(picture, place)})`;
}

export function Textures({ picture, series }: { picture: string; series: readonly Series[] }) {
  return (
    <defs>
      {series.map(
        (each, place) =>
          each.texture !== 0 && (
            <pattern key={each.key} id={idOf(picture, place)} width={8} height={8} patternUnits="userSpaceOnUse">
              <rect width={8} height={8} style={{ fill: each.colour }} />
              <path
                d={strokes[each.texture % textureCount]}
                strokeWidth={each.texture === 2 ? 2.4 : 1.4}
                strokeLinecap="round"
                style={{ stroke: 'var(--kith-surface)' }}
              />
            </pattern>
          ),
      )}
    </defs>
  );
}

/** The sign of a series in a legend. */
export function Swatch({ picture, series }: { picture: string; series: Series }) {
  const own = `${picture}-swatch-${series.texture}`;
  return (
    <svg width={14} height={14} aria-hidden focusable="false">
      <Textures picture={own} series={[series]} />
      <rect width={14} height={14} rx={3} style={{ fill: paintOf(own, series, 0) }} />
    </svg>
  );
}
