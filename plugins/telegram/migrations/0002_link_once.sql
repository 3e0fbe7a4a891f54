alter table telegram_link add column once text;
alter table telegram_link add column request text;
create unique index telegram_link_once on telegram_link (once);
