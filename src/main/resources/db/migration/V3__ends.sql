-- What ends a task by time: asked once a second, so each has an index of its own that holds only what can still end.
create index task_deadline on task (deadline_at) where deadline_at is not null and phase <> 'ended';
create index task_submitted on task (submitted_at) where phase in ('running', 'cancelling');
