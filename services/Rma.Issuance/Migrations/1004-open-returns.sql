-- Returns that are under way, by how long they have been where they are; those that are over are many and of no interest here.
create index sagas_under_way on sagas (saga, updated_at) where state not in ('Closed', 'Expired', 'Cancelled');
