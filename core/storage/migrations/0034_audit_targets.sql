-- SPDX-License-Identifier: Apache-2.0
-- Upon what an action was, besides a profile: what stood in the path for an id or a key. Empty if there was none.
ALTER TABLE audit ADD COLUMN target text NOT NULL DEFAULT '';
