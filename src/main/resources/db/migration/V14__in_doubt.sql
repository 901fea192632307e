-- Why a task is in doubt; says something only while it is (io.anteroom.task.Doubt).
alter table task add column doubt text;

-- Ended tasks of which more than one submit may have happened: for a while the upstream is asked whether a second asset of
-- them turns up (io.anteroom.task.LateDoubles). A row is written by the statement that ends the task, and few tasks have one.
create table double_watch (
  task    uuid primary key,
  account text not null,
  since   timestamptz not null, -- the end of the task
  look_at timestamptz not null  -- when to look next
);
create index double_watch_due on double_watch (look_at);
