-- SPDX-License-Identifier: Apache-2.0
-- What happened to profiles, for those outside. Ids and codes only: a person's values are looked up when a row is
-- read, so that nothing of them is left here.

-- Written in the transaction of what it tells of, without a number: such rows are the outbox. The number, by which the
-- feed is read, is given after the commit, so that no lower one can turn up behind a reader.
CREATE TABLE event (
    id {id} NOT NULL PRIMARY KEY,
    number bigint,
    kind smallint NOT NULL,
    profile_id bigint NOT NULL,
    version bigint NOT NULL,              -- of that profile, after it
    other_id bigint,                      -- profile: of a merge and of its undo
    identifier_id bigint,                 -- of endpoint.changed, as the states
    state_before smallint,
    state_after smallint,
    at bigint NOT NULL
);
CREATE UNIQUE INDEX event_by_number ON event (number) WHERE number IS NOT NULL;
CREATE INDEX event_outbox ON event (version, id) WHERE number IS NULL;

-- One row. It is locked by whoever gives numbers.
CREATE TABLE event_feed (
    id {id} NOT NULL PRIMARY KEY,
    last_number bigint NOT NULL,
    removed_number bigint NOT NULL        -- events up to it were removed
);
INSERT INTO event_feed (id, last_number, removed_number) VALUES (1, 0, 0);

-- Where events are sent. The secret signs, so that it is kept as it is.
CREATE TABLE webhook (
    id {id} NOT NULL PRIMARY KEY,
    url text NOT NULL,
    secret text NOT NULL,
    kinds bigint NOT NULL,                -- a bit per kind of event; 0: all
    active smallint NOT NULL,
    created_at bigint NOT NULL,
    position bigint NOT NULL,             -- events up to it were delivered, or stand below
    revision bigint NOT NULL,             -- counts what was done to it by hand
    once text {binary}                    -- hash of the call that made it, if it names itself
);
CREATE UNIQUE INDEX webhook_by_once ON webhook (once) WHERE once IS NOT NULL;

-- Events that a webhook did not take.
CREATE TABLE webhook_delivery (
    webhook_id bigint NOT NULL,
    number bigint NOT NULL,               -- event
    attempts smallint NOT NULL,
    due_at bigint,                        -- null: a dead letter
    failed_at bigint NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (webhook_id, number)
) {clustered};
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook_id, number) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_delivery_by_number ON webhook_delivery (number);
