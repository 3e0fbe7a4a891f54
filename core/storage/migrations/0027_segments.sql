-- SPDX-License-Identifier: Apache-2.0
-- Segments of people, and by what they are found.

-- kind 0: whoever the condition holds for; 1: whoever is listed.
CREATE TABLE segment (
    id {id} NOT NULL PRIMARY KEY,
    key text {binary} NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    kind smallint NOT NULL,
    condition text,                       -- JSON
    managed_by smallint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX segment_by_key ON segment (key);

-- The segments that a condition names.
CREATE TABLE segment_use (
    segment_id bigint NOT NULL,
    used_id bigint NOT NULL,              -- segment
    PRIMARY KEY (segment_id, used_id)
) {clustered};
CREATE INDEX segment_use_by_used ON segment_use (used_id);

-- Who is listed, by the home that stood for the person then, so that a merge or its undo takes it along.
CREATE TABLE segment_member (
    segment_id bigint NOT NULL,
    home bigint NOT NULL,
    added_at bigint NOT NULL,
    PRIMARY KEY (segment_id, home)
) {clustered};
CREATE INDEX segment_member_by_home ON segment_member (home);

-- What was lately done in a channel, by anybody. New ones come at its end, and a status changes nothing in it.
CREATE INDEX activity_by_time ON activity (channel, at, home);

-- What time it is for a person.
CREATE INDEX field_value_zone ON field_value (profile_id) WHERE field = 'time_zone' AND current = 1 AND present = 1;
