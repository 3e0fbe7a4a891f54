-- SPDX-License-Identifier: Apache-2.0
-- Under which homes the two identifiers stood that a merge joined: what needs it is told when they left since. 0 if it
-- joined none; NULL, of merges of before, if that is not known.
ALTER TABLE merge_record ADD COLUMN joined_a_home bigint;
ALTER TABLE merge_record ADD COLUMN joined_b_home bigint;
