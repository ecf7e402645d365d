-- What came to the dock, one row a parcel; written with the parcel's events.
create table parcels (
    parcel_id      uuid        primary key,
    state          text        not null,
    code           text        null,
    reason         text        not null,
    clauses        text[]      not null,
    policy_version text        not null,
    would_change   text        null,
    marking        text        null,
    rma_number     text        null,
    rma_id         uuid        null,
    freight_terms  text        not null,
    site           text        not null,
    scanner        text        not null,
    scan_id        text        not null,
    scanned_at     timestamptz not null,
    recorded_at    timestamptz not null,
    held_until     timestamptz null,
    decided_at     timestamptz null,
    photos         text[]      not null
);
create index parcels_scanned_at on parcels (scanned_at);
create index parcels_rma on parcels (rma_number);
create index parcels_state on parcels (state, scanned_at);

-- What was taken out of accepted parcels, one row a return; written with the unit's events.
create table units (
    return_id           uuid        primary key,
    rma_id              uuid        not null,
    rma_number          text        not null,
    line                int         not null,
    account_id          text        not null,
    serial_number       text        not null,
    sku                 text        null,
    has_drive           boolean     not null,
    accessories         text[]      not null,
    parcel_id           uuid        not null,
    site                text        not null,
    state               text        not null,
    arrived_at          timestamptz not null,
    received_at         timestamptz not null,
    inspected_by        text        null,
    inspected_at        timestamptz null,
    retail_box_opened   boolean     null,
    factory_seal_broken boolean     null,
    enclosure_opened    boolean     null,
    missing_accessories text[]      null,
    serial_label        text        null,
    cosmetic_damage     boolean     null,
    internal_damage     boolean     null,
    note                text        null,
    photos              text[]      null
);
create index units_waiting on units (received_at) where state = 'awaiting-inspection';
create index units_received_at on units (received_at);
create index units_rma on units (rma_number);

-- What was found in accepted parcels and is on no line, one row a unit; written with the unit's events.
create table quarantined_units (
    quarantine_id uuid        primary key,
    parcel_id     uuid        not null,
    rma_id        uuid        not null,
    rma_number    text        not null,
    serial_number text        null,
    kind          text        not null,
    instead_of    text        null,
    site          text        not null,
    scanner       text        not null,
    scanned_at    timestamptz not null,
    recorded_at   timestamptz not null,
    state         text        not null,
    return_id     uuid        null
);
create index quarantined_units_scanned_at on quarantined_units (scanned_at);
create index quarantined_units_rma on quarantined_units (rma_number);
