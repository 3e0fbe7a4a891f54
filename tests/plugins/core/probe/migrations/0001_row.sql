CREATE TABLE probe_row (home BIGINT NOT NULL, payload TEXT NOT NULL);
