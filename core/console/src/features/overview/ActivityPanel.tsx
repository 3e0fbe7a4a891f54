// SPDX-License-Identifier: Apache-2.0
import { activityParts, useActivitySeries, type ActivityDay, type ActivityPart } from '../../ui/chart/activity_series';
import { TimeChart } from '../../ui/chart/TimeChart';
import { Choices } from '../../ui/Choices';
import { Card } from '../../ui/Page';
import type { Days } from './overview';
import { useText } from './text';

interface ActivityPanelProps {
  activity: readonly ActivityDay[];
  days: Days;
  part: ActivityPart;
  onPart: (part: ActivityPart) => void;
}

export function ActivityPanel({ activity, days, part, onPart }: ActivityPanelProps) {
  const t = useText();
  const { series, counts } = useActivitySeries(activity, part);
  return (
    <Card
      title={t('activity')}
      actions={
        <Choices
          label={t('activity.by')}
          value={part}
          choices={activityParts.map((each) => ({ value: each, label: t(`activity.by.${each}`) }))}
          onChange={onPart}
        />
      }
    >
      <TimeChart title={t('activity')} counts={counts} series={series} {...days} empty={t('activity.empty')} />
    </Card>
  );
}
