-- What an account's refusals (429) leave of its slots. The column "believed" is what the version
-- before this one reads, and stays as it is.
alter table quota_class
  add column belief     double precision not null default 0, -- slots believed right after the last 429
  add column refused_at timestamptz,                         -- the last 429; null: never, all slots
  add column regain     double precision not null default 0; -- slots per second without one

-- Both are inlined wherever they are called: the rule is here, its cost is that of an expression.
create function quota_belief(c quota_class) returns double precision language sql as
$$
  select case when c.refused_at is null then c.slots::double precision
    else least(c.slots, c.belief + c.regain * greatest(0,
           extract(epoch from clock_timestamp() - c.refused_at)::double precision)) end
$$;

create function quota_allowed(c quota_class) returns int language sql as
$$
  select greatest(1, floor(quota_belief(c)))::int
$$;
