-- What a notice says, for programs; null for those of before.
alter table notices add column details jsonb null;
