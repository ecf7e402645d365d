-- Each restore of this database to an earlier moment, signed by the service. The number is part of the ids of all messages since: a
-- stream that grows again has versions that others have heard of, with other content.
create table history_restores (
    number      int         primary key check (number > 0),
    restored_to timestamptz not null,
    restored_at timestamptz not null,
    last_event  bigint      not null, -- the last sequence number that the restored history has
    reason      text        not null,
    signature   text        not null
);
insert into append_only values ('history_restores');
