-- Lists that are walked to any depth without a filter.
create index credit_cases_requested on credit_cases (requested_at, credit_case_id);
create index charge_cases_requested on charge_cases (requested_at, charge_case_id);
