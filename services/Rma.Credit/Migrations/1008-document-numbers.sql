-- The numbers of the documents that finance books, without a gap within a year and a kind; given when the business date is over.
create table document_numbers (
    document_id uuid        primary key,
    kind        text        not null check (kind in ('credit', 'charge')),
    year        int         not null,
    number      int         not null check (number > 0),
    numbered_at timestamptz not null,
    unique (kind, year, number)
);
insert into append_only values ('document_numbers');
