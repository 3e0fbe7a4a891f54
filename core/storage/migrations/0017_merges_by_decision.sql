-- SPDX-License-Identifier: Apache-2.0
-- What decided a conflict is found by its observation: whether the merge that it made still stands.
CREATE INDEX merge_record_by_observation ON merge_record (observation_id);
