-- In the order of their bytes, whatever the language of the database.
alter table widget_definition alter column id type text {binary};
alter table widget_display alter column display type text {binary}, alter column widget type text {binary};
alter table widget_seen alter column widget type text {binary};
