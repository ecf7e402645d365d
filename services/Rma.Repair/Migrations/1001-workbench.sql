-- What waits on the bench, one row a job; written with the job's events.
create table workbench (
    repair_job_id uuid        primary key,
    return_id     uuid        not null,
    rma_number    text        not null,
    serial_number text        not null,
    sku           text        null,
    purpose       text        not null,
    has_drive     boolean     not null,
    state         text        not null,
    opened_at     timestamptz not null,
    done_at       timestamptz null
);
create index workbench_waiting on workbench (opened_at) where done_at is null;
create index workbench_rma on workbench (rma_number);
