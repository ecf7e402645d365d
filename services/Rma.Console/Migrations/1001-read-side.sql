-- The read side. Everything here is made of what the other services told, and can be made again of their history. There are two slots:
-- one is read, the other is where a rebuild makes it anew; then they change places.
create table read_side (
    one        boolean  not null primary key default true check (one),
    active     smallint not null check (active in (0, 1)),
    building   smallint null check (building in (0, 1) and building <> active),
    rebuild_id uuid     null
);
insert into read_side (active) values (0);

-- Every message that was heard, once, by its own id, without what nobody may read here (links that are keys).
create table heard (
    slot       smallint    not null,
    message_id uuid        not null,
    type       text        not null,
    rma_id     uuid        null,
    return_id  uuid        null,
    at         timestamptz not null,
    actor      text        null,
    body       jsonb       not null,
    primary key (slot, message_id)
) partition by list (slot);
create table heard_0 partition of heard for values in (0);
create table heard_1 partition of heard for values in (1);
create index heard_of_rma on heard (slot, rma_id);
create index heard_of_return on heard (slot, return_id);

-- One row for each returned line, and for each item of a request that got none.
create table returns (
    slot                smallint    not null,
    return_id           uuid        not null,
    rma_id              uuid        not null,
    rma_number          text        null,
    line                int         null,
    account_id          text        not null,
    remedy              text        not null,
    serial_number       text        not null,
    sku                 text        null,
    is_license          boolean     not null,
    reference           text        null,
    reason_code         text        null,
    defect              text        null,
    state               text        not null,
    since               timestamptz not null,
    requested_at        timestamptz not null,
    valid_through       date        null,
    site                text        null,
    arrived_at          timestamptz null,
    outcome             text        null,
    closed_at           timestamptz null,
    reason              text        null,
    quote_version       int         null,
    quote_amount        numeric     null,
    quote_currency      text        null,
    credit_id           uuid        null,
    credit_amount       numeric     null,
    credit_currency     text        null,
    charge_id           uuid        null,
    charge_amount       numeric     null,
    charge_currency     text        null,
    order_id            text        null,
    replacement_serial  text        null,
    loaner_serial       text        null,
    reissues            text        null,
    changed_at          timestamptz not null,
    primary key (slot, return_id)
) partition by list (slot);
create table returns_0 partition of returns for values in (0);
create table returns_1 partition of returns for values in (1);
create index returns_of_rma on returns (slot, rma_id);
create index returns_requested on returns (slot, requested_at, return_id);
create index returns_of_account on returns (slot, account_id, requested_at, return_id);
create index returns_since on returns (slot, since, return_id);
create index returns_in_state on returns (slot, state, since, return_id);
create index returns_of_account_in_state on returns (slot, account_id, state, since, return_id);
create index returns_by_remedy on returns (slot, remedy, requested_at, return_id);
create index returns_by_site on returns (slot, site, requested_at, return_id);
create index returns_by_outcome on returns (slot, outcome, requested_at, return_id);

create table parcels (
    slot            smallint    not null,
    parcel_id       uuid        not null,
    state           text        not null,
    rma_id          uuid        null,
    rma_number      text        null,
    marking         text        null,
    code            text        null,
    reason          text        null,
    site            text        not null,
    carrier         text        null,
    tracking_number text        null,
    sscc            text        null,
    scanned_at      timestamptz not null,
    recorded_at     timestamptz not null,
    primary key (slot, parcel_id)
) partition by list (slot);
create table parcels_0 partition of parcels for values in (0);
create table parcels_1 partition of parcels for values in (1);
create index parcels_scanned on parcels (slot, scanned_at, parcel_id);
create index parcels_of_rma on parcels (slot, rma_id);

create table accounts (
    slot           smallint not null,
    account_id     text     not null,
    name           text     not null,
    role           text     not null,
    authorized     boolean  not null,
    effective_from date     not null,
    revision       int      not null,
    primary key (slot, account_id)
) partition by list (slot);
create table accounts_0 partition of accounts for values in (0);
create table accounts_1 partition of accounts for values in (1);

-- What people look for, written without separators and in capitals: found by its beginning or its end.
create table terms (
    slot       smallint not null,
    term       text     collate "C" not null,
    kind       text     not null,
    row_id     uuid     not null,
    account_id text     null,
    shown      text     not null,
    primary key (slot, row_id, kind, term)
) partition by list (slot);
create table terms_0 partition of terms for values in (0);
create table terms_1 partition of terms for values in (1);
create index terms_begin on terms (slot, term);
create index terms_end on terms (slot, (reverse(term) collate "C"));
create index terms_begin_of_account on terms (slot, account_id, term);
create index terms_end_of_account on terms (slot, account_id, (reverse(term) collate "C"));

-- What changed, for those who watch. The transaction's id orders rows that may be read: all that are older have ended.
create table changes (
    seq        bigint generated always as identity primary key,
    tx         xid8        not null default pg_current_xact_id(),
    return_id  uuid        not null,
    rma_number text        null,
    account_id text        not null,
    state      text        not null,
    changed_at timestamptz not null,
    written_at timestamptz not null default now()
);
create index changes_in_order on changes (tx, seq);
create index changes_written on changes (written_at);
-- Up to where changes are forgotten: whoever comes back from before has missed some.
create table changes_forgotten (
    one          boolean not null primary key default true check (one),
    forgotten_to xid8    not null
);

create table rebuilds (
    rebuild_id  uuid        not null primary key,
    asked_by    text        not null,
    began_at    timestamptz not null,
    ended_at    timestamptz null,
    stage       text        not null,
    folded_to   uuid        null,
    folded      bigint      not null default 0,
    differences jsonb       null
);

create table rebuild_sources (
    rebuild_id uuid        not null references rebuilds,
    service    text        not null,
    number     int         not null,
    next       text        null,
    messages   bigint      not null default 0,
    done       boolean     not null default false,
    asked_at   timestamptz not null,
    primary key (rebuild_id, service)
);

-- Empties the slot that nobody reads. The running service may not truncate by itself.
create function clear_building_slot() returns void language plpgsql security definer set search_path from current as $$
declare
    free smallint := (select 1 - active from read_side);
begin
    execute format('truncate heard_%s, returns_%s, parcels_%s, accounts_%s, terms_%s', free, free, free, free, free);
end $$;
