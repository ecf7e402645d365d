-- What the label of a unit said beside its serial number, as it was sent and as it was read.
alter table units add column raw text null, add column gtin text null, add column part_number text null;
alter table quarantined_units add column raw text null, add column gtin text null, add column part_number text null;
