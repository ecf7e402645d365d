-- Pieces of products without serial numbers, and whose they are: where a request for so many of a product finds them.
create table pieces (
    item         text primary key,
    sku          text not null,
    account_id   text not null,
    invoice_id   text not null,
    invoice_date date not null
);
create index pieces_of_account on pieces (account_id, sku, invoice_date desc);
