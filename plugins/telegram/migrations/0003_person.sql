create index telegram_chat_home on telegram_chat (home_id);
alter table telegram_link add column normalized text;
update telegram_link set normalized = identifier_value;
create index telegram_link_identifier on telegram_link (identifier_type, normalized);
create index telegram_link_chat on telegram_link (used_by);
