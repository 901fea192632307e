-- Accounts that an operator has paused: the ledger grants nothing for them until the row is gone.
create table account_pause (
  account   text primary key,
  paused_at timestamptz not null default clock_timestamp()
);
