-- The bytes of a request, so that a claim is bounded by them, and a request that is gone once its task has ended long ago
-- (io.anteroom.task.Retention).
alter table task add column request_size int not null default 0;
update task set request_size = octet_length(request::text) where phase <> 'ended';
alter table task alter column request drop not null;
alter table task add constraint task_request_kept check (request is not null or phase = 'ended');

-- Those that still have theirs: an entry leaves with the request, so that it stays small.
create index task_request_kept on task (ended_at) where phase = 'ended' and request is not null;
