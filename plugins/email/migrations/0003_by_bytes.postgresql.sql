-- In the order of their bytes, whatever the language of the database.
ALTER TABLE email_send ALTER COLUMN token TYPE TEXT {binary};
ALTER TABLE email_address ALTER COLUMN address TYPE TEXT {binary};
