// SPDX-License-Identifier: Apache-2.0
import { DevicesCard } from './DevicesCard';
import { FactsCard } from './FactsCard';
import { FieldsCard } from './fields/FieldsCard';
import { ChangesCard } from './history/ChangesCard';
import { IdentifiersCard } from './identifiers/IdentifiersCard';
import { IdentityCard } from './identity/IdentityCard';
import { PanelsCard } from './PanelsCard';
import { useProfile } from './profile';
import classes from './profile.module.css';
import { SegmentsCard } from './segments/SegmentsCard';
import { SubscriptionsCard } from './subscriptions/SubscriptionsCard';
import { TagsCard } from './TagsCard';

/** Contact information. What a person is typing belongs to the profile that they see. */
export function InformationTab() {
  const { profile } = useProfile();
  return (
    <div key={profile.id} className={classes.columns}>
      <div className={classes.column}>
        <IdentifiersCard />
        <FieldsCard />
        <SubscriptionsCard />
        <DevicesCard />
        <PanelsCard />
      </div>
      <div className={classes.column}>
        <TagsCard />
        <SegmentsCard />
        <FactsCard />
      </div>
      <div className={`${classes.column} ${classes.whole}`}>
        <IdentityCard />
        <ChangesCard />
      </div>
    </div>
  );
}
