-- What the next release may bring: the tables of the former one get more, and lose nothing.
set local lock_timeout = '2s';

alter table task add column note text;
alter table task add column rank int not null default 0;

create table task_label (
  task_id uuid not null,
  label   text not null,
  primary key (task_id, label)
);
create index task_label_by_label on task_label (label);
