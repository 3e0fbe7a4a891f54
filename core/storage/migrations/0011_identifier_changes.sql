-- SPDX-License-Identifier: Apache-2.0
-- What people attached to a home and detached from it, which the list of its identifiers does not tell.
CREATE TABLE identifier_change (
    home bigint NOT NULL,
    id bigint NOT NULL,
    identifier_id bigint NOT NULL,
    attached smallint NOT NULL,           -- 0: detached
    observation_id bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (home, id)
) {clustered};
CREATE INDEX identifier_change_by_identifier ON identifier_change (identifier_id);
