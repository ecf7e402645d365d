-- Every POST of a delivery, also those before it was replayed.
alter table webhook_deliveries add column posts int not null default 0;
update webhook_deliveries set posts = attempts;
