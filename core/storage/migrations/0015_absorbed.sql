-- SPDX-License-Identifier: Apache-2.0
-- A home that was merged into another says nothing of whom it was shown with: they may part again, and one of them be
-- erased.
UPDATE profile SET source_type = '', source_name = '', sort_name = ''
WHERE canonical_id <> id AND (removed_live IS NULL OR removed_live <> id);
