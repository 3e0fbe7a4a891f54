create index push_device_home on push_device (home_id);
