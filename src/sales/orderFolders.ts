/**
 * The folders of the order list: stored filters with a count each. `open` is the sum of deliverable, partly, none, held
 * and of the few open orders that have nothing to deliver.
 */
export const orderFolders = [
  'all',
  'open',
  'unpaid',
  'deliverable',
  'partly_deliverable',
  'not_deliverable',
  'held',
  'shipped',
  'cancelled',
] as const
export type OrderFolder = (typeof orderFolders)[number]

/**
 * What is in each folder, as a condition on `sales_order o`. Each is the condition of an index (migration 0011), so that
 * a page and a count cost what they show and not what there is.
 */
export const folderConditions: Readonly<Record<OrderFolder, string>> = {
  all: 'true',
  open: `o.list_state in ('open', 'in_progress')`,
  unpaid: `o.cancelled_at is null and o.payment_state in ('open', 'partly_paid')`,
  deliverable: `o.list_state in ('open', 'in_progress') and o.hold_reason is null and o.deliverability = 'full'`,
  partly_deliverable: `o.list_state in ('open', 'in_progress') and o.hold_reason is null and o.deliverability = 'part'`,
  not_deliverable: `o.list_state in ('open', 'in_progress') and o.hold_reason is null and o.deliverability = 'none'`,
  held: `o.list_state in ('open', 'in_progress') and o.hold_reason is not null`,
  shipped: `o.list_state = 'shipped'`,
  cancelled: `o.list_state = 'cancelled'`,
}
