-- What the requester said is wrong with the unit.
alter table workbench add column reason_code text null, add column defect text null;
