-- When to look at a running task: by what was learned of tasks like it.
alter table task
  add column workload   text not null default 'unknown', -- kind, modality, size class
  add column looked_at  timestamptz,                     -- the last look that told something
  add column not_before timestamptz;                     -- no look before: claimed, or to be left alone

-- How long the tasks of a workload take upstream: a histogram with log-spaced buckets, decayed.
create table completion_histogram (
  account      text not null,
  workload     text not null,
  weights      float8[] not null,
  observations bigint not null default 0,                -- how many ends it has learned from
  updated_at   timestamptz not null,
  primary key (account, workload)
);
