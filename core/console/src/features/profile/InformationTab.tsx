// SPDX-License-Identifier: Apache-2.0
import { useRef, type ComponentType } from 'react';
import { DevicesCard } from './DevicesCard';
import { FactsCard } from './FactsCard';
import { FieldsCard } from './fields/FieldsCard';
import { ChangesCard } from './history/ChangesCard';
import { IdentifiersCard } from './identifiers/IdentifiersCard';
import { IdentityCard } from './identity/IdentityCard';
import { PanelsCard } from './panels/PanelsCard';
import { panelsOf } from './panels/panels';
import { useProfile, type Profile } from './profile';
import classes from './profile.module.css';
import { SectionNav } from './sections/SectionNav';
import sections from './sections/sections.module.css';
import { useSections } from './sections/use_sections';
import { SegmentsCard } from './segments/SegmentsCard';
import { SubscriptionsCard } from './subscriptions/SubscriptionsCard';
import { TagsCard } from './TagsCard';
import { useText } from './text';

/** Named as in its card's heading; the address names it by this too. */
type SectionId =
  | 'identifiers'
  | 'fields'
  | 'subscriptions'
  | 'devices'
  | 'panels'
  | 'tags'
  | 'segments'
  | 'additional'
  | 'identity'
  | 'changes';

const cards: Record<SectionId, ComponentType> = {
  identifiers: IdentifiersCard,
  fields: FieldsCard,
  subscriptions: SubscriptionsCard,
  devices: DevicesCard,
  panels: PanelsCard,
  tags: TagsCard,
  segments: SegmentsCard,
  additional: FactsCard,
  identity: IdentityCard,
  changes: ChangesCard,
};

function columnsOf(profile: Profile): { style: string; ids: SectionId[] }[] {
  const panels: SectionId[] = panelsOf(profile).length > 0 ? ['panels'] : [];
  return [
    { style: '', ids: ['identifiers', 'fields', 'subscriptions', 'devices', ...panels] },
    { style: '', ids: ['tags', 'segments', 'additional'] },
    { style: classes.whole ?? '', ids: ['identity', 'changes'] },
  ];
}

/** Contact information. What a person is typing belongs to the profile that they see. */
export function InformationTab() {
  const t = useText();
  const { profile } = useProfile();
  const content = useRef<HTMLDivElement>(null);
  const columns = columnsOf(profile);
  const ids = columns.flatMap((column) => column.ids);
  const { current, go } = useSections(columns.map((column) => column.ids), content);
  return (
    <div key={profile.id} className={sections.layout}>
      <SectionNav sections={ids.map((id) => ({ id, title: t(id) }))} current={current} onGo={go} />
      <div ref={content} className={classes.columns}>
        {columns.map(({ style, ids: shown }, index) => (
          <div key={index} className={`${classes.column} ${style}`}>
            {shown.map((id) => {
              const Shown = cards[id];
              return (
                <div key={id} id={id} tabIndex={-1} className={sections.section}>
                  <Shown />
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
