-- SPDX-License-Identifier: Apache-2.0
-- What was forbidden waits again once nothing keeps the two apart any more; until now it stayed forbidden.
UPDATE conflict SET state = 0
WHERE state = 2
  AND NOT EXISTS (
      SELECT 1 FROM must_not_link AS standing
      JOIN profile AS one ON one.id = standing.a JOIN profile AS other ON other.id = standing.b
      JOIN profile AS first ON first.id = conflict.a JOIN profile AS second ON second.id = conflict.b
      WHERE standing.lifted_at IS NULL
        AND ((one.canonical_id = first.canonical_id AND other.canonical_id = second.canonical_id)
             OR (one.canonical_id = second.canonical_id AND other.canonical_id = first.canonical_id)));
