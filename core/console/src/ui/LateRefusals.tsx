// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Icon } from './Icon';
import { dismissRefusal, useLateRefusals } from './late_refusal';
import { useProblemText } from './problem_text';
import { useText } from './text';

/** Over any page: what was refused of another one since it was left. */
export function LateRefusals() {
  const t = useText();
  const say = useProblemText();
  return useLateRefusals().map((each, index) => (
    <Alert
      key={index}
      color="red"
      role="alert"
      icon={<Icon name="alert" />}
      title={each.title ?? t('late.title')}
      withCloseButton
      closeButtonLabel={t('close')}
      onClose={() => dismissRefusal(each)}
    >
      <div className="foreign">
        <bdi>{say(each.error)}</bdi>
      </div>
      <Link to={each.href} onClick={() => dismissRefusal(each)}>
        {t('late.back')}
      </Link>
    </Alert>
  ));
}
