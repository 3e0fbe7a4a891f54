// SPDX-License-Identifier: Apache-2.0
import { useIdentifierType } from '../../../ui/identifier_type';
import { LongText } from '../LongText';

/** An identifier with its kind, each in its own direction. */
export function NamedIdentifier({ identifier }: { identifier: { type: string; value: string } }) {
  const typeName = useIdentifierType();
  return (
    <span>
      {typeName(identifier.type)}: <LongText text={identifier.value} dir="ltr" />
    </span>
  );
}
