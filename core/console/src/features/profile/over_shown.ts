// SPDX-License-Identifier: Apache-2.0
import { ApiProblem, isProblem } from '../../api/problem';
import { readProfile, useProfile, versionTag } from './profile';
import { useText } from './text';

/**
 * For what takes something away from the profile as it is shown. If it is another one by now, nothing is done: it is
 * read again and thrown that it changed, so that the next try goes over what the person sees then.
 */
export function useOverShown(): <Answer>(act: (ifMatch: string) => Promise<Answer>) => Promise<Answer> {
  const t = useText();
  const { profile, put, refresh } = useProfile();
  return async (act) => {
    try {
      return await act(versionTag(profile));
    } catch (error) {
      if (!isProblem(error, 412)) throw error;
      try {
        put(await readProfile(profile.id));
      } catch (unread) {
        // Deleted meanwhile: then the page says so.
        if (isProblem(unread, 410)) await refresh();
        throw unread;
      }
      throw new ApiProblem({ status: error.status, code: error.code, detail: t('changed.lookAgain') });
    }
  };
}
