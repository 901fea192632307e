-- Fair turns between the clients of an account, for each kind of its own: start-time fair queueing
-- (see io.anteroom.task.Turns). The clock is the start tag of the task that was taken last.
create table turn_clock (
  account text not null,
  kind    text not null,
  now     float8 not null,
  primary key (account, kind)
) with (fillfactor = 50);

-- Where the turn of a client ended that it took last. A row whose finish the clock has passed is as
-- good as absent.
create table turn (
  account text not null,
  kind    text not null,
  client  text not null,
  finish  float8 not null,
  primary key (account, kind, client)
) with (fillfactor = 50);

-- The queue of each client, in its order. Takes the place of task_queued, which knew no clients; the
-- version before this one still finds its tasks with it, only slower.
create index task_turns on task (account, kind, client, priority desc, id) where phase = 'queued';
drop index task_queued;

-- What the retention looks at.
create index task_ended on task (ended_at) where phase = 'ended';
create index idempotency_key_task on idempotency_key (task_id);

-- A task leaves an entry behind in each partial index that it has passed through. A fifth of a table
-- that holds a month of ended tasks, the server's default, would be too many of them.
alter table task set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000);
alter table turn_clock set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
