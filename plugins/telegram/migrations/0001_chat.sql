create table telegram_bot (
    name text not null primary key,
    last_update_id bigint not null,
    updated_at bigint not null
);
create table telegram_chat (
    bot text not null,
    chat_id bigint not null,
    home_id bigint not null,
    username text,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    blocked_at bigint,
    primary key (bot, chat_id)
);
create index telegram_chat_chat on telegram_chat (chat_id);
create table telegram_link (
    id bigint not null primary key,
    bot text not null,
    identifier_type text not null,
    identifier_value text not null,
    expires_at bigint not null,
    used_by bigint,
    used_at bigint
);
create index telegram_link_expiry on telegram_link (expires_at);
