-- Tasks that were accepted together (io.anteroom.task.BatchIntake). The statement that ends a task (io.anteroom.task.Logged)
-- moves it from "open" to how it ended, so the one that brings "open" to 0 is the last, on whichever replica.
create table batch (
  id           uuid primary key,                 -- UUID v7; the id of its callback too
  client       text not null,
  reference    text,
  callback_url text,                             -- who is told once, when all have ended; or null
  total        int not null,                     -- its tasks
  open         int not null,                     -- those that have not ended
  done         int not null default 0,
  failed       int not null default 0,
  cancelled    int not null default 0,
  refused      json,                             -- the items that became no task, as they were answered; or null
  accepted_at  timestamptz not null,
  ended_at     timestamptz
) with (fillfactor = 70);

create index batch_ended on batch (ended_at) where ended_at is not null;

-- What is looked through for ends that the version before this one did not count (io.anteroom.task.Batches).
create index batch_open on batch (accepted_at) where ended_at is null;

-- From here on nobody else gets at the tasks, so it is quick: no index is built. An accept costs as many index entries as
-- before, without those that V10 has made needless.
alter table task add column batch uuid;
drop index task_of_client;
drop index task_reference;
