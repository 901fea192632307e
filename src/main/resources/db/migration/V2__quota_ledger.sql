-- The quota ledger: the one place where every upstream call of every kind is paid for.
create table quota_class (
  account      text not null,
  class        text not null,
  slots        int not null,                     -- by the plan
  believed     int not null,                     -- what 429s leave of them
  hold         interval not null,                -- how long a slot stays taken after the answer
  paused_until timestamptz not null default '-infinity',
  primary key (account, class)
);

-- A slot is free when free_at has passed. A grant sets it to the last moment at which the call could
-- still end, plus hold; the answer sets it to that moment, plus hold.
create table quota_slot (
  account  text not null,
  class    text not null,
  n        int not null,
  free_at  timestamptz not null default '-infinity',
  grant_id uuid,
  primary key (account, class, n)
) with (fillfactor = 50);

-- A replica that is alive renews its lease; one whose lease has ended owns nothing any more.
create table replica (
  id          uuid primary key,
  lease_until timestamptz not null
);
