-- Lists of a client's tasks, newest first (io.anteroom.task.TaskList). With a range for each status and kind, a list with a
-- filter by them reads what it shows and nothing else, however rare that is; without one it merges the ranges. Tasks can be
-- read while these are built and not written; V11 drops the indexes whose place they take, in a transaction of its own, since
-- going from the one lock to the other could deadlock with a statement that waits to write.
create index task_listed on task (client, status, kind, id);

-- The same for each collection, of what has ended: an entry for each task once, at its end, where an index of all tasks would
-- get one with the accept and each step. What has not ended is looked through; it is bounded by the queue of the client.
create index task_ended_of_collection on task (client, collection_id, status, kind, id) where phase = 'ended';

-- A reference may be on any number of tasks: with the id they come newest first.
create index task_referenced on task (client, reference, id) where reference is not null;
