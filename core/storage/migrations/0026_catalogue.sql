-- SPDX-License-Identifier: Apache-2.0
-- The fields, their groups and the categories of a deployment. What people's rows refer to is a key, which never
-- changes; nothing is ever removed, only archived. Texts for people are JSON, by language.

CREATE TABLE field (
    key text {binary} NOT NULL PRIMARY KEY,
    names text NOT NULL,
    group_key text {binary} NOT NULL,     -- empty: none
    type text NOT NULL,
    options text NOT NULL,                -- JSON, as they were given
    display_default text,                 -- JSON
    is_personal smallint NOT NULL,
    is_indexed smallint NOT NULL,
    merge_rule smallint NOT NULL,
    archived_at bigint,
    managed_by smallint NOT NULL,
    version bigint NOT NULL,              -- raised with each change of the row
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
) {clustered};

CREATE TABLE field_group (
    key text {binary} NOT NULL PRIMARY KEY,
    names text NOT NULL,
    place bigint NOT NULL,                -- groups are shown by it
    archived_at bigint,
    managed_by smallint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
) {clustered};

CREATE TABLE category (
    key text {binary} NOT NULL PRIMARY KEY,
    names text NOT NULL,
    descriptions text NOT NULL,
    subscribed_by_default smallint,
    is_public smallint NOT NULL,
    channels text NOT NULL,               -- JSON array; empty: all of them
    archived_at bigint,
    managed_by smallint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
) {clustered};

-- One row. It is locked by whoever changes one of the above, and raised with it, so that servers see that they have to
-- read them again.
CREATE TABLE catalogue (
    version bigint NOT NULL
);
INSERT INTO catalogue (version) VALUES (0);

-- Fields of which a value was ever written: they keep their type, also when nobody has a value any more.
CREATE TABLE field_in_use (
    field text {binary} NOT NULL PRIMARY KEY
) {clustered};
INSERT INTO field_in_use (field) SELECT DISTINCT field FROM field_value;

-- Keys whose observations are rejected for a field that is unknown or invalid.
ALTER TABLE api_key ADD COLUMN strict smallint NOT NULL DEFAULT 0;
