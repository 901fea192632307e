-- The secrets that Anteroom made for its clients' callbacks, encrypted by the service
-- (io.anteroom.callback.secret.SecretCipher): the database alone signs nothing.
create table callback_secret (
  client               text primary key,
  sealed               bytea not null,
  created_at           timestamptz not null,
  previous_sealed      bytea,                     -- the one before it
  previous_valid_until timestamptz                -- until then both sign
);
