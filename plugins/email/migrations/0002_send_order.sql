DROP INDEX email_send_home;
CREATE INDEX email_send_home ON email_send (home, token);
