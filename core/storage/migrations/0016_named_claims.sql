-- SPDX-License-Identifier: Apache-2.0
-- What the organisation wrote to an address outlasts claims of it, which 0008 had not seen of claims that had lapsed once
-- before they came again, nor of those of people who were deleted then.
INSERT INTO named_identifier (home, identifier_id, kept_until)
SELECT naming.home, naming.identifier_id, max(naming.until)
FROM (SELECT activity.home, activity.endpoint_id AS identifier_id,
             CASE WHEN activity.at < 1 THEN 1 ELSE activity.at END AS until, activity.observation_id
      FROM activity WHERE activity.endpoint_id IS NOT NULL
      UNION ALL
      SELECT said.home, state.identifier_id, 9223372036854775807, state.observation_id
      FROM endpoint_state AS state JOIN observation AS said ON said.id = state.observation_id) AS naming
JOIN observation AS source ON source.id = naming.observation_id
WHERE source.attested = 1 AND naming.home <> 0
  AND (EXISTS (SELECT 1 FROM profile_identifier AS claim
               WHERE claim.home = naming.home AND claim.identifier_id = naming.identifier_id AND claim.role = 2)
       OR EXISTS (SELECT 1 FROM removed_identifier AS claim
                  WHERE claim.home = naming.home AND claim.identifier_id = naming.identifier_id AND claim.role = 2)
       OR EXISTS (SELECT 1 FROM named_identifier AS named
                  WHERE named.home = naming.home AND named.identifier_id = naming.identifier_id))
GROUP BY naming.home, naming.identifier_id
ON CONFLICT (home, identifier_id) DO UPDATE SET kept_until = excluded.kept_until
WHERE named_identifier.kept_until < excluded.kept_until;
