-- Names, contacts and addresses of people are stored encrypted, each person's under a key of their own: where the key is destroyed, they are
-- gone for good, and the events stay as they were stored.
create table personal_keys (
    key_id    uuid        primary key,
    person    uuid        not null, -- made of account and e-mail address or name; tells neither
    account_id text       not null,
    key       bytea       null,     -- null once destroyed
    made_at   timestamptz not null,
    erased_at timestamptz null,
    erased_by text        null,
    reason    text        null
);
create unique index personal_keys_person on personal_keys (person) where key is not null;

-- In which requests a person is named.
create table personal_uses (
    key_id  uuid        not null references personal_keys (key_id),
    rma_id  uuid        not null,
    used_at timestamptz not null,
    primary key (key_id, rma_id)
);

-- Who was shown whose data.
create table personal_reads (
    key_id  uuid        not null,
    rma_id  uuid        null,
    read_by text        not null,
    role    text        not null,
    purpose text        not null,
    read_at timestamptz not null
);
create index personal_reads_key on personal_reads (key_id, read_at desc);
insert into append_only values ('personal_uses');
