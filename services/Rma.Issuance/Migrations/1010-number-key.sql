-- Under this key the numbers of this installation are scattered: without it nobody can tell from some numbers which others were issued.
-- It is never changed: the same key gives every sequence number its own RMA number.
create table number_key (
    only_row     boolean primary key default true check (only_row),
    key          bytea   not null,
    numbered_yet boolean not null -- whether numbers were issued without the key before: a new one may then be one of them
);
insert into number_key (key, numbered_yet)
select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')),
    exists (select from rma_register);
insert into append_only values ('number_key');
