// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { api } from '../../../api/client';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { useOverShown } from '../over_shown';
import { useProfile, type Listed } from '../profile';
import { saveAhead } from '../save';
import { useText } from '../text';
import { withoutIdentifier } from './hoped';

/** Beside the list, not in it: it comes back though what it asks about is out of there. */
export function DetachDialog(props: { listed: Listed | undefined; onClose: () => void }) {
  const t = useText();
  const shown = useProfile();
  const overShown = useOverShown();
  const [listed, setListed] = useState(props.listed);
  // While it closes it still says what it said.
  useEffect(() => {
    if (props.listed) setListed(props.listed);
  }, [props.listed]);

  async function detach({ type, value }: Listed) {
    const path = { ref: shown.profile.id, type, value };
    await saveAhead(shown, withoutIdentifier({ type, value }), () =>
      overShown((ifMatch) => api.delete('/v1/profiles/{ref}/identifiers/{type}/{value}', { path, ifMatch })),
    );
  }

  return (
    <ConfirmDialog
      opened={props.listed !== undefined}
      title={t('detach.title', { value: listed?.given.slice(0, 100) ?? '' })}
      confirmLabel={t('detach.action')}
      danger
      ahead
      onConfirm={() => (listed ? detach(listed) : undefined)}
      onClose={props.onClose}
    >
      {t('detach.explain')}
    </ConfirmDialog>
  );
}
