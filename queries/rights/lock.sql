-- After opening: nothing outside the snapshot can be read, and none of this can be undone.
set enable_external_access = false;
set lock_configuration = true;
