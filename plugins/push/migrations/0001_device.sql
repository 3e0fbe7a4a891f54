create table push_device (
    type text not null,
    token text not null,
    home_id bigint not null,
    attested integer not null,
    app_id text not null,
    platform text,
    app_version text,
    os_version text,
    model text,
    p256dh text,
    auth text,
    expires_at bigint,
    registered_at bigint not null,
    seen_at bigint not null,
    dropped_at bigint,
    primary key (type, token)
);
