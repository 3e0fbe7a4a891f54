// SPDX-License-Identifier: Apache-2.0
import { Loader } from '@mantine/core';
import classes from './states.module.css';
import { useText } from './text';

export function LoadingState({ label }: { label?: string }) {
  const t = useText();
  return (
    <div className={classes.state} role="status">
      <Loader aria-hidden />
      <p>{label ?? t('loading')}</p>
    </div>
  );
}
