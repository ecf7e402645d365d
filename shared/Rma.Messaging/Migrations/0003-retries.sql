-- Who let what go on, and why. Kept for ever.
create table retries (
    id         uuid        primary key,
    item       uuid        not null,
    kind       text        not null,
    cause      text        not null,
    retried_by text        not null,
    reason     text        not null,
    retried_at timestamptz not null default now()
);
create index retries_item on retries (item, retried_at);
