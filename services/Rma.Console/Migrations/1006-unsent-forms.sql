-- What somebody sent whose session was over: kept for an hour, encrypted, for the same person in the same browser.
create table unsent_forms (
    form       bytea       not null primary key,
    content    text        not null,
    expires_at timestamptz not null
);
create index unsent_forms_expired on unsent_forms (expires_at);
