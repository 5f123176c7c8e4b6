-- What comes in apart from orders is found by its order; a refund may carry the transaction of the payment that it takes back.

create index web_event_order on web_event (tenant_id, connection_id, order_external_id);
create index task_list on task (tenant_id, id) where closed_at is null;
create index order_hold_open on order_hold (tenant_id, order_id) where released_at is null;

drop index web_payment_transaction;
create unique index web_payment_transaction on web_payment (tenant_id, connection_id, order_external_id, transaction_id, (amount < 0))
  where transaction_id is not null;
drop index payment_transaction;
create unique index payment_transaction on payment (tenant_id, order_id, transaction_id, (amount < 0)) where transaction_id is not null;
