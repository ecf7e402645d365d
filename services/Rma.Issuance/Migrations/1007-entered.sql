-- Returns that are under way, by how long they have been in their state.
create index sagas_entered on sagas (saga, state, entered_at) where state not in ('Closed', 'Expired', 'Cancelled');
