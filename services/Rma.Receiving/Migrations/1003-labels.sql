-- What the label of a unit said beside its serial number, as it was sent and as it was read.
-- What the carrier's label and the scales say of a carton.
alter table parcels add column carrier text null, add column tracking_number text null, add column tracking_key text null, add column weight_kg numeric(9,3) null,
    add column carton int null, add column cartons int null, add column sscc text null;
create index parcels_tracking on parcels (tracking_key) where tracking_key is not null;

-- Shipments that their senders announced, one row each; written with their events.
create table expected_shipments (
    shipment_id     uuid        primary key,
    rma_id          uuid        not null,
    rma_number      text        not null,
    account_id      text        not null,
    carrier         text        not null,
    tracking_number text        not null,
    tracking_key    text        not null,
    cartons         int         not null,
    lines           int[]       not null,
    announced_at    timestamptz not null
);
create index expected_shipments_rma on expected_shipments (rma_number);
create index expected_shipments_tracking on expected_shipments (tracking_key);

-- How the time of a scan was found: by the device's clock, corrected, or said by a person.
alter table parcels add column device_scanned_at timestamptz null, add column sent_at timestamptz null, add column clock_skew_seconds bigint null,
    add column arrival_set_by text null, add column arrival_reason text null;
alter table units add column raw text null, add column gtin text null, add column part_number text null;
-- What the requester said is wrong with it.
alter table units add column reason_code text null, add column defect text null;
alter table quarantined_units add column raw text null, add column gtin text null, add column part_number text null;
