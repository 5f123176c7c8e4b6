/**
 * What belongs to a customer and goes with it when it becomes a part of another: the column that names the customer, and the
 * one that names the row. A test walks the foreign keys of the database: a table that refers to customers stands here or below.
 */
export const movedTables: readonly MovedTable[] = [
  { table: 'web_order', key: 'id', column: 'assigned_customer_id', type: 'uuid' },
  { table: 'web_customer', key: 'id', column: 'customer_id', type: 'uuid' },
  { table: 'customer_key', key: 'key', column: 'customer_id', type: 'text' },
  { table: 'customer_note', key: 'id', column: 'customer_id', type: 'uuid' },
  { table: 'quotation', key: 'id', column: 'customer_id', type: 'uuid' },
  { table: 'sales_order', key: 'id', column: 'customer_id', type: 'uuid', touch: 'country' },
]

/** A table whose rows move with their customer. */
export interface MovedTable {
  readonly table: string
  readonly key: string
  readonly column: string
  readonly type: 'uuid' | 'text'
  /**
   * A column that is set to itself. PostgreSQL 18 reads the definitions of all generated columns anew for every row where an
   * UPDATE touches nothing that one of them is made of, which takes longer than to make one.
   */
  readonly touch?: string
}

/** What an UPDATE of rows `t` sets besides. */
export function touched({ touch }: MovedTable): string {
  return touch === undefined ? '' : `, ${touch} = t.${touch}`
}

/** Tables that refer to customers and are dealt with otherwise, with the reason. */
export const otherTables: Readonly<Record<string, string>> = {
  customer: 'who was a part of a merged one becomes a part of the survivor',
  customer_address: 'an address that the survivor has already stays behind',
  customer_history: 'stays with whom it was done to; the survivor shows it',
  customer_merge: 'says what was merged',
  customer_not_same: 'what a person said of two stays said; the preview of a merge names it',
  customer_merge_row: 'says whose each row was',
}
