// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { isProblem } from '../api/problem';
import { Icon } from './Icon';
import { useProblemText } from './problem_text';
import classes from './states.module.css';
import { useText } from './text';

/** In the place of what could not be read: the server's detail, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText();
  const say = useProblemText();
  const requestId = isProblem(error) ? error.requestId : undefined;
  return (
    <div className={classes.state} role="alert">
      <span className={classes.icon}>
        <Icon name="alert" size={36} />
      </span>
      <p className={classes.title}>{t('problem.title')}</p>
      <p className="foreign">
        <bdi>{say(error)}</bdi>
      </p>
      {requestId && <p className={classes.request}>{t('problem.request', { id: requestId })}</p>}
      {onRetry && (
        <Button variant="default" leftSection={<Icon name="refresh" />} onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
