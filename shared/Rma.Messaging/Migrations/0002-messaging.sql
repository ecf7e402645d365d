-- What travels with the events in one transaction: what was heard (inbox), what is to be said (outbox), where each saga stands,
-- answers already given to callers (idempotency), and bad input put aside (quarantine).
create table inbox (
    consumer    uuid        not null,
    message_id  uuid        not null,
    received_at timestamptz not null default now(),
    primary key (message_id, consumer)
);
create index inbox_received_at on inbox (received_at);

create table outbox (
    seq          bigint      generated always as identity primary key,
    message_id   uuid        not null,
    exchange     text        not null,
    routing_key  text        not null,
    content_type text        not null,
    headers      jsonb       not null,
    body         bytea       not null,
    mandatory    boolean     not null,
    traceparent  text        null,
    -- A deadline is a message that becomes visible later, by the platform's clock; everything else is visible at once, whatever the clock says.
    visible_at   timestamptz not null default '-infinity',
    retry_at     timestamptz not null default '-infinity',
    attempts     int         not null default 0,
    last_error   text        null,
    created_at   timestamptz not null default now(),
    parked_at    timestamptz null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index outbox_due on outbox (visible_at, seq) where parked_at is null;

create table sagas (
    saga           text        not null,
    correlation_id uuid        not null,
    state          text        not null,
    data           jsonb       not null,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    primary key (saga, correlation_id)
);

create table idempotency (
    client       text        not null,
    route        text        not null,
    key          text        not null,
    body_hash    bytea       not null,
    status       int         null,
    content_type text        null,
    location     text        null,
    body         bytea       null,
    created_at   timestamptz not null default now(),
    primary key (client, route, key)
);
create index idempotency_created_at on idempotency (created_at);

create table quarantine (
    id           uuid        primary key,
    queue        text        not null,
    message_id   text        null,
    code         text        not null,
    reason       text        not null,
    content_type text        null,
    headers      jsonb       not null,
    body         bytea       not null,
    seen_at      timestamptz not null default now(),
    replayed_at  timestamptz null,
    replayed_by  text        null,
    settled_at   timestamptz null,
    settled_by   text        null,
    settled_why  text        null
);
create index quarantine_open on quarantine (seen_at) where settled_at is null and replayed_at is null;

create table platform_clock (
    only_row       boolean primary key default true check (only_row),
    offset_seconds bigint  not null
);
