// SPDX-License-Identifier: Apache-2.0
import { TimeChart } from '../../ui/chart/TimeChart';
import { Choices } from '../../ui/Choices';
import { Card } from '../../ui/Page';
import { useGrowthSeries } from './growth_series';
import type { Days, Overview } from './overview';
import { growthParts, type GrowthPart } from './search';
import { useText } from './text';

interface GrowthPanelProps {
  profiles: Overview['profiles'];
  days: Days;
  part: GrowthPart;
  onPart: (part: GrowthPart) => void;
}

export function GrowthPanel({ profiles, days, part, onPart }: GrowthPanelProps) {
  const t = useText();
  const { series, counts } = useGrowthSeries(profiles, part);
  return (
    <Card
      title={t('growth')}
      actions={
        <Choices
          label={t('growth.by')}
          value={part}
          choices={growthParts.map((each) => ({ value: each, label: t(`growth.by.${each}`) }))}
          onChange={onPart}
        />
      }
    >
      <TimeChart title={t('growth')} counts={counts} series={series} {...days} empty={t('growth.empty')} />
    </Card>
  );
}
