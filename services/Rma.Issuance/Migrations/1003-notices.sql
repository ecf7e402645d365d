-- News for requesters, one row a notice; written with what it is about.
create table notices (
    notice_id     uuid        primary key,
    kind          text        not null,
    account_id    text        not null,
    rma_id        uuid        null,
    rma_number    text        null,
    return_id     uuid        null,
    serial_number text        null,
    subject       text        not null,
    body          text        not null,
    clauses       text[]      not null,
    posted_at     timestamptz not null
);
create index notices_account on notices (account_id, posted_at desc);
create index notices_rma on notices (rma_id);

-- Where partners want to be told.
create table webhooks (
    webhook_id uuid        primary key,
    account_id text        not null,
    url        text        not null,
    kinds      text[]      not null,
    secret     text        not null,
    created_by text        not null,
    created_at timestamptz not null,
    ended_at   timestamptz null
);
create index webhooks_account on webhooks (account_id) where ended_at is null;

-- One row a notice and webhook; kept, so that it can be replayed.
create table webhook_deliveries (
    delivery_id  uuid        primary key,
    webhook_id   uuid        not null references webhooks (webhook_id),
    notice_id    uuid        not null references notices (notice_id),
    due_at       timestamptz not null,
    attempts     int         not null default 0,
    delivered_at timestamptz null,
    given_up_at  timestamptz null,
    last_status  int         null,
    last_error   text        null
);
create index webhook_deliveries_due on webhook_deliveries (due_at) where delivered_at is null and given_up_at is null;
create index webhook_deliveries_webhook on webhook_deliveries (webhook_id, due_at desc);
