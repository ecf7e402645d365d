-- Who is at a return or an item, and until when nothing can be done.
alter table returns add column assigned_to text null;
alter table returns add column held_until date null;
alter table returns add column hold_reason text null;
create index returns_assigned on returns (slot, assigned_to, since, return_id) where assigned_to is not null;
create index returns_held on returns (slot, since, return_id) where held_until is not null;
