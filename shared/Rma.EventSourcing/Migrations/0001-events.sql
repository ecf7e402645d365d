-- The event tables of Marten 9 with string stream identity and stored headers: same columns, defaults, keys and index names,
-- so that a database begun here is continued by Marten and the other way round.
create sequence if not exists mt_events_sequence;

create table if not exists mt_streams (
    id          varchar                  not null,
    type        varchar                  null,
    version     bigint                   null,
    timestamp   timestamp with time zone not null default (now()),
    created     timestamp with time zone not null default (now()),
    tenant_id   varchar                  default '*DEFAULT*',
    is_archived boolean                  default false,
    constraint pkey_mt_streams_id primary key (id)
);

create table if not exists mt_events (
    seq_id         bigint                   not null,
    id             uuid                     not null,
    stream_id      varchar                  null,
    version        bigint                   not null,
    data           jsonb                    not null,
    bdata          bytea                    null,
    type           varchar(500)             not null,
    timestamp      timestamp with time zone not null default (now()),
    tenant_id      varchar                  default '*DEFAULT*',
    mt_dotnet_type varchar                  null,
    headers        jsonb                    null,
    is_archived    boolean                  default false,
    constraint pkey_mt_events_seq_id primary key (seq_id),
    constraint fkey_mt_events_stream_id foreign key (stream_id) references mt_streams (id) on delete cascade
);

create unique index if not exists pk_mt_events_stream_and_version on mt_events (stream_id, version);

alter sequence mt_events_sequence owned by mt_events.seq_id;

create table if not exists mt_event_progression (
    name         varchar                  not null,
    last_seq_id  bigint                   null,
    last_updated timestamp with time zone default (transaction_timestamp()),
    constraint pk_mt_event_progression primary key (name)
);
