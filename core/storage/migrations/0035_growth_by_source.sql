-- SPDX-License-Identifier: Apache-2.0
-- Profiles by the day on which they were first seen are counted by the type of their source too.
DELETE FROM counter WHERE subject = 3;
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 3, seen.day, seen.source_type, '', seen.known, 0, count(*)
FROM (SELECT known, source_type, (created_at - (created_at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM profile WHERE canonical_id = id) AS seen
GROUP BY seen.day, seen.source_type, seen.known;
