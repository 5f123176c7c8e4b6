import type { ShopCustomer, ShopOrder, ShopPayment } from '../../testkit/jtlConnector/shopData.ts'

/** The last day of the file. */
const lastDay = Date.UTC(2010, 11, 23)
const dayMs = 86_400_000

/** So many whole days lie between the file's last day and yesterday: a shop that stopped in 2010 has nothing to show today. */
export function daysSince(now: Date): number {
  return Math.floor((now.getTime() - lastDay) / dayMs) - 1
}

interface Dated {
  readonly customers: readonly ShopCustomer[]
  readonly orders: readonly ShopOrder[]
  readonly payments: readonly ShopPayment[]
}

/** The same records so many days later, at the same time of day. */
export function moveDates<T extends Partial<Dated>>(records: T, days: number): T {
  return {
    ...records,
    customers: records.customers?.map(one => ({ ...one, createdAt: later(one.createdAt, days) })),
    orders: records.orders?.map(one => ({
      ...one,
      createdAt: later(one.createdAt, days),
      paidAt: later(one.paidAt ?? null, days),
    })),
    payments: records.payments?.map(one => ({ ...one, createdAt: later(one.createdAt, days) })),
  }
}

// The date alone is moved: the time of day and the offset stay as they are written.
function later(iso: string | null, days: number): string | null {
  if (iso === null) return null
  const date = new Date(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) + days * dayMs)
  return date.toISOString().slice(0, 10) + iso.slice(10)
}
