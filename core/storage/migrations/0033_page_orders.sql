-- SPDX-License-Identifier: Apache-2.0
-- The orders of lists end with the id, which of profiles that live is canonical_id too. Among many of one name or time
-- SQLite finds where a page begins by a column, and not by what is the id of its rows.
DROP INDEX profile_by_updated;
DROP INDEX profile_by_created;
DROP INDEX profile_by_name;
CREATE INDEX profile_by_updated ON profile (listed, updated_at, canonical_id) WHERE canonical_id = id;
CREATE INDEX profile_by_created ON profile (listed, created_at, canonical_id) WHERE canonical_id = id;
CREATE INDEX profile_by_name ON profile (listed, sort_name, canonical_id) WHERE canonical_id = id;
