-- The tasks of a batch, in their order. Tasks can be read while it is built and not written.
create index task_batch on task (batch, id) where batch is not null;
