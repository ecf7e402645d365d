-- What the sagas say of returns that have come to their end, as far as it was heard: held against the books of credits and charges.
create table returns_closed (
    return_id uuid        primary key,
    outcome   text        not null,
    credit_id uuid        null,
    charge_id uuid        null,
    closed_at timestamptz not null
);

-- The control totals that finance was told, one a business date, each once and for ever.
create table control_totals (
    business_date date        primary key,
    document      jsonb       not null,
    stated_at     timestamptz not null
);
