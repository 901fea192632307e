create index concurrently task_note on task (client, note) where note is not null;
