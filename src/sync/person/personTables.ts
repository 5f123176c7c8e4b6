/** What a table is hung on: customers, their orders, or records that shops sent of them. */
export type PersonPart = 'customer' | 'order' | 'record'

/** A table that holds something of a person: `by` names the customer, order or record, or a row of the table before it. */
export interface PersonTable {
  readonly table: string
  readonly part: PersonPart
  readonly by: string
  /** The table, itself in the list, whose rows `by` names. */
  readonly through?: string
  /** Where no column of the table names it: the table as `t` with what does, and `by` as it is called there. SQL. */
  readonly from?: string
}

/**
 * Every table that holds something of a person. An export shows all of them. A test follows the foreign keys of the database from
 * customers, orders and records on: a table that they reach stands here or in `holdNothing`.
 */
export const personTables: readonly PersonTable[] = [
  { table: 'customer', part: 'customer', by: 'id' },
  ...of('customer', 'customer_id', ['customer_address', 'customer_key', 'customer_note', 'customer_history']),
  { table: 'customer_history_value', part: 'customer', by: 'history_id', through: 'customer_history' },
  { table: 'customer_merge', part: 'customer', by: 'into_id' },
  { table: 'customer_merge_row', part: 'customer', by: 'from_id' },
  { table: 'quotation', part: 'customer', by: 'customer_id' },
  { table: 'quotation_line', part: 'customer', by: 'quotation_id', through: 'quotation' },
  { table: 'sales_order', part: 'order', by: 'id' },
  ...of('order', 'order_id', [
    'sales_order_line',
    'sales_order_part',
    'payment',
    'delivery',
    'delivery_line',
    'order_hold',
    'order_cancellation',
    'order_cancellation_line',
    'cancellation_request',
    'order_return',
    'order_return_line',
    'order_document',
    'task',
    'sales_order_history',
    'sales_order_edit_value',
  ]),
  { table: 'delivery_package', part: 'order', by: 'delivery_id', through: 'delivery' },
  { table: 'journal', part: 'order', by: 'object_id' },
  ...of('record', 'id', ['ledger', 'web_order', 'web_customer', 'web_payment', 'web_event']),
  { table: 'channel_object', part: 'record', by: 'object_id' },
  ...of('record', 'web_order_id', ['web_order_line', 'order_confirmation']),
  ...of('record', 'ledger_id', ['ledger_history', 'payload', 'parked_line', 'ticket']),
  {
    // What a channel posted names the order as the channel does.
    table: 'order_document',
    part: 'record',
    by: 'l.id',
    from: `ledger l join order_document t on t.tenant_id = l.tenant_id and t.connection_id = l.connection_id
      and t.order_external_id = l.external_id and l.kind = 'order'`,
  },
  { table: 'ticket_message', part: 'record', by: 'ticket_id', through: 'ticket' },
  { table: 'ticket_file', part: 'record', by: 'ticket_id', through: 'ticket' },
]

/** Tables that are reached and hold nothing of a person, with the reason. */
export const holdNothing: Readonly<Record<string, string>> = {
  customer_not_same: 'ids of two customers of whom somebody said that they are two',
  allocation: 'which pieces on a shelf are set aside for a line that is exported',
}

function of(part: PersonPart, by: string, tables: readonly string[]): PersonTable[] {
  return tables.map(table => ({ table, part, by }))
}
