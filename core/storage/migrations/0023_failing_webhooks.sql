-- SPDX-License-Identifier: Apache-2.0
-- The last dead letter of a webhook that has taken nothing since, as it was then; null if it has, or was changed by hand.
ALTER TABLE webhook ADD COLUMN failed_at bigint;
ALTER TABLE webhook ADD COLUMN failed_attempts smallint NOT NULL DEFAULT 0;
ALTER TABLE webhook ADD COLUMN failed_reason text NOT NULL DEFAULT '';
