-- SPDX-License-Identifier: Apache-2.0
-- How many there are of what the overview shows. What the subjects are, and what the other columns say of each, is
-- listed in core/storage/counters.hpp. A counter is the sum of its rows: whoever writes adds to those of a stripe that
-- nobody else adds to at that moment.
CREATE TABLE counter (
    subject bigint NOT NULL,
    period bigint NOT NULL,               -- days or hours since 1970
    name text {binary} NOT NULL,
    detail text {binary} NOT NULL,
    code smallint NOT NULL,
    stripe smallint NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (subject, period, name, detail, code, stripe)
) {clustered};

-- 1, 2, 3: live profiles, by whether they are known; by source too; and by the day on which they were first seen.
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 1, 0, '', '', known, 0, count(*) FROM profile WHERE canonical_id = id GROUP BY known;
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 2, 0, source_type, source_name, known, 0, count(*) FROM profile WHERE canonical_id = id
GROUP BY source_type, source_name, known;
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 3, seen.day, '', '', seen.known, 0, count(*)
FROM (SELECT known, (created_at - (created_at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM profile WHERE canonical_id = id) AS seen
GROUP BY seen.day, seen.known;

-- 4: activities, by day, channel and status.
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 4, done.day, done.channel, '', done.status, 0, count(*)
FROM (SELECT channel, COALESCE(status, 0) AS status, (at - (at % 86400000 + 86400000) % 86400000) / 86400000 AS day
      FROM activity) AS done
GROUP BY done.day, done.channel, done.status;

-- 7: refused merges, by the day of the first refusal.
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 7, refused.day, '', '', 0, 0, count(*)
FROM (SELECT (first_at - (first_at % 86400000 + 86400000) % 86400000) / 86400000 AS day FROM conflict) AS refused
GROUP BY refused.day;

-- 5 and 6: the states of addresses that stand by the current entries of their ledgers, of each slot of which there is one
-- at most, and of failures four: what the fold (core/model/endpoint_fold.hpp) shows of them. Words are kept of no reason.
CREATE TABLE counted_state (
    identifier_id bigint NOT NULL,
    id bigint NOT NULL,
    kind smallint NOT NULL,
    state smallint NOT NULL,
    reason text {binary} NOT NULL,
    detail text {binary} NOT NULL,
    until_at bigint,
    at bigint NOT NULL,
    attested smallint NOT NULL,
    by_staff smallint NOT NULL,
    PRIMARY KEY (identifier_id, id)
) {clustered};
INSERT INTO counted_state
    (identifier_id, id, kind, state, reason, detail, until_at, at, attested, by_staff)
SELECT held.identifier_id, held.id, held.kind, held.state,
       CASE WHEN trim(held.reason, 'abcdefghijklmnopqrstuvwxyz0123456789_') = '' THEN held.reason
            WHEN said.source_type = 'console' THEN 'by_staff' ELSE '' END,
       held.detail, held.until_at, held.at, said.attested, CASE WHEN said.source_type = 'console' THEN 1 ELSE 0 END
FROM endpoint_state AS held JOIN observation AS said ON said.id = held.observation_id
WHERE held.current = 1;

-- complained, unsubscribed: until the person opts in. blacklisted: until the staff say active, with a reason that is not
-- the person's own confirmation. unconfirmed: until an opt-in, or anybody says active.
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 5, 0, identifier.type, standing.reason, standing.state, 0, count(*)
FROM counted_state AS standing JOIN identifier ON identifier.id = standing.identifier_id
WHERE standing.kind = 0 AND standing.state IN (0, 1, 2, 4)
  AND NOT EXISTS (
      SELECT 1 FROM counted_state AS lifting
      WHERE lifting.identifier_id = standing.identifier_id
        AND (lifting.attested > standing.attested
             OR (lifting.attested = standing.attested AND lifting.at > standing.at))
        AND ((standing.state IN (0, 2, 4) AND lifting.kind IN (1, 3))
             OR (standing.state = 4 AND lifting.kind = 0 AND lifting.state = 5)
             OR (standing.state = 1 AND lifting.kind = 0 AND lifting.state = 5 AND lifting.by_staff = 1
                 AND lifting.reason NOT IN ('', 'double_opt_in'))))
GROUP BY identifier.type, standing.reason, standing.state;

-- blocked: of the block with an end of its own and the one that failures add up to, 1, 2, 3 or 90 days from the last of
-- them, the later end; neither counts once a delivery came after it.
INSERT INTO counter (subject, period, name, detail, code, stripe, count)
SELECT 6, last.hour, last.type, last.reason, 3, 0, count(*)
FROM (SELECT ranked.type, ranked.reason,
             (ranked.ends - (ranked.ends % 3600000 + 3600000) % 3600000) / 3600000 AS hour
      FROM (SELECT identifier.type, ends.reason, ends.ends,
                   ROW_NUMBER() OVER (PARTITION BY ends.identifier_id
                                      ORDER BY ends.ends DESC, ends.attested DESC, ends.at DESC,
                                               COALESCE(ends.until_at, -9223372036854775807) DESC,
                                               ends.reason DESC, ends.detail DESC) AS place
            FROM (SELECT block.identifier_id, block.reason, block.detail, block.until_at, block.at, block.attested,
                         CASE WHEN block.until_at IS NOT NULL THEN block.until_at
                              ELSE block.at + CASE block.failures WHEN 1 THEN 86400000 WHEN 2 THEN 172800000
                                                                  WHEN 3 THEN 259200000 ELSE 7776000000 END
                              END AS ends
                  FROM (SELECT open.identifier_id, open.reason, open.detail, open.until_at, open.at, open.attested,
                               COUNT(*) OVER (PARTITION BY open.identifier_id,
                                                           CASE WHEN open.until_at IS NULL THEN 0 ELSE 1 END) AS failures,
                               ROW_NUMBER() OVER (PARTITION BY open.identifier_id,
                                                               CASE WHEN open.until_at IS NULL THEN 0 ELSE 1 END
                                                  ORDER BY open.attested DESC, open.at DESC, open.reason DESC,
                                                           open.detail DESC) AS place
                        FROM counted_state AS open
                        WHERE open.kind = 0 AND open.state = 3
                          AND NOT EXISTS (
                              SELECT 1 FROM counted_state AS lifting
                              WHERE lifting.identifier_id = open.identifier_id AND lifting.kind = 2
                                AND (lifting.attested > open.attested
                                     OR (lifting.attested = open.attested AND lifting.at > open.at)))) AS block
                  WHERE block.place = 1) AS ends
            JOIN identifier ON identifier.id = ends.identifier_id) AS ranked
      WHERE ranked.place = 1) AS last
GROUP BY last.hour, last.type, last.reason;
DROP TABLE counted_state;
