-- SPDX-License-Identifier: Apache-2.0
-- What people decide about profiles. Each decision has a row in observation, which says who it was.

-- When it was last detached from somebody: what was observed before that does not carry it.
ALTER TABLE identifier ADD COLUMN released_at bigint;

-- Merges that were taken back; the others stand.
CREATE TABLE merge_undo (
    merge_id {id} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    observation_id bigint NOT NULL
);

-- a < b: two profile ids whose components may not become one, until it is lifted. (Nothing was ever written here
-- before.)
DROP TABLE must_not_link;
CREATE TABLE must_not_link (
    id {id} NOT NULL PRIMARY KEY,
    a bigint NOT NULL,
    b bigint NOT NULL,
    at bigint NOT NULL,
    observation_id bigint NOT NULL,
    reason text NOT NULL,
    lifted_at bigint,
    lift_observation_id bigint
);
CREATE UNIQUE INDEX must_not_link_standing ON must_not_link (a, b) WHERE lifted_at IS NULL;
CREATE INDEX must_not_link_by_b ON must_not_link (b);

-- Two profiles that observations would have joined and a rule kept apart: what waits for a person's decision. a < b are
-- the profiles that were live then.
CREATE TABLE conflict (
    id {id} NOT NULL PRIMARY KEY,
    a bigint NOT NULL,
    b bigint NOT NULL,
    code smallint NOT NULL,               -- of the last refusal
    observations bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    observation_id bigint NOT NULL,       -- the last one
    state smallint NOT NULL,              -- 0 open, 1 merged, 2 forbidden, 3 dismissed
    decided_at bigint,
    decision_observation_id bigint
);
CREATE UNIQUE INDEX conflict_by_pair ON conflict (a, b);
CREATE INDEX conflict_by_b ON conflict (b);
CREATE INDEX conflict_by_last ON conflict (state, last_at, id);
CREATE INDEX conflict_by_observations ON conflict (state, observations, id);
