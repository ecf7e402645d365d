-- Returns are listed newest first.
create index sagas_newest on sagas (saga, updated_at desc);
