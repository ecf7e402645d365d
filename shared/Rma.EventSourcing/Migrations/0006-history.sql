-- Tables to which the running service only adds: its role may read and insert, never change or remove (see RuntimeRights).
create table append_only (
    table_name text primary key
);
insert into append_only values ('mt_events'), ('history_seals'), ('history_anchors');

-- Seals over the events in their global order, each continuing the one before.
create table history_seals (
    upto      bigint      primary key,     -- the last sequence number it covers
    after     bigint      not null unique, -- the last one that the seal before covers
    events    bigint      not null,        -- events from the beginning up to here
    members   bytea       not null,        -- for each event its number and the first 8 bytes of its hash, to name what differs
    digest    bytea       not null,        -- over the digest before, and number and hash of each event
    sealed_at timestamptz not null,
    signature text        not null         -- by the service's key, which the database does not have
);

-- The seals that finance was told, one a day.
create table history_anchors (
    stated_on date        primary key,
    upto      bigint      not null,
    stated_at timestamptz not null
);

-- Events up to here were stored by a release that did not prove them.
create table history_began (
    only_row      boolean primary key default true check (only_row),
    last_unproven bigint  not null
);
insert into history_began (last_unproven) select coalesce(max(seq_id), 0) from mt_events;
