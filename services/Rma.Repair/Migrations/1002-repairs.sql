-- The bench repairs, quotes and swaps: what a job waits for is said in words, and its last quote is shown.
alter table workbench
    add column remedy         text          null,
    add column next_action    text          null,
    add column quote_version  integer       null,
    add column quote_amount   numeric(18,4) null,
    add column quote_currency text          null;

update workbench set next_action = case
    when state = 'drive-to-clear' then 'Check and reformat the drive.'
    when state = 'ready' and purpose = 'release-to-stock' then 'Release to stock.'
    when state = 'ready' then 'Send back to the sender.'
end;
