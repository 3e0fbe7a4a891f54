-- SPDX-License-Identifier: Apache-2.0
-- By what profiles that may be one person find each other; core/identity/duplicates makes the keys.

-- What a live profile can be found by. A key is a hash, so that nobody's values stand here.
CREATE TABLE match_key (
    profile_id bigint NOT NULL,
    agreement smallint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (profile_id, agreement, value)
) {clustered};
CREATE INDEX match_key_by_value ON match_key (value, agreement, profile_id);

-- How many have it. The index holds those that say something: 10 is kMaxHolders.
CREATE TABLE match_group (
    agreement smallint NOT NULL,
    value bigint NOT NULL,
    holders bigint NOT NULL,
    PRIMARY KEY (value, agreement)
) {clustered};
CREATE INDEX match_group_shared ON match_group (agreement, value) WHERE holders >= 2 AND holders <= 10;

-- Profiles that were there before and have no keys yet; maintenance makes them.
CREATE TABLE match_backlog (
    profile_id {id} NOT NULL PRIMARY KEY
);
INSERT INTO match_backlog (profile_id) SELECT id FROM profile WHERE canonical_id = id;
