create table widget_definition (
    id text not null primary key,
    name text not null,
    active integer not null,
    content text not null,
    updated_at bigint not null
);
create table widget_display (
    display text not null primary key,
    home_id bigint not null,
    widget text not null,
    cookie text not null,
    session text not null,
    agent text not null,
    frequency text not null,
    days integer not null,
    shown_at bigint not null
);
create index widget_display_home on widget_display (home_id, widget, shown_at);
create table widget_seen (
    home_id bigint not null,
    widget text not null,
    shown bigint not null,
    first_shown_at bigint not null,
    last_shown_at bigint not null,
    primary key (home_id, widget)
);
