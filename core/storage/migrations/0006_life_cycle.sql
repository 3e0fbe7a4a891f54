-- SPDX-License-Identifier: Apache-2.0
-- Profiles that were deleted or erased. All homes of one point to nobody (canonical_id 0), so that whatever looks for
-- people finds none of them, and say here which profile they were.
ALTER TABLE profile ADD COLUMN removed_live bigint;
CREATE INDEX profile_by_removed ON profile (removed_live) WHERE removed_live IS NOT NULL;

-- One row per profile that does not live. erased: nothing of it will be shown again.
CREATE TABLE removal (
    profile_id {id} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    erased smallint NOT NULL,
    observation_id bigint NOT NULL        -- who it was
);
CREATE INDEX removal_by_at ON removal (at) WHERE erased = 0;

-- What the deleted listed, as in profile_identifier, until they are restored or erased.
CREATE TABLE removed_identifier (
    home bigint NOT NULL,
    identifier_id bigint NOT NULL,
    role smallint NOT NULL,
    given text NOT NULL,
    normalizer_version bigint NOT NULL,
    first_seen bigint NOT NULL,
    last_seen bigint NOT NULL,
    claim_at bigint,
    claim_observation_id bigint,
    released_before bigint,               -- identifier.released_at until then
    PRIMARY KEY (home, identifier_id)
) {clustered};
CREATE INDEX removed_identifier_by_identifier ON removed_identifier (identifier_id);

-- An identifier that something written under a home names, and that this home does not list, or no longer: so that
-- an erasure finds it, and so that it is kept while somebody else's rows name it. What was only claimed keeps nothing.
CREATE TABLE named_identifier (
    home bigint NOT NULL,
    identifier_id bigint NOT NULL,
    keeps smallint NOT NULL,
    PRIMARY KEY (home, identifier_id)
) {clustered};
INSERT INTO named_identifier (home, identifier_id, keeps)
SELECT naming.home, naming.identifier_id, 1
FROM (SELECT home, endpoint_id AS identifier_id FROM activity WHERE endpoint_id IS NOT NULL
      UNION
      SELECT said.home, state.identifier_id FROM endpoint_state AS state JOIN observation AS said
      ON said.id = state.observation_id
      UNION
      SELECT said.home, link.identifier_a FROM evidence AS link JOIN observation AS said ON said.id = link.observation_id
      UNION
      SELECT said.home, link.identifier_b FROM evidence AS link JOIN observation AS said
      ON said.id = link.observation_id) AS naming
WHERE NOT EXISTS (SELECT 1 FROM profile_identifier AS listed
                  WHERE listed.home = naming.home AND listed.identifier_id = naming.identifier_id);
CREATE INDEX named_identifier_by_identifier ON named_identifier (identifier_id);
CREATE INDEX named_identifier_unkept ON named_identifier (identifier_id) WHERE keeps = 0;

-- Receipts. What was removed is counted while it goes; the receipt is final once that has finished.
CREATE TABLE erasure (
    profile_id {id} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    reason text NOT NULL,                 -- a code
    removed text NOT NULL,                -- JSON: rows by kind
    finished_at bigint
);
CREATE INDEX erasure_open ON erasure (at, profile_id) WHERE finished_at IS NULL;

-- What is still known of an address whose row was erased, by its keyed hash: when it was let go of, and the entries
-- of its ledger of states that still count, without their words.
CREATE TABLE forgotten_identifier (
    hash text {binary} NOT NULL PRIMARY KEY,
    type text {binary} NOT NULL,
    released_at bigint
) {clustered};
CREATE TABLE suppression (
    hash text {binary} NOT NULL,
    id bigint NOT NULL,
    kind smallint NOT NULL,
    state smallint NOT NULL,
    reason text NOT NULL,                 -- a code
    until_at bigint,
    at bigint NOT NULL,
    by_staff smallint NOT NULL,           -- 1: somebody of the organisation decided it
    PRIMARY KEY (hash, id)
) {clustered};

-- By which an erasure finds the links of an identifier, and the observations of the erased that states of addresses
-- still refer to.
CREATE INDEX evidence_reverse ON evidence (identifier_b);
CREATE INDEX endpoint_state_by_observation ON endpoint_state (observation_id);
