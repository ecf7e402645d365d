-- Every credit case that was asked for, one row each; written with its events.
create table credit_cases (
    credit_case_id uuid        primary key,
    rma_id         uuid        not null,
    rma_number     text        not null,
    line           integer     not null,
    account_id     text        not null,
    serial_number  text        not null,
    sku            text        null,
    state          text        not null,
    code           text        null,
    reason         text        not null,
    requested_at   timestamptz not null,
    changed_at     timestamptz not null,
    credit_id      uuid        null
);
create index credit_cases_state on credit_cases (state, requested_at);
create index credit_cases_rma on credit_cases (rma_number);
create index credit_cases_serial on credit_cases (serial_number);

-- The money's own guard. It does not ask the code: one credit a return, never more than was paid for the purchase, nothing changed afterwards.
create table credits (
    credit_id     uuid          primary key,
    return_id     uuid          not null unique,
    account_id    text          not null,
    serial_number text          not null,
    invoice_id    text          not null,
    currency      char(3)       not null,
    net_amount    numeric(18,4) not null,
    amount        numeric(18,4) not null,
    price_paid    numeric(18,4) not null,
    business_date date          not null,
    issued_at     timestamptz   not null,
    document      jsonb         not null,
    constraint credits_within_price_paid check (net_amount >= 0 and net_amount <= price_paid)
);
create index credits_business_date on credits (business_date, credit_id);
create index credits_serial on credits (serial_number);

-- The lifetime cap (W13, A-49): a purchase is a serial number on an invoice; sold again on a new invoice it is a new one.
create table purchases_credited (
    serial_number text          not null,
    invoice_id    text          not null,
    currency      char(3)       not null,
    price_paid    numeric(18,4) not null,
    credited      numeric(18,4) not null,
    primary key (serial_number, invoice_id),
    constraint purchases_credited_within_price_paid check (credited >= 0 and credited <= price_paid)
);

create function credit_counts_towards_cap() returns trigger language plpgsql set search_path from current as $body$
begin
    insert into purchases_credited as p (serial_number, invoice_id, currency, price_paid, credited)
    values (new.serial_number, new.invoice_id, new.currency, new.price_paid, new.net_amount)
    on conflict (serial_number, invoice_id) do update
        set credited = p.credited + excluded.credited, price_paid = excluded.price_paid
        where p.currency = excluded.currency;
    if not found then
        raise exception 'Invoice % of % was credited in another currency before.', new.invoice_id, new.serial_number
            using errcode = 'check_violation', constraint = 'purchases_credited_one_currency';
    end if;
    return null;
end
$body$;
create trigger credit_counts_towards_cap after insert on credits for each row execute function credit_counts_towards_cap();

create function credits_are_final() returns trigger language plpgsql as $body$
begin
    raise exception 'A credit is final.' using errcode = 'restrict_violation';
end
$body$;
create trigger credits_are_final before update or delete on credits for each row execute function credits_are_final();
