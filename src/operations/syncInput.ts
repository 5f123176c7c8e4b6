import { z } from 'zod'
import type { CompleteKind } from '../channels/completeStore.ts'
import type { LaneKind } from '../sync/lanes.ts'
import type { SyncWish } from '../sync/startSync.ts'
import type { Context } from './operation.ts'

/** Kinds of data that a synchronisation can be limited to, and the lanes that bring them. */
const lanesOf = {
  orders: 'orders',
  stock: 'stock',
  categories: 'catalogue',
  manufacturers: 'catalogue',
  characteristics: 'catalogue',
  items: 'catalogue',
  prices: 'catalogue',
  images: 'catalogue',
  'cross-selling': 'catalogue',
  customers: 'feedback',
  status: 'feedback',
} as const satisfies Readonly<Record<string, LaneKind>>
export const syncKinds = Object.keys(lanesOf) as (keyof typeof lanesOf)[]

export const syncInput = z.object({
  channels: z.array(z.string().min(1).max(200)).max(1000).default([]).meta({
    description: 'Connections or channels; all that are not locked if none is named.',
    'x-de': 'Verbindungen oder Kanäle; ohne Angabe alle, die nicht gesperrt sind.',
  }),
  only: z
    .array(z.enum(syncKinds))
    .default([...syncKinds])
    .meta({
      description: 'Only these kinds of data. Categories, items and prices go together.',
      'x-de': 'Nur diese Datenarten. Kategorien, Artikel und Preise gehen zusammen.',
    }),
  complete: z.boolean().default(false).meta({
    description:
      'Send every active object of these kinds again, once. Goes on after a crash; can be paused. Orders are fetched as usual.',
    'x-de':
      'Alle aktiven Objekte dieser Datenarten noch einmal senden. Geht nach einem Absturz weiter, lässt sich anhalten. Bestellungen werden wie sonst geholt.',
  }),
  dryRun: z.boolean().default(false).meta({
    description: 'Send nothing and fetch nothing; work out what would be sent (sync preview).',
    'x-de': 'Nichts senden und nichts holen, sondern ermitteln, was gesendet würde (sync preview).',
  }),
  preview: z.uuid().optional().meta({
    description:
      'Id of a dry run: do just what it showed, or say which objects differ. Its channels and kinds count.',
    'x-de':
      'Kennung eines Probelaufs: genau das tun, was er zeigte, oder sagen, was anders ist. Es gelten seine Kanäle und Datenarten.',
  }),
})

const completeKindOf = {
  categories: 'category',
  manufacturers: 'manufacturer',
  characteristics: 'characteristic',
  items: 'item',
  prices: 'price',
  stock: 'stock',
  images: 'image',
  'cross-selling': 'cross_selling',
  customers: 'customer',
  status: 'order_status',
} as const satisfies Readonly<Record<Exclude<keyof typeof lanesOf, 'orders'>, CompleteKind>>

/** The kinds of objects that names of data kinds mean; orders are not sent. */
export function completeKindsOf(only: readonly (keyof typeof lanesOf)[]): CompleteKind[] {
  return [...new Set(only)].flatMap(kind => (kind === 'orders' ? [] : [completeKindOf[kind]]))
}

/** Who asks for which connections and kinds of data, under which name of a process. */
export function syncWish(
  context: Pick<Context, 'tenant' | 'actor' | 'kontor'>,
  input: z.infer<typeof syncInput>,
): SyncWish {
  return {
    tenant: context.tenant,
    channels: input.channels,
    lanes: [...new Set(input.only.map(kind => lanesOf[kind]))],
    askedBy: context.actor.name,
    holder: context.kontor.holder,
    ...(input.complete
      ? { complete: { kinds: completeKindsOf(input.only), connectors: context.kontor.connectors } }
      : {}),
  }
}
