-- What ends a task by time: asked once a second, so each has an index of its own that holds only what can still end.
create index task_deadline on task (deadline_at) where deadline_at is not null and phase <> 'ended';
-- "is not null" says nothing new, and keeps the planner from taking it for other questions about running tasks.
create index task_submitted on task (submitted_at)
  where phase in ('running', 'cancelling') and submitted_at is not null;

-- The attempts whose answer never came, so that a look for a task asks for these and its newest, and not for every attempt
-- that a 429 used up. An attempt's number is never used twice: it is what fences a late result.
alter table task add column doubted_attempts int[] not null default '{}';
update task set doubted_attempts = array(select generate_series(1, attempt))
where phase in ('submitting', 'in_doubt', 'running', 'cancelling') and attempt > 1 or phase = 'in_doubt';
