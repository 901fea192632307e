-- The order of the log is (xid, seq), and a task's events stand in it by their numbers: an event's xid is its transaction's or
-- that of an earlier event of its task, whichever is greater. A statement that changes many tasks has its xid before it waits
-- for the last of their rows, so that its own xid alone would put its event before one that was committed earlier.
alter table task add column event_xid xid8;
alter table task alter column event_xid set default pg_current_xact_id();

-- The events of one client in that order. It takes the place of the index of seq alone, by which nobody looks: an event
-- costs as many index entries as before.
create index task_event_of_client on task_event (client, xid, seq);
alter table task_event drop constraint task_event_pkey;
