-- SPDX-License-Identifier: Apache-2.0
-- Why somebody made two one by hand, and why a prohibition was lifted.
ALTER TABLE merge_record ADD COLUMN reason text;
ALTER TABLE must_not_link ADD COLUMN lift_reason text;
