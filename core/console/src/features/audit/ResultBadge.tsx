// SPDX-License-Identifier: Apache-2.0
import { ToneBadge } from '../../ui/StatusBadge';
import { useText } from './text';

/** What the server answered, in words. */
export function ResultBadge({ status }: { status: number }) {
  const t = useText();
  if (status < 400) {
    return (
      <ToneBadge tone="good" icon="check">
        {t('result.done')}
      </ToneBadge>
    );
  }
  const failed = status >= 500;
  return (
    <ToneBadge tone={failed ? 'bad' : 'warn'} icon={failed ? 'alert' : 'ban'}>
      {t(failed ? 'result.failed' : 'result.refused', { status: String(status) })}
    </ToneBadge>
  );
}
