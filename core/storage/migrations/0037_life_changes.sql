-- SPDX-License-Identifier: Apache-2.0
-- When a profile was deleted and restored, and by whom. Of what was before there is nothing to make them from.
CREATE TABLE life_change (
    home bigint NOT NULL,                 -- the live profile at that time
    id bigint NOT NULL,
    life smallint NOT NULL,               -- what it was from then on
    observation_id bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (home, id)
) {clustered};
