-- SPDX-License-Identifier: Apache-2.0
-- How whoever wrote an opt-in down by hand knows that the person asked for it.
ALTER TABLE consent ADD COLUMN proof text;
