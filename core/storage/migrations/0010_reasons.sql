-- SPDX-License-Identifier: Apache-2.0
-- What was said of a decision, and prohibitions that were lifted.
ALTER TABLE conflict ADD COLUMN decision_reason text;

CREATE INDEX must_not_link_lifted ON must_not_link (id) WHERE lifted_at IS NOT NULL;
