-- Lists of a client's tasks, newest first (io.anteroom.task.TaskList). With a range for each status and kind, a list with a
-- filter by them reads what it shows and nothing else, however rare that is; without one it merges the ranges. It takes the
-- place of the index of client and id: an accept costs as many index entries as before.
create index task_listed on task (client, status, kind, id);
drop index task_of_client;

-- The same for each collection, of what has ended: an entry for each task once, at its end, where an index of all tasks would
-- get one with the accept and each step. What has not ended is looked through; it is bounded by the queue of the client.
create index task_ended_of_collection on task (client, collection_id, status, kind, id) where phase = 'ended';

-- A reference may be on any number of tasks: with the id they come newest first.
create index task_referenced on task (client, reference, id) where reference is not null;
drop index task_reference;
