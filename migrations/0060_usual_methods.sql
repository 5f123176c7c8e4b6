-- What a channel's orders get that name none: the usual shipping method and payment method.

alter table channel
  add column usual_shipping_method_id uuid, -- null: none
  add column usual_payment_method_id uuid,
  add foreign key (tenant_id, usual_shipping_method_id) references shipping_method (tenant_id, id),
  add foreign key (tenant_id, usual_payment_method_id) references payment_method (tenant_id, id);
