-- SPDX-License-Identifier: Apache-2.0
-- Whether first_seen and given are those of an attested sighting, the earliest of them: what was only claimed dates
-- nothing that was attested. Of rows of before all but claims count as attested.
ALTER TABLE profile_identifier ADD COLUMN first_attested smallint NOT NULL DEFAULT 1;
UPDATE profile_identifier SET first_attested = 0 WHERE role = 2;
ALTER TABLE removed_identifier ADD COLUMN first_attested smallint NOT NULL DEFAULT 1;
UPDATE removed_identifier SET first_attested = 0 WHERE role = 2;
