create index guestbook_entry_home on guestbook_entry (home_id, observation_id);
