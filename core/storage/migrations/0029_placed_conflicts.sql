-- SPDX-License-Identifier: Apache-2.0
-- By what conflicts are listed: of several between the same two people, whom merges since made of different ones, the
-- last stands for all of its state and shows what they counted together. All three are null while another stands for
-- it: a later one of its state, or while it is open a later one of any, which has been decided for it. One whose two
-- became one stands for itself.
ALTER TABLE conflict ADD COLUMN shown_observations bigint;
ALTER TABLE conflict ADD COLUMN shown_first_at bigint;
ALTER TABLE conflict ADD COLUMN shown_last_at bigint;

UPDATE conflict
SET shown_observations = counted.observations, shown_first_at = counted.first_at, shown_last_at = counted.last_at
FROM (
    SELECT own.id, CAST(SUM(own.observations) OVER alike AS bigint) AS observations,
           MIN(own.first_at) OVER alike AS first_at, MAX(own.last_at) OVER alike AS last_at,
           MAX(own.id) OVER alike AS last_alike, MAX(own.id) OVER people AS last_of_all
    FROM (
        SELECT c.id, c.state, c.observations, c.first_at, c.last_at,
               CASE WHEN c.live_a < c.live_b THEN c.live_a ELSE c.live_b END AS lower,
               CASE WHEN c.live_a < c.live_b THEN c.live_b ELSE c.live_a END AS higher,
               CASE WHEN c.live_a = c.live_b THEN c.id ELSE 0 END AS alone
        FROM (
            SELECT conflict.id, conflict.state, conflict.observations, conflict.first_at, conflict.last_at,
                   COALESCE(p.removed_live, p.canonical_id) AS live_a,
                   COALESCE(q.removed_live, q.canonical_id) AS live_b
            FROM conflict JOIN profile AS p ON p.id = conflict.a JOIN profile AS q ON q.id = conflict.b) AS c) AS own
    WINDOW people AS (PARTITION BY own.lower, own.higher, own.alone),
           alike AS (PARTITION BY own.lower, own.higher, own.alone, own.state)) AS counted
WHERE counted.id = conflict.id AND counted.id = counted.last_alike
  AND (conflict.state <> 0 OR counted.id = counted.last_of_all);

DROP INDEX conflict_by_last;
DROP INDEX conflict_by_observations;
CREATE INDEX conflict_by_last ON conflict (state, shown_last_at, id);
CREATE INDEX conflict_by_observations ON conflict (state, shown_observations, id);

-- Its one row is locked by whoever makes other people of those whom conflicts are between.
CREATE TABLE conflict_lock (id smallint NOT NULL PRIMARY KEY);
INSERT INTO conflict_lock (id) VALUES (1);
