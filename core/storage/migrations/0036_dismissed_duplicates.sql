-- SPDX-License-Identifier: Apache-2.0
-- Pairs that may be one person and that somebody put aside without deciding, by the ids that stood for the two then, so
-- that a merge or its undo takes them along.
CREATE TABLE dismissed_duplicate (
    a bigint NOT NULL,                    -- the smaller id
    b bigint NOT NULL,
    at bigint NOT NULL,
    key_id bigint NOT NULL,               -- who did it: a key, or an account
    source_type text NOT NULL,
    source_name text NOT NULL,
    reason text NOT NULL,                 -- empty: none was given
    PRIMARY KEY (a, b)
) {clustered};
CREATE INDEX dismissed_duplicate_by_other ON dismissed_duplicate (b, a);
CREATE INDEX dismissed_duplicate_by_time ON dismissed_duplicate (at, a, b);
