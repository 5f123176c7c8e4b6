import type { Tx } from './database.ts'

/** Tables that grow together, by what makes them grow. */
const tables = {
  incoming: [
    'ledger',
    'link',
    'web_order',
    'web_order_line',
    'web_customer',
    'web_payment',
    'ack_outbox',
    'item',
  ],
  sales: [
    'customer',
    'customer_key',
    'customer_address',
    'search_term',
    'sales_order',
    'sales_order_line',
    'allocation',
    'payment',
    'stock_level',
  ],
  csv: [
    'item',
    'item_text',
    'item_category',
    'item_price',
    'item_channel',
    'category',
    'search_term',
    'stock_level',
  ],
  catalogue: [
    'adoption',
    'link',
    'item',
    'item_text',
    'item_category',
    'item_channel',
    'variation',
    'variation_value',
    'child_value',
    'search_term',
    'channel_object',
    'due',
  ],
  outgoing: [
    'item',
    'item_channel',
    'item_price',
    'item_category',
    'stock_level',
    'link',
    'due',
    'channel_object',
    'delivery',
    'delivery_line',
  ],
} as const

/** When it pays to look, counted in batches of one piece of work: tables have grown fourfold since, or not at all. */
export function isTimeToLook(batch: number): boolean {
  return [1, 4, 16, 64].includes(batch)
}

/**
 * Lets the database look at tables that have grown out of nothing (see kontor_fresh_statistics). Without it, plans of the
 * first minute are made for empty tables: joins that read everything for each row.
 */
export async function freshStatistics(tx: Tx, which: keyof typeof tables): Promise<void> {
  await tx.run(`select kontor_fresh_statistics(variadic $1::text[])`, [tables[which]])
}
