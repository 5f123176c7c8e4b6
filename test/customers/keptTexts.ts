/** Tables that hold nothing of a customer, by what they hold. A new table is named here, or its texts have to be forgotten. */
export const ofNobody: Readonly<Record<string, readonly string[]>> = {
  'what is sold, where, and what it costs': [
    ...[
      'attribute',
      'category',
      'category_channel_text',
      'category_text',
      'characteristic',
      'characteristic_text',
    ],
    ...['cross_selling_group', 'cross_selling_group_text'],
    ...['characteristic_value', 'characteristic_value_text', 'item', 'item_attribute', 'item_channel_text'],
    ...[
      'item_image',
      'item_text',
      'manufacturer',
      'manufacturer_text',
      'price_list',
      'tax_class',
      'variation',
    ],
    ...['variation_text', 'variation_value', 'variation_value_text', 'blob', 'bulk_edit', 'bulk_edit_value'],
  ],
  'where it lies': ['adjustment_reason', 'stock_movement', 'stocktaking', 'warehouse'],
  'how the company works: its lists, ranges, people, settings': [
    ...[
      'alert_message',
      'alert_route',
      'alert_settings',
      'api_key',
      'app_user',
      'cancellation_reason',
      'carrier',
    ],
    ...[
      'company',
      'company_vat_id',
      'csv_import',
      'csv_template',
      'customer_group',
      'list_setting',
      'list_view',
    ],
    ...[
      'number_range',
      'order_colour',
      'payment_method',
      'return_reason',
      'role',
      'shipping_method',
      'user_session',
    ],
  ],
  'shops, and what is told to them of the catalogue': [
    ...['adoption', 'adoption_reading', 'again_request', 'call_bucket', 'channel', 'channel_customer_group'],
    ...['channel_event', 'channel_map', 'channel_object', 'channel_success', 'conflict', 'connection'],
    ...['channel_place', 'item_listing', 'item_listing_value', 'offer_adoption', 'reported_row'],
    ...[
      'connection_health',
      'connection_secret',
      'guard_item',
      'incident',
      'link',
      'object_day',
      'recovery_step',
    ],
    ...['sealed_credential', 'sync_cursor', 'sync_lane', 'sync_run', 'web_place', 'web_term'],
    ...['place_session', 'place_ask', 'channel_notice'],
  ],
  'what a look at a synchronisation found, for a day': ['sync_preview'],
  'who did what: ids and names of fields, never a value of a person': ['audit'],
  'attempts to sign in, as hashes': ['sign_in_failure'],
  'goes by itself, by its age: answers kept for a repeated request, pages and letters of shops, rows of files':
    [...['idempotency_key', 'inbound_page', 'journal', 'letter', 'csv_import_row']],
  'what is to be told of a record, until it is told: its id': ['ack_outbox'],
}

/** Columns beside a person that keep what they said, by the reason. */
export const stays: Readonly<Record<string, readonly string[]>> = {
  'names of events and fields, codes, figures and ids': [
    ...[
      'customer_history.data',
      'customer_history.event',
      'sales_order_history.data',
      'sales_order_history.event',
    ],
    ...[
      'sales_order.customer_reason',
      'task.code',
      'task.decision',
      'task.subject',
      'ticket.topic',
      'web_customer.open_checks',
    ],
    ...['web_order.open_checks', 'web_order.payment_state', 'web_order.remote_state', 'web_event.kind'],
    ...['cancellation_request.lines', 'ledger.kind', 'ledger_history.code', 'ledger_history.outcome'],
  ],
  'numbers of documents, here and at the shop': [
    ...['delivery.delivery_number', 'order_return.return_number', 'quotation.quotation_number'],
    ...['sales_order.external_number', 'sales_order.order_number', 'web_order.external_number'],
  ],
  'by which the same record, line or booking is known again and not taken twice': [
    ...['ledger.external_id', 'ledger.external_number', 'ledger.reference', 'ledger_history.reference'],
    ...['payment.transaction_id', 'sales_order_line.external_id', 'web_customer.external_id'],
    ...['web_event.order_external_id', 'web_order_line.external_id', 'web_payment.order_external_id'],
    ...['ticket.about_theirs', 'ticket.place', 'ticket.their_id', 'web_payment.transaction_id'],
    'ticket_message.content',
  ],
  'what was sold, how it was paid and sent, and the tax on it': [
    ...['delivery_package.carrier', 'payment.method', 'quotation.language', 'quotation.payment_method'],
    ...['quotation.shipping_method', 'quotation.tax_sums', 'quotation_line.name', 'quotation_line.sku'],
    ...[
      'sales_order.language',
      'sales_order.payment_method',
      'sales_order.shipping_method',
      'sales_order.tax_sums',
    ],
    ...['sales_order_line.name', 'sales_order_line.sku', 'web_order_line.name', 'web_order_line.sku'],
    'web_payment.method',
  ],
}

/** Texts that the database makes itself, or that take no other word. */
export const notFree: Readonly<Record<string, string>> = {
  'order_document.order_external_id': 'only of what a channel made',
  'company.time_zone': 'a time zone, set for this test',
  'customer.customer_number': 'a number, set for this test',
  'customer.debtor_number': 'the number that the books name, set for this test',
  'item.combination': 'made of the variations',
  'item.gtin': 'digits',
  'order_term.field': 'a short name of a field, set for this test',
  'recovery_step.range_kind': 'a kind of numbers',
  'sales_order.list_state': 'made of the states',
}
