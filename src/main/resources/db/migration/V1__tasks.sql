-- One thing to index, from accept to end. Every change of a row is one of the statements in
-- io.anteroom.task; each of them that changes what a reader sees also writes a task_event.
create table task (
  id               uuid primary key,            -- UUID v7: sorts by the time of accept
  client           text not null,
  account          text not null,
  kind             text not null check (kind in ('url', 'text', 'upload')),
  collection_id    text not null,
  request          json not null,               -- the client's own fields, forwarded as they are
  file_path        text,                        -- below the spool; null once it is no longer needed
  file_name        text,
  file_type        text,
  file_size        bigint,
  file_sha256      text,
  reference        text,
  priority         smallint not null default 0,
  deadline_at      timestamptz,
  callback_url     text,
  retry_of         uuid,

  status           text not null,
  upstream_status  text,
  phase            text not null check (phase in
                     ('queued', 'submitting', 'in_doubt', 'running', 'cancelling', 'ended')),
  attempt          int not null default 0,      -- how often it was marked for submit
  lease_owner      uuid,                        -- the replica that submits it, while it does
  in_doubt_since   timestamptz,                 -- since when the answer to its submit is missing
  cancel_requested boolean not null default false,
  upstream_task_id text,
  asset_id         text,
  error            text,
  error_status     int,                         -- the upstream's HTTP status, where it refused
  event_no         int not null,                -- the number of its newest event
  polls            int not null default 0,      -- looks at it since the last change of phase
  poll_alone       boolean not null default false, -- the asset list did not show it
  accepted_at      timestamptz not null,
  submitted_at     timestamptz,
  next_poll_at     timestamptz,
  updated_at       timestamptz not null,
  ended_at         timestamptz
) with (fillfactor = 80);

-- The engine looks only at what has not ended, so its cost does not grow with what has.
create index task_queued on task (account, kind, priority desc, id) where phase = 'queued';
create index task_leased on task (lease_owner) where phase = 'submitting';
create index task_in_doubt on task (account, next_poll_at) where phase = 'in_doubt';
create index task_running on task (account, next_poll_at) where phase in ('running', 'cancelling');
create index task_of_client on task (client, id desc);
create index task_reference on task (client, reference) where reference is not null;

-- The numbered changes of a task. seq grows in the order of insertion, not of commit: a reader takes
-- only rows whose xid is below pg_snapshot_xmin(pg_current_snapshot()), in the order (xid, seq).
-- No foreign key: it would cost every event a lock on its task's row.
create table task_event (
  seq             bigint generated always as identity primary key,
  xid             xid8 not null default pg_current_xact_id(),
  task_id         uuid not null,
  client          text not null,
  no              int not null,
  status          text not null,
  phase           text not null,
  upstream_status text,
  error           text,
  at              timestamptz not null default clock_timestamp(),
  unique (task_id, no)
);
create index task_event_committed on task_event (xid, seq);

create table idempotency_key (
  client      text not null,
  key         text not null,
  fingerprint text not null,
  task_id     uuid not null,
  expires_at  timestamptz not null,
  primary key (client, key)
);
create index idempotency_key_expiry on idempotency_key (expires_at);
