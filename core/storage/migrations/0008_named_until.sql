-- SPDX-License-Identifier: Apache-2.0
-- Until when a naming keeps its identifier: the time of the last activity where only activities do, so that the
-- retention of these ends it; the last moment that there is where something else names it; 0 of what keeps nothing.
-- Takes the place of "keeps", which didn't tell by what.
ALTER TABLE named_identifier ADD COLUMN kept_until bigint NOT NULL DEFAULT 0;
UPDATE named_identifier SET kept_until = 9223372036854775807 WHERE keeps = 1;
DROP INDEX named_identifier_unkept;
ALTER TABLE named_identifier DROP COLUMN keeps;
CREATE INDEX named_identifier_unkept ON named_identifier (identifier_id) WHERE kept_until = 0;

-- A claim lapses, and what the organisation wrote to the address doesn't: that is named although it is listed.
INSERT INTO named_identifier (home, identifier_id, kept_until)
SELECT naming.home, naming.identifier_id, max(naming.until)
FROM (SELECT activity.home, activity.endpoint_id AS identifier_id, activity.at AS until, activity.observation_id
      FROM activity WHERE activity.endpoint_id IS NOT NULL
      UNION ALL
      SELECT said.home, state.identifier_id, 9223372036854775807, state.observation_id
      FROM endpoint_state AS state JOIN observation AS said ON said.id = state.observation_id) AS naming
JOIN observation AS source ON source.id = naming.observation_id
JOIN profile_identifier AS claim ON claim.home = naming.home AND claim.identifier_id = naming.identifier_id
WHERE source.attested = 1 AND claim.role = 2
GROUP BY naming.home, naming.identifier_id
ON CONFLICT (home, identifier_id) DO NOTHING;
