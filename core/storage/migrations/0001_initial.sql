-- SPDX-License-Identifier: Apache-2.0
-- Times are milliseconds since 1970 in UTC. Ids are made by kith, never by the database; there are no foreign keys
-- and no triggers, so that the tables of identifiers and of profiles can be spread later. Numbers that stand for
-- words are listed in core/storage/codes.hpp. {id}, {binary} and {clustered} are explained in migrate.hpp.

-- Every profile id ever handed out. A row is live if canonical_id is its own id; a merge only moves pointers. What
-- describes the person (version to sort_name) is kept up to date on live rows alone.
CREATE TABLE profile (
    id {id} NOT NULL PRIMARY KEY,
    canonical_id bigint NOT NULL,
    first_observation_id bigint,          -- the earliest observation written under this home
    version bigint NOT NULL,
    created_at bigint NOT NULL,           -- created_at and source: of the earliest over all homes
    source_type text NOT NULL,
    source_name text NOT NULL,
    updated_at bigint NOT NULL,
    known smallint NOT NULL,
    listed smallint NOT NULL,             -- known, with a claimed identifier, or reachable
    merge_count bigint NOT NULL,
    sort_name text {binary} NOT NULL
);
CREATE INDEX profile_by_canonical ON profile (canonical_id) WHERE canonical_id <> id;
CREATE INDEX profile_by_updated ON profile (listed, updated_at, id) WHERE canonical_id = id;
CREATE INDEX profile_by_created ON profile (listed, created_at, id) WHERE canonical_id = id;
CREATE INDEX profile_by_name ON profile (listed, sort_name, id) WHERE canonical_id = id;

-- The row that is locked; endpoint states belong to it.
CREATE TABLE identifier (
    id {id} NOT NULL PRIMARY KEY,
    type text {binary} NOT NULL,
    value text {binary} NOT NULL
);
CREATE UNIQUE INDEX identifier_by_value ON identifier (type, value);

-- An identifier as one home lists it. The claim is the newest sighting that dates a moving identifier.
CREATE TABLE profile_identifier (
    home bigint NOT NULL,
    identifier_id bigint NOT NULL,
    role smallint NOT NULL,
    given text NOT NULL,
    normalizer_version bigint NOT NULL,   -- of the normaliser that made the value of what was given
    first_seen bigint NOT NULL,
    last_seen bigint NOT NULL,
    claim_at bigint,
    claim_observation_id bigint,
    PRIMARY KEY (home, identifier_id)
) {clustered};
CREATE UNIQUE INDEX profile_identifier_identifying ON profile_identifier (identifier_id) WHERE role = 0;
CREATE INDEX profile_identifier_listing ON profile_identifier (identifier_id, role, home) WHERE role <> 0;
CREATE INDEX profile_identifier_claim ON profile_identifier (last_seen) WHERE role = 2;

-- Provenance: one row per accepted observation; everything that it said refers to it.
CREATE TABLE observation (
    id {id} NOT NULL PRIMARY KEY,
    home bigint NOT NULL,
    key_id bigint NOT NULL,
    source_type text NOT NULL,
    source_name text NOT NULL,
    given_id text NOT NULL,
    content_hash text NOT NULL,           -- 32 hexadecimal digits
    observed_at bigint NOT NULL,
    received_at bigint NOT NULL,
    attested smallint NOT NULL
);
CREATE INDEX observation_by_home ON observation (home, id);

-- Recognises a repeated observation; holds hashes only, and is forgotten after a while.
CREATE TABLE seen_observation (
    key_id bigint NOT NULL,
    id_hash text {binary} NOT NULL,
    content_hash text NOT NULL,
    profile_id bigint NOT NULL,
    result smallint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (key_id, id_hash)
) {clustered};
CREATE INDEX seen_observation_by_at ON seen_observation (at);

-- The newest statement about (field, element) under one home. current: it wins in its live profile.
CREATE TABLE field_value (
    home bigint NOT NULL,
    field text {binary} NOT NULL,
    element text {binary} NOT NULL,
    present smallint NOT NULL,
    kind smallint NOT NULL,
    text_value text {binary},
    number_value bigint,
    observation_id bigint NOT NULL,
    at bigint NOT NULL,
    profile_id bigint NOT NULL,
    current smallint NOT NULL,
    PRIMARY KEY (home, field, element)
) {clustered};
CREATE INDEX field_value_by_text ON field_value (field, substr(text_value, 1, 100), profile_id)
    WHERE current = 1 AND present = 1 AND text_value IS NOT NULL;
CREATE INDEX field_value_by_number ON field_value (field, number_value, profile_id)
    WHERE current = 1 AND present = 1 AND number_value IS NOT NULL;

CREATE TABLE field_change (
    home bigint NOT NULL,
    id bigint NOT NULL,
    field text NOT NULL,
    element text NOT NULL,
    before_value text,                    -- JSON
    after_value text,                     -- JSON
    observation_id bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (home, id)
) {clustered};

-- Append-only; current marks the few rows that the fold still needs.
CREATE TABLE consent (
    home bigint NOT NULL,
    id bigint NOT NULL,
    category text {binary} NOT NULL,
    subscribed smallint NOT NULL,
    given_by text NOT NULL,
    wording text NOT NULL,
    ip text NOT NULL,
    reason text,
    comment text,
    observation_id bigint NOT NULL,
    at bigint NOT NULL,
    current smallint NOT NULL,
    PRIMARY KEY (home, id)
) {clustered};
CREATE INDEX consent_current ON consent (home, category) WHERE current = 1;
CREATE INDEX consent_by_category ON consent (category, home) WHERE current = 1;

-- Append-only; current as above.
CREATE TABLE endpoint_state (
    identifier_id bigint NOT NULL,
    id bigint NOT NULL,
    kind smallint NOT NULL,
    state smallint NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    until_at bigint,
    observation_id bigint NOT NULL,
    at bigint NOT NULL,
    current smallint NOT NULL,
    PRIMARY KEY (identifier_id, id)
) {clustered};
CREATE INDEX endpoint_state_current ON endpoint_state (identifier_id) WHERE current = 1;
CREATE INDEX endpoint_state_history ON endpoint_state (identifier_id, id) WHERE kind = 0;
CREATE INDEX endpoint_state_by_state ON endpoint_state (state, identifier_id) WHERE current = 1 AND kind = 0;

CREATE TABLE activity (
    home bigint NOT NULL,
    at bigint NOT NULL,
    id bigint NOT NULL,
    channel text {binary} NOT NULL,
    activity_key text {binary} NOT NULL,
    kind smallint NOT NULL,
    event text,
    message_id text,
    message_name text,
    endpoint_id bigint,                   -- identifier
    properties text,                      -- JSON
    status smallint,
    observation_id bigint NOT NULL,       -- of the newest facts
    facts_at bigint NOT NULL,
    older_members text,                   -- member:observation:at of those that an older one gave
    PRIMARY KEY (home, at, id)
) {clustered};
CREATE UNIQUE INDEX activity_by_key ON activity (channel, activity_key);

CREATE TABLE activity_status (
    activity_id bigint NOT NULL,
    status smallint NOT NULL,
    machine text NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    reason text NOT NULL,
    observation_id bigint NOT NULL,       -- of the reason
    reason_at bigint NOT NULL,
    PRIMARY KEY (activity_id, status, machine)
) {clustered};

-- status 0: activities that have none.
CREATE TABLE activity_counter (
    home bigint NOT NULL,
    channel text {binary} NOT NULL,
    kind smallint NOT NULL,
    status smallint NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (home, channel, kind, status)
) {clustered};

-- Which observations carried two identifiers together, a < b: the 10 newest per pair.
CREATE TABLE evidence (
    identifier_a bigint NOT NULL,
    identifier_b bigint NOT NULL,
    at bigint NOT NULL,
    observation_id bigint NOT NULL,
    attested smallint NOT NULL,
    PRIMARY KEY (identifier_a, identifier_b, at, observation_id)
) {clustered};

CREATE TABLE merge_record (
    id {id} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    survivor bigint NOT NULL,
    absorbed bigint NOT NULL,
    rule text NOT NULL,
    observation_id bigint NOT NULL,
    joined_a bigint NOT NULL,             -- identifiers; 0 if it joined none
    joined_b bigint NOT NULL,
    survivor_homes text NOT NULL,         -- JSON arrays of ids, as they were before
    absorbed_homes text NOT NULL,
    choices text NOT NULL                 -- JSON
);
CREATE INDEX merge_record_by_survivor ON merge_record (survivor);
CREATE INDEX merge_record_by_absorbed ON merge_record (absorbed);

-- a < b: two profile ids whose components may not become one.
CREATE TABLE must_not_link (
    a bigint NOT NULL,
    b bigint NOT NULL,
    at bigint NOT NULL,
    key_id bigint NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (a, b)
) {clustered};
CREATE INDEX must_not_link_reverse ON must_not_link (b, a);

-- Counted per home, reason, identifier and the profile that it would have been joined with (0: none).
CREATE TABLE refusal (
    home bigint NOT NULL,
    code smallint NOT NULL,
    identifier_type text {binary} NOT NULL,
    identifier_value text {binary} NOT NULL,
    other bigint NOT NULL,
    detail text NOT NULL,
    count bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    observation_id bigint NOT NULL,       -- the last one
    PRIMARY KEY (home, code, identifier_type, identifier_value, other)
) {clustered};

-- The folded words of live profiles' names.
CREATE TABLE name_word (
    profile_id bigint NOT NULL,
    word text {binary} NOT NULL,
    PRIMARY KEY (profile_id, word)
) {clustered};
CREATE INDEX name_word_by_word ON name_word (word, profile_id);

CREATE TABLE api_key (
    id {id} NOT NULL PRIMARY KEY,
    name text NOT NULL,
    right_name text NOT NULL,             -- read, write, admin, public
    hash text {binary} NOT NULL,
    origins text NOT NULL,                -- JSON array
    rate_per_minute bigint,
    created_at bigint NOT NULL,
    revoked_at bigint
);
CREATE UNIQUE INDEX api_key_by_hash ON api_key (hash);

-- What a deployment makes once and keeps: generated secrets.
CREATE TABLE setting (
    name text {binary} NOT NULL PRIMARY KEY,
    value text NOT NULL
) {clustered};
