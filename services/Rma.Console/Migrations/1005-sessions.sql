-- Who is signed in, and the keys of their cookies. No part of the read side: a rebuild leaves them alone.
-- A session is known by the digest of its id, so that whoever reads this signs in as nobody; what is in it is encrypted.
create table sessions (
    session    bytea       not null primary key,
    ticket     text        not null,
    expires_at timestamptz not null
);
create index sessions_expired on sessions (expires_at);

-- The keys of ASP.NET's data protection, encrypted under a key that the database does not have.
create table cookie_keys (
    name    text        not null primary key,
    element text        not null,
    made_at timestamptz not null default now()
);
