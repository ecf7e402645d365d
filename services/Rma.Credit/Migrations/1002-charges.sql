-- Every charge case that was asked for, one row each; written with its events.
create table charge_cases (
    charge_case_id uuid          primary key,
    rma_id         uuid          not null,
    rma_number     text          not null,
    line           integer       not null,
    account_id     text          not null,
    serial_number  text          not null,
    remedy         text          not null,
    state          text          not null,
    code           text          null,
    reason         text          not null,
    requested_at   timestamptz   not null,
    changed_at     timestamptz   not null,
    amount         numeric(18,4) null,
    currency       text          null
);
create index charge_cases_state on charge_cases (state, requested_at);
create index charge_cases_rma on charge_cases (rma_number);
create index charge_cases_serial on charge_cases (serial_number);

-- The money's own guard: one charge a return, always more than nothing, nothing changed afterwards.
create table charges (
    charge_id     uuid          primary key,
    return_id     uuid          not null unique,
    account_id    text          not null,
    serial_number text          not null,
    currency      char(3)       not null,
    amount        numeric(18,4) not null,
    business_date date          not null,
    raised_at     timestamptz   not null,
    document      jsonb         not null,
    constraint charges_of_something check (amount > 0)
);
create index charges_business_date on charges (business_date, charge_id);
create index charges_serial on charges (serial_number);

create function charges_are_final() returns trigger language plpgsql as $body$
begin
    raise exception 'A charge is final.' using errcode = 'restrict_violation';
end
$body$;
create trigger charges_are_final before update or delete on charges for each row execute function charges_are_final();
