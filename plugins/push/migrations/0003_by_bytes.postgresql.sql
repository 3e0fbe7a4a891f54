-- In the order of their bytes, whatever the language of the database.
alter table push_device alter column type type text {binary}, alter column token type text {binary};
