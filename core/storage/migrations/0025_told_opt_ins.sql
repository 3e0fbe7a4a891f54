-- SPDX-License-Identifier: Apache-2.0
-- An opt-in of the person that the staff tell (kind 3) is a statement of its own, and told as one.
DROP INDEX endpoint_state_history;
CREATE INDEX endpoint_state_history ON endpoint_state (identifier_id, id) WHERE kind IN (0, 3);
