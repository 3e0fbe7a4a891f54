-- SPDX-License-Identifier: Apache-2.0
-- The people who work with kith, what they are signed in with, and what they did.

CREATE TABLE account (
    id {id} NOT NULL PRIMARY KEY,
    email text NOT NULL,                  -- as it was given
    email_key text {binary} NOT NULL,     -- the same without case, by which it is found
    name text NOT NULL,
    role smallint NOT NULL,               -- 1 viewer, 2 editor, 3 administrator
    is_disabled smallint NOT NULL,
    password_hash text NOT NULL,          -- Argon2id, as libsodium writes it
    created_at bigint NOT NULL,
    last_seen_at bigint,
    version bigint NOT NULL               -- raised with each change but that of last_seen_at
);
CREATE UNIQUE INDEX account_by_email ON account (email_key);

CREATE TABLE account_session (
    id {id} NOT NULL PRIMARY KEY,
    account_id bigint NOT NULL,
    token_hash text {binary} NOT NULL,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,           -- moves on with last_seen_at, up to ends_at
    ends_at bigint NOT NULL,
    user_agent text NOT NULL,
    address text NOT NULL
);
CREATE UNIQUE INDEX account_session_by_token ON account_session (token_hash);
CREATE INDEX account_session_by_account ON account_session (account_id, id);
CREATE INDEX account_session_by_end ON account_session (expires_at);

-- Who did it stands here as it was then: an account may be gone, or have another name. No value of anybody's is here.
CREATE TABLE audit (
    id {id} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    account_id bigint NOT NULL,
    account_name text NOT NULL,
    account_email text NOT NULL,
    action text {binary} NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    profile_id bigint,
    status bigint NOT NULL,
    address text NOT NULL,
    request_id text NOT NULL
);
CREATE INDEX audit_by_account ON audit (account_id, id);
CREATE INDEX audit_by_action ON audit (action, id);
