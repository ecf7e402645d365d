-- Figures are made of what happened in a range of time.
create index heard_moves on heard (slot, at) where type = 'Issuance.V1:ReturnMoved';
create index heard_answers on heard (slot, at) where type in ('Issuance.V1:RmaDenied', 'Issuance.V1:RmaIssued');
