-- SPDX-License-Identifier: Apache-2.0
-- Who said it, of an entry that was said of an address without saying whose it is (an import of suppressions, or what
-- lifts one): its observation, which says nothing of anybody and so outlives everybody. NULL: observation 1 + by_staff.
ALTER TABLE suppression ADD COLUMN observation_id bigint;
