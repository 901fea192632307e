-- The whole database of Anteroom. From the first release on this file stays as it is, and migrations are added beside it.

-- --- tasks ---------------------------------------------------------------------------------------------------------------
-- One thing to index, from accept to end. Every change of a row is one of the statements in io.anteroom.task; each of them
-- that changes what a reader sees also writes a task_event.
create table task (
  -- what was accepted
  id                         uuid primary key,       -- UUID v7: sorts by the time of accept
  client                     text not null,
  account                    text not null,
  kind                       text not null check (kind in ('url', 'text', 'upload')),
  collection_id              text not null,
  request                    json,                   -- the client's own fields, forwarded as they are; null once dropped
  request_size               int not null default 0, -- its bytes, by which a claim is bounded
  file_path                  text,                   -- below the spool; null once it is no longer needed
  file_name                  text,
  file_type                  text,
  file_size                  bigint,
  file_sha256                text,
  reference                  text,                   -- the client's own name for it
  priority                   smallint not null default 0,
  deadline_at                timestamptz,
  callback_url               text,
  retry_of                   uuid,                   -- the task that this one tries again
  batch                      uuid,                   -- the batch it was accepted with
  workload                   text not null default 'unknown', -- kind, modality, size class
  traceparent                text,                   -- where its accept stands in a trace (W3C Trace Context); or null
  tracestate                 text,                   -- beside it, at most 512 characters; or null
  accepted_at                timestamptz not null,

  -- in doubt
  in_doubt_since             timestamptz,            -- since when the answer to its submit is missing
  doubt                      text,                   -- why; this and the next two say something only while it is in doubt
  checks                     int not null default 0, -- how often the upstream was asked and did not show it
  next_check_at              timestamptz,

  -- poll
  poll_one_by_one            boolean not null default false, -- the asset list did not show it
  unanswered_since           timestamptz,            -- the first of the latest polls that did not say where it stands
  not_found_since            timestamptz,            -- the first of those by which the upstream does not know it
  not_found_polls            int not null default 0, -- how many those are

  -- submit
  in_doubt_attempts          int[] not null default '{}', -- those that may have happened; the newest of them
  not_before                 timestamptz,            -- no submit before: to be left alone
  intermediary_refused_since timestamptz,            -- the first of the latest submits that an intermediary refused
  intermediary_refusals      int not null default 0, -- how many those are
  absent_submits             int not null default 0, -- how many were in doubt, and did not happen as far as is known
  cancel_requested           boolean not null default false,
  upstream_task_id           text,
  submitted_at               timestamptz,
  attempt                    int not null default 0, -- how often it was marked for submit; a number is never used twice
  lease_owner                uuid,                   -- the replica that submits it, while it does

  -- where it stands. What changes most often is side by side, and at the end: of an update the log holds what is between the
  -- first and the last byte that changed.
  phase                      text not null check (phase in
                     ('queued', 'submitting', 'in_doubt', 'running', 'cancelling', 'ended')),
  listed_as                  text generated always as (case
                               when phase = 'ended' then status
                               when phase in ('running', 'cancelling') then 'RUNNING'
                               else 'QUEUED' end) stored, -- see task_listed
  phase_xid                  xid8 default pg_current_xact_id(), -- as event_xid, but for events that a poll wrote
  asset_id                   text,
  status                     text not null,
  upstream_status            text,                   -- the upstream's own word, where it is none of ours
  upstream_note              text,                   -- what is odd about what the upstream says of it; or null
  event_no                   int not null,           -- the number of its newest event
  event_xid                  xid8 default pg_current_xact_id(), -- the transaction of its newest event, see task_event
  updated_at                 timestamptz not null,

  -- how it ended
  error                      text,                   -- for people
  failure_reason             text,                   -- for machines (io.anteroom.task.FailureReason)
  error_status               int,                    -- the upstream's HTTP status, where it refused
  ended_at                   timestamptz,

  constraint task_request_kept check (request is not null or phase = 'ended')
) with (
  -- Room beside each row for its next version: a change within a page needs no index entry where no indexed column changed,
  -- and little of the log.
  fillfactor = 50,
  -- A task leaves an entry behind in each partial index that it has passed through. A fifth of a table that holds a month of
  -- ended tasks, the server's default, would be too many of them.
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000
);

-- What the lanes read: only what has not ended, so that their cost does not grow with what has.
create index task_queued on task (account, kind, client, priority desc, id) where phase = 'queued';
-- Few are held back, of a queue that may be long.
create index task_held on task (account, not_before) where phase = 'queued' and not_before is not null;
create index task_by_lease on task (lease_owner) where phase = 'submitting';
create index task_in_doubt on task (account, next_check_at) where phase = 'in_doubt';
-- In the order of their newest changes: the replica that polls the account reads those that changed since it read last. What
-- a poll found is not among them, since it is that replica that polls.
create index task_running on task (account, phase_xid, id) where phase in ('running', 'cancelling');

-- What ends a task by time: asked once a second, so each has an index that holds only what can still end. "is not null" says
-- nothing new in the second, and keeps the planner from taking it for other questions about running tasks.
create index task_deadline on task (deadline_at) where deadline_at is not null and phase <> 'ended';
create index task_submitted on task (submitted_at) where phase in ('running', 'cancelling') and submitted_at is not null;

-- Lists of a client's tasks, newest first: with a range for each status and kind of ended tasks, a list with a filter by them
-- reads what it shows and nothing else. What waits and what runs has a range each, and is looked through. No index has the
-- status of a task that has not ended: so a change of it, and nothing else, needs no new entry in any index. For each
-- collection only what has ended has an index, an entry a task.
create index task_listed on task (client, listed_as, kind, id);
create index task_ended_of_collection on task (client, collection_id, listed_as, kind, id) where phase = 'ended';
create index task_by_reference on task (client, reference, id) where reference is not null;
create index task_batch on task (batch, id) where batch is not null;
-- Whether a task was retried, which few are: a bulk action retries no task twice.
create index task_retry_of on task (retry_of) where retry_of is not null;

-- What the retention reads: ended tasks, and those of them that still have their request.
create index task_ended on task (ended_at) where phase = 'ended';
create index task_request_kept on task (ended_at) where phase = 'ended' and request is not null;

-- The numbered changes of a task. Numbers commit out of order: a reader takes only rows whose xid is below every open
-- transaction, in the order (xid, seq). An event's xid is its transaction's or that of an earlier event of its task, whichever
-- is greater, so that a task's events stand in the order of their numbers. No foreign key: it would cost every event a lock on
-- its task's row.
create table task_event (
  seq             bigint generated always as identity,
  xid             xid8 not null default pg_current_xact_id(),
  task_id         uuid not null,
  client          text not null,
  no              int not null,
  status          text not null,
  phase           text not null,
  upstream_status text,
  error           text,
  failure_reason  text,
  error_status    int,
  at              timestamptz not null default clock_timestamp(),
  unique (task_id, no)
);
create index task_event_committed on task_event (xid, seq);
create index task_event_of_client on task_event (client, xid, seq);

-- Which request was accepted under a key. The fingerprint is that of its content: another content is refused.
create table idempotency_key (
  client      text not null,
  key         text not null,
  fingerprint text not null,
  task_id     uuid not null,
  expires_at  timestamptz not null,
  primary key (client, key)
);
create index idempotency_key_expiry on idempotency_key (expires_at);
create index idempotency_key_task on idempotency_key (task_id);

-- Tasks that were accepted together. The statement that ends a task moves it from "open" to how it ended, so the one that
-- brings "open" to 0 is the last, on whichever replica.
create table batch (
  id           uuid primary key,                     -- UUID v7; the id of its callback too
  client       text not null,
  reference    text,
  callback_url text,                                 -- who is told once, when all have ended; or null
  total        int not null,                         -- its tasks
  open         int not null,                         -- those that have not ended
  done         int not null default 0,
  failed       int not null default 0,
  cancelled    int not null default 0,
  refused      json,                                 -- the items that became no task, as they were answered; or null
  retry_of     uuid,                                 -- the batch whose tasks its own try again; or null
  traceparent  text,                                 -- as that of its tasks
  tracestate   text,
  accepted_at  timestamptz not null,
  ended_at     timestamptz
) with (fillfactor = 70);
create index batch_ended on batch (ended_at) where ended_at is not null;

-- Lists: ids are UUID v7, so a range of a client's is by time.
create index batch_of_client on batch (client, id);
create index batch_open on batch (client, id) where ended_at is null;
create index batch_by_reference on batch (client, reference, id) where reference is not null;

-- --- fair queues ---------------------------------------------------------------------------------------------------------
-- Start-time fair queueing between the clients of an account, for each kind of its own. The clock is the start tag of the
-- task that was taken last.
create table queue_clock (
  account text not null,
  kind    text not null,
  now     float8 not null,
  primary key (account, kind)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Where the turn of a client ended that it took last. A row whose finish the clock has passed is as good as absent.
create table queue_finish (
  account     text not null,
  kind        text not null,
  client      text not null,
  finish_time float8 not null,
  primary key (account, kind, client)
) with (fillfactor = 50);

-- --- quota ---------------------------------------------------------------------------------------------------------------
-- The ledger: the one place where every upstream call of every kind is paid for.
create table quota_class (
  account             text not null,
  class               text not null,
  slots               int not null,                  -- by the plan
  hold                interval not null,             -- how long a slot stays taken after the answer
  paused_until        timestamptz not null default '-infinity', -- no call leaves before
  paused_by           text,                          -- why, while that lasts (io.anteroom.quota.PauseCause)
  believed_slots      double precision not null default 0, -- slots believed right after the last 429
  last_429_at         timestamptz,                   -- the last 429; null: never, all slots
  regained_per_second double precision not null default 0, -- slots per second without one
  primary key (account, class)
);

-- A slot is free when free_at has passed. A grant sets it to the last moment at which the call could still end, plus hold; the
-- answer sets it to that moment, plus hold.
create table quota_slot (
  account  text not null,
  class    text not null,
  n        int not null,
  free_at  timestamptz not null default '-infinity',
  grant_id uuid,
  primary key (account, class, n)
) with (fillfactor = 50);

-- Both are inlined wherever they are called: the rule is here, its cost is that of an expression.
create function quota_believed_slots(c quota_class) returns double precision language sql as
$$
  select case when c.last_429_at is null then c.slots::double precision
    else least(c.slots, c.believed_slots + c.regained_per_second * greatest(0,
           extract(epoch from clock_timestamp() - c.last_429_at)::double precision)) end
$$;

create function quota_allowed_slots(c quota_class) returns int language sql as
$$
  select greatest(1, floor(quota_believed_slots(c)))::int
$$;

-- Accounts that an operator has paused: the ledger grants nothing for them until the row is gone.
create table operator_pause (
  account   text primary key,
  paused_at timestamptz not null default clock_timestamp(),
  paused_by text,                                    -- the name of the operator
  reason    text                                     -- why, if the operator said so
);

-- Which circuit breakers an operator wants tried before their time: each replica reads it with its tick, and lets one call of the
-- class through where its own is open. The row stays; what counts is that it is new.
create table breaker_trial (
  account  text not null,
  class    text not null,
  asked_at timestamptz not null,
  primary key (account, class)
) with (fillfactor = 50);

-- --- poll and reconcile --------------------------------------------------------------------------------------------------
-- Which replica polls an account. When its tasks were polled and when they are due stands in the memory of that replica; with
-- each tick it writes here what another one must know of it.
create table poll_lease (
  account      text primary key,
  owner        uuid not null,
  lease_until  timestamptz not null,
  read_up_to   xid8,        -- the owner knows every change before this transaction; null: it has read no running task
  next_poll_at timestamptz  -- null: it knows of no running task
) with (fillfactor = 50);

-- How long the tasks of a workload take upstream: a histogram with log-spaced buckets, decayed.
create table completion_histogram (
  account      text not null,
  workload     text not null,
  weights      float8[] not null,
  observations bigint not null default 0,            -- how many ends it has learned from
  updated_at   timestamptz not null,
  primary key (account, workload)
);

-- Whether an upstream has the asset list. That it was there once outlives every replica: one that starts while an
-- intermediary answers 404 does not take it for missing.
create table asset_list (
  account       text primary key,
  seen_at       timestamptz,                         -- when it was last written down that it works; null: never seen
  missing_since timestamptz                          -- since when the upstream itself says that there is none; or null
);

-- Ended tasks of which more than one submit may have happened: for a while the upstream is asked whether a duplicate asset of
-- them turns up. A row is written by the statement that ends the task, and few tasks have one.
create table duplicate_watch (
  task     uuid primary key,
  account  text not null,
  since    timestamptz not null,                     -- the end of the task
  check_at timestamptz not null                      -- when to check next
);
create index duplicate_watch_due on duplicate_watch (check_at);

-- Assets that a second submit of a task made, as they were found. Each is deleted upstream. Few tasks have one.
create table duplicate_asset (
  task       uuid not null,
  asset      text not null,
  found_at   timestamptz not null default now(),
  removed_at timestamptz,                            -- null: it is there still, as far as is known
  primary key (task, asset)
);

-- --- callbacks -----------------------------------------------------------------------------------------------------------
-- The outbox: a row for each end that somebody is to be told of, written by the statement that ends the task. Its id is the
-- task's, and so the webhook-id never changes.
create table callback (
  id                  uuid primary key,
  client              text not null,
  type                text not null,                 -- task.done, task.failed, task.cancelled, batch.ended
  url                 text not null,
  endpoint            text not null,                 -- scheme, host and port of the url: what fails together, for a client
  state               text not null default 'pending' check (state in ('pending', 'delivered', 'exhausted', 'gone')),
  attempts            int not null default 0,        -- attempts that came to something, over all rounds
  step                int not null default 0,        -- how many of them failed since it was (re)delivered
  due_at              timestamptz not null default now(), -- the next attempt; while one is under way, when it counts as lost
  claim               uuid,                          -- the attempt that is under way
  created_at          timestamptz not null default now(),
  delivery_started_at timestamptz not null default now(), -- when it was (re)delivered: it is given up by its age too
  settled_at          timestamptz
) with (fillfactor = 80);
create index callback_due on callback (due_at) where state = 'pending';
create index callback_by_start on callback (delivery_started_at) where state = 'pending';
-- Those that were given up, which few are: a list of their tasks reads these only. The first gives the order of the list; the
-- second finds those since a moment, however many older ones there are.
create index callback_given_up on callback (id) where state in ('exhausted', 'gone');
create index callback_given_up_since on callback (settled_at, id) where state in ('exhausted', 'gone');
create index callback_of_endpoint on callback (client, endpoint, due_at) where state = 'pending';

-- The delivery log.
create table callback_attempt (
  callback_id uuid not null references callback on delete cascade,
  no          int not null,
  at          timestamptz not null,
  latency_ms  int not null,
  status      int,                                   -- of the response; null where none came
  response    text,                                  -- its beginning
  error       text,                                  -- why it failed
  primary key (callback_id, no)
);

-- The secrets that Anteroom made for its clients' callbacks, encrypted by the service: the database alone signs nothing.
create table callback_secret (
  client               text primary key,
  sealed               bytea not null,
  created_at           timestamptz not null,
  previous_sealed      bytea,                        -- the one before it
  previous_valid_until timestamptz                   -- until then both sign
);

-- --- what operators did ---------------------------------------------------------------------------------------------------
-- A bulk action of an operator: the single call, for each task that a filter finds. One runs at a time. The replica that runs
-- it is its owner; where the lease of that one has ended, another goes on with the same batch.
create table bulk_action (
  id         uuid primary key,                       -- UUID v7
  action     text not null check (action in ('retry', 'cancel', 'redeliver')),
  filter     json not null,
  operator   text not null,                          -- who asked for it
  reason     text not null,
  started_at timestamptz not null default clock_timestamp(), -- tasks that were accepted later are left alone
  matched    int not null,                           -- how many tasks the filter found then
  state      text not null default 'running' check (state in ('running', 'stopping', 'stopped', 'finished')),
  stopped_by text,                                   -- the operator who stopped it
  owner      uuid,                                   -- the replica that runs it
  position   uuid not null default 'ffffffff-ffff-ffff-ffff-ffffffffffff', -- the batches so far reach down to this task
  batch      uuid[] not null default '{}',           -- the tasks that are in hand, written before anything is done to them
  batch_at   timestamptz,                            -- when those were written
  waits_for  text,                                   -- why tasks of the batch wait; or null
  done       int not null default 0,
  skipped    int not null default 0,
  failed     int not null default 0,
  ended_at   timestamptz
) with (fillfactor = 50);
create unique index bulk_action_running on bulk_action ((true)) where state in ('running', 'stopping');

-- Why a bulk action left tasks as they were.
create table bulk_action_reason (
  bulk_action uuid not null references bulk_action on delete cascade,
  outcome     text not null check (outcome in ('skipped', 'failed')),
  reason      text not null,
  tasks       int not null,
  task        uuid not null,                         -- the last of them
  primary key (bulk_action, reason)
);

-- The audit log: a row for each act of an operator, written with the act. It holds no payload and no secret.
create table audit_entry (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default clock_timestamp(),
  operator    text not null,
  action      text not null,                         -- io.anteroom.audit.AuditAction
  account     text,                                  -- what it was done to: this, and the next four
  client      text,
  task        uuid,
  batch       uuid,
  bulk_action uuid,
  reason      text,
  outcome     text not null check (outcome in ('asked', 'done', 'failed')), -- asked: not known yet, or never
  new_task    uuid,                                  -- what a retry made: a task, or
  new_batch   uuid                                   -- of a batch a batch
);
create index audit_entry_at on audit_entry (at);
create index audit_entry_of_operator on audit_entry (operator, id);
create index audit_entry_of_bulk_action on audit_entry (bulk_action) where bulk_action is not null;

-- --- replicas and what they share ----------------------------------------------------------------------------------------
-- A replica that is alive renews its lease; one whose lease has ended owns nothing any more.
create table replica (
  id          uuid primary key,
  lease_until timestamptz not null,
  draining    boolean not null default false,        -- told to stop: it takes no new requests
  report      json,                                  -- what it said of itself with its last tick, for operators
  reported_at timestamptz
) with (fillfactor = 50);

-- The spools that uploads were kept in, the one in use last. A directory carries the same id in a file, so that an empty mount
-- point or another directory is not taken for the spool. The tables below have always the same id.
create table spool (
  generation int primary key,
  id         uuid not null,
  since      timestamptz not null default now()
);

-- Which history of the database the replicas have taken note of. After a failover the server goes on with another one, from
-- which the last commits may be missing.
create table database_history (
  one        boolean primary key default true check (one),
  epoch      text not null,                          -- database_epoch(), when it was taken note of
  adopted_at timestamptz not null default clock_timestamp()
);

-- The cluster and its timeline: a failover begins a new timeline, another cluster has another identifier. 'unknown' where the
-- server does not tell.
create function database_epoch() returns text language plpgsql as $$
declare
  cluster text := 'unknown';
begin
  begin
    select system_identifier::text into cluster from pg_control_system();
  exception when others then null;
  end;
  return cluster || '/' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8);
exception when others then
  return 'unknown';
end $$;

-- How far the log of the server is on disk. It never goes back, unless commits were lost.
create function database_position() returns pg_lsn language plpgsql as $$
begin
  return pg_current_wal_flush_lsn();
exception when others then
  return 'FFFFFFFF/FFFFFFFF';
end $$;

create function database_moved() returns boolean language plpgsql as $$
declare
  now_is text := database_epoch();
begin
  return now_is <> 'unknown' and exists (
    select from database_history h where h.epoch <> now_is and h.epoch <> 'unknown');
end $$;

-- --- uploads, where anteroom.spool.kind=database --------------------------------------------------------------------------
-- The bytes of uploads are in partitions. A partition is emptied as a whole (truncate) once no file in it is needed, so that
-- none of its rows is ever deleted one by one or vacuumed. The partition that was opened last takes the files that come. There
-- are always the same partitions: who runs the service needs no right to make tables, and no statement locks them all.
create table spool_partition (
  no        smallint primary key,
  opened_at timestamptz not null default '-infinity'
);

-- Files by name. A retry makes another name for the same content. The foreign key makes who empties a partition wait for who
-- just begins a file in it.
create table spool_file (
  name         uuid primary key,                     -- the task whose file it is; while it is received, the content
  content      uuid not null,
  partition_no smallint not null references spool_partition,
  size         bigint,                               -- in bytes; null while it is received
  sha256       text,                                 -- in hex; null while it is received
  since        timestamptz not null default now()    -- when it got this name
);
create index spool_file_of_partition on spool_file (partition_no);

-- The pieces of a content, from 0 on. They are not compressed: most uploads are compressed already.
create table spool_chunk (
  partition_no smallint not null,
  content      uuid not null,
  no           int not null,
  data         bytea not null,
  primary key (partition_no, content, no)
) partition by list (partition_no);
alter table spool_chunk alter column data set storage external;

do $$
begin
  for n in 0..15 loop
    insert into spool_partition (no) values (n);
    execute format('create table spool_chunk_%s partition of spool_chunk for values in (%s)
      with (autovacuum_enabled = false, toast.autovacuum_enabled = false)', n, n);
  end loop;
end $$;
