// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { useCategories, useFields } from '../../../api/whole_list';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { useOpenText } from '../../../i18n/text';
import { useFieldName } from '../../../ui/field_name';
import { useFieldText } from '../../../ui/field_text';
import { useIdentifierType } from '../../../ui/identifier_type';
import { useReasonText } from '../../../ui/reason';
import { StatusBadge } from '../../../ui/StatusBadge';
import { Icon, type IconName } from '../../../ui/Icon';
import { Time } from '../../../ui/Time';
import { peopleOf, type People } from '../../conflicts/people';
import { PersonLink } from '../../conflicts/PersonLink';
import { Facts } from '../Facts';
import { Choices } from '../identity/Choices';
import { LongText } from '../LongText';
import { wordsOfKey } from '../panels/member_name';
import { PopoverButton } from '../PopoverButton';
import classes from '../profile.module.css';
import { ProvenanceFacts, SourceText } from '../SourceText';
import { useText } from '../text';
import type { Change } from './ChangesCard';
import { When } from './When';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** Of what a newer server tells of there may be none. */
const icons: Partial<Record<string, IconName>> = {
  field: 'edit',
  subscription: 'bell',
  endpoint: 'shield',
  identifier: 'key',
  merge: 'link',
  undo: 'undo',
  life: 'trash',
};

function FromTo({ before, after }: { before: ReactNode; after: ReactNode }) {
  const t = useText();
  const none = <span className={classes.dimmed}>{t('value.none')}</span>;
  return (
    <span className={classes.fromTo}>
      <span className="visually-hidden">{t('changes.from')}</span>
      <del>{before ?? none}</del>
      <span aria-hidden className={classes.arrow}>
        <Icon name="chevronEnd" size={14} />
      </span>
      <span className="visually-hidden">{t('changes.to')}</span>
      <span>{after ?? none}</span>
    </span>
  );
}

function FieldWords({ change }: { change: Of<'field'> }) {
  const t = useText();
  const nameOf = useFieldName();
  const textOf = useFieldText();
  const fields = useFields();
  const field = fields.data?.find((each) => each.key === change.field);
  const name = change.field === 'tags' ? t('tags') : field ? nameOf(field) : change.field;
  if (change.element !== null) {
    return (
      <>
        <strong className="foreign">{name}</strong>{' '}
        {t(change.after === null ? 'changes.removed' : 'changes.added')} <LongText text={change.element} />
      </>
    );
  }
  const shown = (value: unknown) => {
    if (value === null || value === undefined) return undefined;
    return <LongText text={field ? textOf(field, value) : JSON.stringify(value)} />;
  };
  return (
    <>
      <strong className="foreign">{name}</strong> <FromTo before={shown(change.before)} after={shown(change.after)} />
    </>
  );
}

function SubscriptionWords({ change }: { change: Of<'subscription'> }) {
  const { language } = useLanguageState();
  const categories = useCategories();
  const category = categories.data?.find((each) => each.key === change.category);
  return (
    <>
      <strong className="foreign">{category ? nameIn(category.names, language, change.category) : change.category}</strong>{' '}
      <FromTo before={change.before && <StatusBadge status={change.before} />} after={<StatusBadge status={change.after} />} />
    </>
  );
}

/** Who became part of whom. */
function Two({ change, people }: { change: Of<'merge'> | Of<'undo'>; people: People | undefined }) {
  const [survivor, absorbed] = peopleOf({ choices: [], ...change }, people);
  return (
    <>
      <PersonLink id={change.absorbed} person={absorbed} /> <span aria-hidden>→</span>{' '}
      <PersonLink id={change.survivor} person={survivor} />
    </>
  );
}

function Words({ change, people }: { change: Change; people: People | undefined }) {
  const t = useText();
  const typeName = useIdentifierType();
  switch (change.kind) {
    case 'field':
      return <FieldWords change={change} />;
    case 'subscription':
      return <SubscriptionWords change={change} />;
    case 'endpoint':
      return (
        <>
          <LongText text={change.identifier.value} dir="ltr" />{' '}
          <FromTo before={change.before && <StatusBadge status={change.before} />} after={<StatusBadge status={change.after} />} />
        </>
      );
    case 'identifier':
      return (
        <>
          <strong>{t(`changes.${change.change}`)}</strong> {typeName(change.identifier.type)}{' '}
          <LongText text={change.identifier.value} dir="ltr" />
        </>
      );
    case 'merge':
      return (
        <>
          <strong>{t(`merge.${change.rule}`)}</strong> <Two change={change} people={people} />
        </>
      );
    case 'undo':
      return (
        <>
          <strong>{t('merge.undone')}</strong> <Two change={change} people={people} />
        </>
      );
    case 'life':
      return <strong>{t(change.after === 'live' ? 'changes.restored' : 'changes.deleted')}</strong>;
    default:
      // What only a newer server tells of.
      return <strong>{wordsOfKey((change as { kind: string }).kind)}</strong>;
  }
}

function More({ change }: { change: Change }) {
  const t = useText();
  const reason = useReasonText();
  const said = change as { reason?: string | null; comment?: string | null; proof?: string | null; detail?: string | null; until?: string | null };
  return (
    <>
      <Facts
        facts={[
          [t('source'), change.observation && <SourceText key="source" source={change.observation.source} />],
          [t('reason'), said.reason && reason(said.reason)],
          [t('states.detail'), said.detail && <LongText key="detail" text={said.detail} />],
          [t('states.until'), said.until && <Time key="until" value={said.until} />],
          [t('comment'), said.comment && <LongText key="comment" text={said.comment} />],
          [t('proof'), said.proof && <LongText key="proof" text={said.proof} />],
        ]}
      />
      {change.kind === 'merge' && <Choices choices={change.choices} />}
    </>
  );
}

export function ChangeEntry({ change, people }: { change: Change; people?: People }) {
  const open = useOpenText('profile');
  const t = useText();
  return (
    <li className={classes.entry}>
      <div className={classes.itemHead}>
        <Icon name={icons[change.kind] ?? 'info'} size={16} label={open(`kind.${change.kind}`) ?? wordsOfKey(change.kind)} />
        <span className={classes.grows}>
          <Words change={change} people={people} />
        </span>
        <When change={change} />
        <PopoverButton label={t('provenance.more')}>{() => <ProvenanceFacts observation={change.observation} />}</PopoverButton>
      </div>
      <More change={change} />
    </li>
  );
}
