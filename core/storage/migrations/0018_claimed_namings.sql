-- SPDX-License-Identifier: Apache-2.0
-- What activities name that were only claimed lasts as long as a claim: of such namings kept_until is negative, the time of
-- the newest claim; those that are over stay 0.
DROP INDEX named_identifier_unkept;
CREATE INDEX named_identifier_unkept ON named_identifier (identifier_id, kept_until) WHERE kept_until <= 0;
