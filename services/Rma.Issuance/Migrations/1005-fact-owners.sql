-- Invoice lines and purchase orders have streams of their own from here on. What was stated before, in the streams of units and numbers, is listed
-- here once and read when such a stream begins. (An index on mt_events would be dropped by the store, which owns that table.)
create table earlier_statements (
    seq_id      bigint not null primary key,
    type        text   not null,
    document_id text   not null
);
insert into earlier_statements (seq_id, type, document_id)
select seq_id, type, data->>'InvoiceId' from mt_events where type = 'unit_purchase_recorded' and data->>'InvoiceId' is not null
union all
select seq_id, type, data->>'PurchaseOrderId' from mt_events where type = 'replacement_order_noted' and data->>'PurchaseOrderId' is not null;
create index earlier_statements_document on earlier_statements (type, document_id);
