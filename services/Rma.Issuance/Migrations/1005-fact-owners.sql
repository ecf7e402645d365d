-- Invoice lines and purchase orders have streams of their own from here on. What was stated before is found by these, when such a stream begins.
create index if not exists purchases_by_invoice on mt_events ((data->>'InvoiceId')) where type = 'unit_purchase_recorded';
create index if not exists orders_by_number on mt_events ((data->>'PurchaseOrderId')) where type = 'replacement_order_noted';
