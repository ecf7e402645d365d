-- What excludes a unit from its warranty, as it was seen; and how a unit in quarantine ended.
alter table units add column exclusions text[] null;
alter table quarantined_units add column settled_by text null, add column settled_at timestamptz null, add column settled_why text null;
