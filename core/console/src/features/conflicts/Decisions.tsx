// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon, type IconName } from '../../ui/Icon';
import classes from './conflicts.module.css';
import { ReasonDialog } from './ReasonDialog';
import { useText } from './text';

export type Verdict = 'merge' | 'forbid' | 'dismiss' | 'aside';
/** Of two duplicates one puts aside what nothing would have joined. */
export type ConflictVerdict = Exclude<Verdict, 'aside'>;

interface DecisionsProps<Offered extends Verdict> {
  /** Of what is decided: for what is typed. */
  name: string;
  names: readonly [string, string];
  offered: readonly Offered[];
  /** Whether the rules allow it, and its result is on the screen. */
  canMerge: boolean;
  /** Without a reason nobody is kept apart for good. */
  needsReason?: boolean;
  /** It is shown as decided: nothing is to be chosen, unless it comes back. */
  isDecided?: boolean;
  onDecide: (verdict: Offered, reason: string | undefined) => Promise<boolean>;
}

const icons: Record<Verdict, IconName> = { merge: 'conflict', forbid: 'ban', dismiss: 'minus', aside: 'minus' };

export function Decisions<Offered extends Verdict>({ name, names, offered, canMerge, needsReason, isDecided = false, onDecide }: DecisionsProps<Offered>) {
  const t = useText();
  const [asked, setAsked] = useState<Verdict | undefined>(undefined);
  const [a, b] = names;
  return (
    <div className={classes.decisions} role="group" aria-label={t('decide')}>
      {!isDecided && offered.map((verdict) => (
        <Button
          key={verdict}
          variant={verdict === 'merge' ? 'filled' : 'default'}
          leftSection={<Icon name={icons[verdict]} />}
          disabled={verdict === 'merge' && !canMerge}
          onClick={() => setAsked(verdict)}
        >
          {t(`decide.${verdict}`)}
        </Button>
      ))}
      {offered.map((verdict) => (
        <ReasonDialog
          key={verdict}
          opened={asked === verdict}
          ahead={isDecided}
          draftKey={`${name}/${verdict}`}
          title={t(`decide.${verdict}`)}
          confirmLabel={t(`decide.${verdict}.confirm`)}
          isRequired={verdict === 'forbid' && (needsReason ?? false)}
          onConfirm={(reason) => onDecide(verdict, reason)}
          onClose={() => setAsked(undefined)}
        >
          <p className="foreign">{t(`decide.${verdict}.explain`, { a, b })}</p>
        </ReasonDialog>
      ))}
    </div>
  );
}
