-- From here on every row has the signature of the service in its headers. Rows that were there before are signed in this transaction,
-- once; what somebody without the service's key adds later has no signature and is refused by whoever receives it.
comment on table outbox is 'Signed messages of this service that the broker has not confirmed yet.';

-- A dead letter that concerns money is replayed by two people: who asked first, and why.
alter table quarantine
    add column replay_asked_by text,
    add column replay_asked_at timestamptz,
    add column replay_asked_why text,
    add column replayed_why text;
