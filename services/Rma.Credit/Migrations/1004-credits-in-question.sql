-- What a credit rests on beside the serial number: the line of its invoice, and of the order of an advance replacement. Null in credits of before.
alter table credits
    add column invoice_line      integer null,
    add column purchase_order_id text    null,
    add column order_line        integer null,
    add column order_quantity    integer null,
    add column is_license        boolean not null default false;
create index credits_invoice_line on credits (invoice_id, invoice_line);
create index credits_order_line on credits (purchase_order_id, order_line) where purchase_order_id is not null;

-- How the facts that credits rest on stand now, where they were corrected after they were first stated; one row each, the highest revision.
create table credit_bases (
    basis         text          not null,
    document_id   text          not null,
    document_line integer       not null,
    revision      integer       not null,
    stands_for    text          null,
    quantity      integer       null,
    net_price     numeric(18,4) null,
    activated_at  timestamptz   null,
    heard_at      timestamptz   not null,
    primary key (basis, document_id, document_line),
    constraint credit_bases_kind check (basis in ('invoice-line', 'order-line', 'activation'))
);

-- What an analyst found of a credit that rests on a fact which stands no more; the latest review counts.
create table credit_reviews (
    credit_id   uuid        primary key references credits (credit_id),
    outcome     text        not null,
    reason      text        not null,
    reviewed_by text        not null,
    reviewed_at timestamptz not null
);

-- The returns that issuance announced, as it authorized them.
create table returns_announced (
    return_id     uuid        primary key,
    rma_number    text        not null,
    account_id    text        not null,
    serial_number text        not null,
    remedy        text        not null,
    is_license    boolean     not null,
    issued_at     timestamptz not null
);
