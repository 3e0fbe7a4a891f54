-- SPDX-License-Identifier: Apache-2.0
-- By what decisions are looked up.

-- Refusals between two profiles are found from the other side, too; but for claims (4), of which there may be very many.
CREATE INDEX refusal_by_other ON refusal (other, last_at) WHERE other <> 0 AND code <> 4;

CREATE INDEX must_not_link_by_a ON must_not_link (a);
CREATE INDEX must_not_link_by_id ON must_not_link (id) WHERE lifted_at IS NULL;

-- The survivor's before the merge: of two merges of one person the later has the greater one. Those that were made
-- until now keep the order of their ids, before all that follow.
ALTER TABLE merge_record ADD COLUMN version bigint NOT NULL DEFAULT 0;
UPDATE merge_record SET version = id - 9223372036854775807;
