-- Who chose which restocking fee, beside the case: lists are filtered by it, and figures made of it.
alter table credit_cases add column fee_percent numeric(5, 2) null;
alter table credit_cases add column fee_chosen_by text null;
alter table credit_cases add column fee_chosen_at timestamptz null;
alter table charge_cases add column fee_percent numeric(5, 2) null;
alter table charge_cases add column fee_chosen_by text null;
alter table charge_cases add column fee_chosen_at timestamptz null;
create index credit_cases_fee_chosen on credit_cases (fee_chosen_at) where fee_chosen_at is not null;
create index charge_cases_fee_chosen on charge_cases (fee_chosen_at) where fee_chosen_at is not null;
