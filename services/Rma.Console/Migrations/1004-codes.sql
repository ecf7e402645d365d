-- Why an item was denied: figures of refusals lead to the list of them.
alter table returns add column code text null;
create index returns_by_code on returns (slot, code, requested_at, return_id) where code is not null;
drop index heard_answers;

-- What is overdue is looked for among what is open: what has ended is a hundred times as much.
create index returns_open_requested on returns (slot, requested_at, return_id)
    where state not in ('Expired', 'Cancelled', 'Closed', 'Denied', 'Withdrawn', 'Lapsed');
create index returns_open_since on returns (slot, since, return_id)
    where state not in ('Expired', 'Cancelled', 'Closed', 'Denied', 'Withdrawn', 'Lapsed');

-- The carton that the requester announced last.
alter table returns add column carrier text null;
alter table returns add column tracking_number text null;

-- What employees do among themselves is no news for the account.
alter table changes add column among_employees boolean not null default false;

-- The owner's right, as of emptying it.
create function analyze_building_slot() returns void language plpgsql security definer set search_path from current as $$
declare
    free smallint := (select 1 - active from read_side);
begin
    execute format('analyze heard_%s, returns_%s, parcels_%s, accounts_%s, terms_%s', free, free, free, free, free);
end $$;
