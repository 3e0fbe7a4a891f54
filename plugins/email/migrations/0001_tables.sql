CREATE TABLE email_send (
    token         TEXT   NOT NULL PRIMARY KEY,
    home          BIGINT NOT NULL,
    activity      TEXT   NOT NULL,
    first_seen_at BIGINT NOT NULL
);
CREATE INDEX email_send_home ON email_send (home);
CREATE TABLE email_address (
    home            BIGINT NOT NULL,
    address         TEXT   NOT NULL,
    delivered_at    BIGINT NOT NULL,
    read_at         BIGINT NOT NULL,
    clicked_at      BIGINT NOT NULL,
    bounced_at      BIGINT NOT NULL,
    bounce_reason   TEXT   NOT NULL,
    bounce_detail   TEXT   NOT NULL,
    bounce_provider TEXT   NOT NULL,
    PRIMARY KEY (home, address)
);
