-- The spools that uploads were kept in, the one in use last (io.anteroom.engine.SpoolWatch). The directory carries the same
-- id in a file, so that an empty mount point or another directory is not taken for the spool.
create table spool (
  generation int primary key,
  id         uuid not null unique,
  since      timestamptz not null default now()
);
