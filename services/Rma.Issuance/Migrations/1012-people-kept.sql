-- Why a key was destroyed: on the person's request, or because the time for which people's data is kept had passed.
alter table personal_keys add column erasure text null check (erasure in ('request', 'retention'));
update personal_keys set erasure = 'request' where erased_at is not null;

-- Requests that were issued anew name the same person; until now that was not noted.
insert into personal_uses (key_id, rma_id, used_at)
select found.key_id, found.rma_id, min(found.at)
from (
    select substring(data #>> '{Request,Details}' from 'sealed:([0-9a-f]{32}):')::uuid as key_id, (data #>> '{Request,RmaId}')::uuid as rma_id,
        timestamp as at
    from mt_events where type in ('rma_issued', 'rma_denied', 'rma_referred') and data #>> '{Request,Details}' like '%"sealed:%'
) found join personal_keys using (key_id)
group by 1, 2
on conflict do nothing;

create index personal_reads_age on personal_reads (read_at);
