-- Figures are made of what happened in a range of time.
create index heard_moves on heard (slot, at) where type = 'Issuance.V1:ReturnMoved';
create index heard_answers on heard (slot, at) where type in ('Issuance.V1:RmaDenied', 'Issuance.V1:RmaIssued');

-- The lists that figures lead to, and two filters that few rows have together.
create index returns_by_sku on returns (slot, sku, requested_at, return_id);
create index returns_by_reason on returns (slot, reason_code, requested_at, return_id) where reason_code is not null;
create index returns_by_remedy_and_outcome on returns (slot, remedy, outcome, requested_at, return_id);
