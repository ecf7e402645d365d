-- Every departure from the policy, one row an override; written with its events.
create table override_ledger (
    override_id   uuid          primary key,
    serial_number text          not null,
    code          text          not null,
    clause        text          not null,
    percent       numeric(5, 2) null,
    reason        text          not null,
    expires_on    date          not null,
    state         text          not null,
    requested_by  text          not null,
    requested_at  timestamptz   not null,
    answered_by   text          null,
    answered_at   timestamptz   null,
    check (answered_by is null or state = 'rejected' or answered_by <> requested_by)
);
create index override_ledger_item on override_ledger (serial_number, requested_at desc);
create index override_ledger_requested_at on override_ledger (requested_at desc);

-- Every disagreement with an answer, one row a dispute; written with its events.
create table disputes (
    dispute_id  uuid        primary key,
    subject     text        not null,
    reference   text        not null,
    account_id  text        not null,
    reason      text        not null,
    raised_by   text        not null,
    raised_at   timestamptz not null,
    state       text        not null,
    resolution  text        null,
    override_id uuid        null,
    resolved_by text        null,
    resolved_at timestamptz null
);
create index disputes_raised_at on disputes (raised_at desc);

-- Where a serial number's life is looked up by a parcel, a credit or a loaner.
create index sagas_parcel on sagas ((data->>'ParcelId'));
create index sagas_credit on sagas ((data->>'CreditId'));
