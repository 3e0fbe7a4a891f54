-- SPDX-License-Identifier: Apache-2.0
-- By what the events about a person are found, among those of everybody that are kept for ever by default: events of
-- theirs, and of merges and undos those that name them as the other one.
CREATE INDEX event_by_profile ON event (profile_id, id);
CREATE INDEX event_by_other ON event (other_id, id) WHERE other_id IS NOT NULL;
