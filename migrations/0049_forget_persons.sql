-- What only retention may: delete what is appended about a person, and empty what stands of one in documents whose time is over.

create policy retention on customer for select to kontor_retention using (true);
create policy retention on customer_history to kontor_retention using (true);
create policy retention on customer_history_value to kontor_retention using (true);
create policy retention on customer_merge to kontor_retention using (true);
create policy retention on customer_merge_row to kontor_retention using (true);
create policy retention on ledger_history to kontor_retention using (true);
create policy retention on sales_order to kontor_retention using (true);
create policy retention on sales_order_line to kontor_retention using (true);
create policy retention on payment to kontor_retention using (true);
create policy retention on order_hold to kontor_retention using (true);
create policy retention on delivery to kontor_retention using (true);
create policy retention on order_cancellation to kontor_retention using (true);
create policy retention on cancellation_request to kontor_retention using (true);
create policy retention on order_return to kontor_retention using (true);
create policy retention on order_return_line to kontor_retention using (true);
create policy retention on task to kontor_retention using (true);
create policy retention on quotation to kontor_retention using (true);
create policy retention on quotation_line to kontor_retention using (true);
grant select (tenant_id, id, merged_into, anonymised_at, forgotten_at) on customer to kontor_retention;
grant select (tenant_id, id, customer_id) on customer_history to kontor_retention;
grant select (tenant_id, history_id), delete on customer_history_value to kontor_retention;
grant select (tenant_id, id, into_id) on customer_merge to kontor_retention;
grant select (tenant_id, merge_id, from_id), delete on customer_merge_row to kontor_retention;
grant select (tenant_id, ledger_id, data), update (data) on ledger_history to kontor_retention;
grant select (tenant_id, id, cancel_reason, complete_reason), update (billing, shipping, customer_name, customer_vat_id, customer_note, note,
  cancel_reason, complete_reason) on sales_order to kontor_retention;
grant select (tenant_id, order_id), update (detail, note) on sales_order_line to kontor_retention;
grant select (tenant_id, order_id), update (reason) on payment to kontor_retention;
grant select (tenant_id, order_id, reason), update (reason) on order_hold to kontor_retention;
grant select (tenant_id, order_id, reverse_reason), update (note, reverse_reason) on delivery to kontor_retention;
grant select (tenant_id, order_id), update (reason) on order_cancellation to kontor_retention;
grant select (tenant_id, order_id), update (reason, answer_reason) on cancellation_request to kontor_retention;
grant select (tenant_id, order_id), update (note, pickup) on order_return to kontor_retention;
grant select (tenant_id, order_id), update (comment, condition_note) on order_return_line to kontor_retention;
grant select (tenant_id, order_id, data), update (data, note) on task to kontor_retention;
grant select (tenant_id, id), update (billing, shipping, customer_name, customer_vat_id, customer_note, note, decline_reason)
  on quotation to kontor_retention;
grant select (tenant_id, quotation_id), update (note) on quotation_line to kontor_retention;
