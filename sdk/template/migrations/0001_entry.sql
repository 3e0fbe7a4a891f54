create table guestbook_entry (
    observation_id bigint not null primary key,
    home_id bigint not null,
    text text not null
);
