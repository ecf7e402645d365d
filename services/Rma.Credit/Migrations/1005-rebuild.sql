-- The books can be made again from the events (./rma rebuild). Only a transaction that says so changes or removes a row of them.
create or replace function credits_are_final() returns trigger language plpgsql as $body$
begin
    if current_setting('rma.rebuild', true) = 'on' then
        if tg_op = 'DELETE' then return old; end if;
        return new;
    end if;
    raise exception 'A credit is final.' using errcode = 'restrict_violation';
end
$body$;

create or replace function charges_are_final() returns trigger language plpgsql as $body$
begin
    if current_setting('rma.rebuild', true) = 'on' then
        if tg_op = 'DELETE' then return old; end if;
        return new;
    end if;
    raise exception 'A charge is final.' using errcode = 'restrict_violation';
end
$body$;

-- What was credited of each purchase, summed up anew from the credits, which an ordinary transaction only adds to.
create function sum_up_credits() returns void language plpgsql as $body$
begin
    lock table credits in share row exclusive mode; -- no credit is added while they are summed up
    delete from purchases_credited p
    where not exists (select from credits c where c.serial_number = p.serial_number and c.invoice_id = p.invoice_id);
    insert into purchases_credited as p (serial_number, invoice_id, currency, price_paid, credited)
    select serial_number, invoice_id, max(currency), (array_agg(price_paid order by issued_at desc, credit_id))[1], sum(net_amount)
    from credits group by serial_number, invoice_id
    on conflict (serial_number, invoice_id) do update
        set currency = excluded.currency, price_paid = excluded.price_paid, credited = excluded.credited
        where (p.currency, p.price_paid, p.credited) is distinct from (excluded.currency, excluded.price_paid, excluded.credited);
end
$body$;

-- A rebuild sums up at its end; until then the sums stay as they are.
drop trigger credit_counts_towards_cap on credits;
create trigger credit_counts_towards_cap after insert on credits for each row
    when (current_setting('rma.rebuild', true) is distinct from 'on') execute function credit_counts_towards_cap();
