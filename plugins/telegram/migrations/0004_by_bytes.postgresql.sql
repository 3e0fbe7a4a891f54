-- In the order of their bytes, whatever the language of the database.
alter table telegram_bot alter column name type text {binary};
alter table telegram_chat alter column bot type text {binary};
