-- The outbox: a row for each end that somebody is to be told of, written by the statement that ends
-- the task (io.anteroom.task.Logged). Its id is the task's, and so the webhook-id never changes.
create table callback (
  id         uuid primary key,
  client     text not null,
  type       text not null,                      -- task.done, task.failed, task.cancelled
  url        text not null,
  endpoint   text not null,                      -- scheme, host and port of the url: what fails together, for a client
  state      text not null default 'pending' check (state in ('pending', 'delivered', 'exhausted', 'gone')),
  attempts   int not null default 0,             -- attempts that came to something, over all rounds
  step       int not null default 0,             -- how many of them failed since it was (re)delivered
  due_at     timestamptz not null default now(), -- the next attempt; while one is under way, when it counts as lost
  claim      uuid,                               -- the attempt that is under way
  created_at timestamptz not null default now(),
  begun_at   timestamptz not null default now(), -- when it was (re)delivered: it is given up by its age too
  settled_at timestamptz
) with (fillfactor = 80);

create index callback_due on callback (due_at) where state = 'pending';
create index callback_begun on callback (begun_at) where state = 'pending';
create index callback_route on callback (client, endpoint, due_at) where state = 'pending';

-- The delivery log.
create table callback_attempt (
  callback_id uuid not null references callback on delete cascade,
  no          int not null,
  at          timestamptz not null,
  latency_ms  int not null,
  status      int,                               -- of the answer; null where none came
  answer      text,                              -- its beginning
  error       text,                              -- why it failed
  primary key (callback_id, no)
);
