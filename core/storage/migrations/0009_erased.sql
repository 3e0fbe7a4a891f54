-- SPDX-License-Identifier: Apache-2.0
-- What an erasure looks for by value: claims that were refused because somebody else was identified by it, which go with
-- that one; and whether somebody's rows keep an identifier, however many only claimed it.
CREATE INDEX refusal_of_claims ON refusal (identifier_type, identifier_value) WHERE code = 4;
CREATE INDEX named_identifier_kept ON named_identifier (identifier_id) WHERE kept_until > 0;

-- Let go of before namings were kept, and seen alone: a naming of nobody's (home 0) keeps it until it is known by its
-- hash, since what was observed before it was let go of does not carry it.
INSERT INTO named_identifier (home, identifier_id, kept_until)
SELECT 0, identifier.id, 0 FROM identifier
WHERE identifier.released_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM profile_identifier AS held WHERE held.identifier_id = identifier.id AND held.role = 0)
  AND NOT EXISTS (SELECT 1 FROM profile_identifier AS listing
                  WHERE listing.identifier_id = identifier.id AND listing.role <> 0)
  AND NOT EXISTS (SELECT 1 FROM removed_identifier WHERE removed_identifier.identifier_id = identifier.id)
  AND NOT EXISTS (SELECT 1 FROM named_identifier WHERE named_identifier.identifier_id = identifier.id);

-- Detached, or a claim that lapsed, before namings were kept, and seen alone: no erasure would find it.
DELETE FROM identifier
WHERE NOT EXISTS (SELECT 1 FROM profile_identifier AS held WHERE held.identifier_id = identifier.id AND held.role = 0)
  AND NOT EXISTS (SELECT 1 FROM profile_identifier AS listing
                  WHERE listing.identifier_id = identifier.id AND listing.role <> 0)
  AND NOT EXISTS (SELECT 1 FROM removed_identifier WHERE removed_identifier.identifier_id = identifier.id)
  AND NOT EXISTS (SELECT 1 FROM named_identifier WHERE named_identifier.identifier_id = identifier.id)
  AND NOT EXISTS (SELECT 1 FROM endpoint_state WHERE endpoint_state.identifier_id = identifier.id)
  AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.identifier_a = identifier.id)
  AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.identifier_b = identifier.id);
