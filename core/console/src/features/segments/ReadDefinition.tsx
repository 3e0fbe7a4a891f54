// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import { Icon } from '../../ui/Icon';
import { Card } from '../../ui/Page';
import { useSession } from '../session/session';
import { emptyCondition } from './condition/tree';
import { ConditionPreview } from './ConditionPreview';
import { ConditionTree } from './ConditionTree';
import { useConditionPreview } from './preview';
import { conditionOf, type Segment } from './segment';
import classes from './segments.module.css';
import { useText } from './text';

/** For those who may not change it, and of a segment that is changed elsewhere. */
export function ReadDefinition({ segment }: { segment: Segment }) {
  const t = useText();
  const { can } = useSession();
  const condition = conditionOf(segment);
  const preview = useConditionPreview(condition ?? emptyCondition(), condition !== undefined);
  return (
    <div className={classes.stack}>
      {can('write') && segment.managed_by !== 'api' && (
        <Alert color="gray" icon={<Icon name="settings" />}>
          {t('managed')}
        </Alert>
      )}
      <div className={classes.columns}>
        <Card title={t('condition')}>
          <div className={classes.stack}>
            {segment.description && <p className="foreign">{segment.description}</p>}
            {condition ? <ConditionTree condition={condition} /> : <p>{t('static.explain')}</p>}
          </div>
        </Card>
        {condition && <ConditionPreview preview={preview} />}
      </div>
    </div>
  );
}
