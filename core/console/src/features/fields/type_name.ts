// SPDX-License-Identifier: Apache-2.0
import { useOpenText } from '../../i18n/text';

/** Types come with plugins: one that the console has no word for is called what its plugin calls it. */
export function useTypeName(): (type: string) => string {
  const open = useOpenText('fields');
  return (type) => open(`type.${type}`) ?? type;
}
