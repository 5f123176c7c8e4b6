import { z } from 'zod'

const figure = z.object({ value: z.int(), before: z.int() })
const item = { itemId: z.uuid(), itemNumber: z.string(), name: z.string(), quantity: z.string() }

/** What Start shows. `before`: the same weekday a week ago until the same time of day. Amounts are gross. */
export const homeShape = z.object({
  at: z.date(),
  timeZone: z.string(),
  currency: z.string(),
  figures: z.object({
    orders: figure,
    turnover: z.object({
      value: z.string(),
      before: z.string(),
      others: z.array(z.object({ currency: z.string(), gross: z.string() })),
    }),
    /** Orders of which something left today. */
    shipped: z.int(),
    deliverable: z.int(),
    withoutStock: z.int(),
  }),
  turnover: z.array(
    z.object({
      day: z.iso.date(),
      gross: z.string(),
      orders: z.int(),
      /** Null: nothing was sold in these days of last year. */
      lastYear: z.string().nullable(),
      /** By channel; they add up to `gross`. Null: no channel. */
      channels: z.array(z.object({ channelId: z.uuid().nullable(), gross: z.string(), orders: z.int() })),
    }),
  ),
  /** What there is to do: how many, and the list that holds exactly these. */
  todo: z.array(
    z.object({
      what: z.string(),
      count: z.int(),
      countCapped: z.boolean(),
      address: z.string(),
      oldest: z.date().nullable(),
    }),
  ),
  channels: z.array(
    z.object({
      channelId: z.uuid(),
      channel: z.string(),
      system: z.string(),
      state: z.string(),
      sentence: z.string(),
      ordersToday: z.int(),
    }),
  ),
  /** Items that run out first at the pace of the last 14 days. */
  low: z.array(z.object({ ...item, available: z.string(), daysLeft: z.int().nullable() })).readonly(),
  best: z.array(z.object(item)).readonly(),
})
