-- The running tasks of each client, in the order in which they are due: who has many is not read before who has few
-- (io.anteroom.task.Looks). Beside it stays the order of the whole account, by which the tick finds whether any is due.
alter index task_running rename to task_running_due;
create index task_running on task (account, client, next_poll_at) where phase in ('running', 'cancelling');
