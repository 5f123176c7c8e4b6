import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { exact, minorUnits } from '../base/decimal.ts'
import { type FoundRecord, findByNumber, findInPayloads, readRecords } from '../channels/ledgerQueries.ts'
import { explain } from '../channels/reasons.ts'
import type { IncomingKind } from '../port/records.ts'
import { findWebOrders, type OrderStations, orderStations } from '../sales/whereOrders.ts'
import { offersAgain } from '../sync/offersAgain.ts'
import { ledgerRowShape, shownRecord } from './ledger.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const stationNames = ['reported', 'fetched', 'stored', 'checked', 'inbox', 'taken_over', 'shipped'] as const
const actionNames = ['retry-download', 'retry-import', 'ignore', 'again'] as const
type ActionName = (typeof actionNames)[number]

const answerShape = ledgerRowShape.extend({
  customer: z.string().nullable(),
  place: z.string().nullable(),
  placedAt: z.date().nullable(),
  currency: z.string().nullable(),
  totalGross: z.string().nullable(),
  orderId: z.uuid().nullable(),
  orderNumber: z.string().nullable(),
  deliveryState: z.string().nullable(),
  cancelledAt: z.date().nullable(),
  tracking: z.array(z.string()).readonly(),
  stations: z.array(
    z.object({
      station: z.enum(stationNames),
      state: z.enum(['done', 'problem', 'open']),
      at: z.date().nullable(),
      /** Of the station with a problem: the reason in a sentence. */
      text: z.string().nullable(),
    }),
  ),
  /** What can be done, and why not. */
  actions: z.array(
    z.object({ action: z.enum(actionNames), allowed: z.boolean(), reason: z.string().nullable() }),
  ),
})
type Answer = z.infer<typeof answerShape>

/** How many orders are answered at most: who asks more widely wants the list. */
const answers = 20

/** "Where is my order?": one answer to any number, mail, name or amount. */
export const whereOperations: readonly Operation[] = [
  operation({
    name: 'order.where',
    method: 'GET',
    path: '/ledger/where',
    command: 'order where <text>',
    right: 'ledger.read',
    summary: {
      en: 'Where is the order with this number, e-mail, name or amount?',
      de: 'Wo ist die Bestellung mit dieser Nummer, E-Mail, diesem Namen oder Betrag?',
    },
    input: z.object({
      text: z.string().trim().min(1).max(500).meta({
        description: 'Any number, an e-mail, a name or an amount such as 23.85.',
        'x-de': 'Irgendeine Nummer, eine E-Mail, ein Name oder ein Betrag wie 23,85.',
      }),
    }),
    output: z.object({
      found: z.int(),
      /** The answer in a sentence. */
      sentence: z.string(),
      remedy: z.string().nullable(),
      /** The best answer first. */
      items: z.array(answerShape),
    }),
    run: (context, { text }) =>
      inTransaction(context, async tx => {
        const records = await find(tx, context.tenant, text)
        const ids = records.map(record => record.id)
        const stations = new Map(
          (await orderStations(tx, context.tenant, ids)).map(one => [one.webOrderId, one]),
        )
        const items = records.map(record => answer(context, record, stations.get(record.id)))
        return { found: items.length, ...inOneSentence(context, items), items }
      }),
  }),
]

async function find(tx: Tx, tenant: string, text: string): Promise<FoundRecord[]> {
  const numbers = [...new Set([text, text.toUpperCase()])]
  const named = await findByNumber(tx, tenant, numbers, answers)
  const amount = amountOf(text)
  // Two digits after the point: so people say amounts, whatever the currency can hold.
  const minor = amount === undefined ? null : minorUnits(exact(amount), 2)
  const orders = await findWebOrders(tx, tenant, { numbers, text, minor }, answers)
  // Who gave a number has been answered; of a parked order a name or an amount stands in its payload alone.
  const hidden = named.length === 0 ? await findInPayloads(tx, tenant, amount ?? text, 1000) : []
  return readRecords(tx, tenant, [...new Set([...named, ...orders, ...hidden])].slice(0, answers))
}

/** The amount of "23,85", "1.284,60 €" or "€1,284.60" as a decimal; undefined for what has no cents: that is a number. */
export function amountOf(text: string): string | undefined {
  const bare = text.replace(/[\s€$£]|EUR/g, '')
  if (/^\d{1,3}(\.\d{3})*,\d{2}$|^\d+,\d{2}$/.test(bare)) return bare.replaceAll('.', '').replace(',', '.')
  return /^\d{1,3}(,\d{3})*\.\d{2}$|^\d+\.\d{2}$/.test(bare) ? bare.replaceAll(',', '') : undefined
}

function answer(context: Context, record: FoundRecord, order: OrderStations | undefined): Answer {
  const { system, facts, storedAt, locked, archived, ...row } = record
  return {
    ...shownRecord(context, row),
    customer: order?.customer ?? null,
    place: order?.place ?? null,
    placedAt: order?.placedAt ?? record.occurredAt,
    currency: order?.currency ?? null,
    totalGross: order?.totalGross ?? null,
    orderId: order?.orderId ?? null,
    orderNumber: order?.orderNumber ?? null,
    deliveryState: order?.deliveryState ?? null,
    cancelledAt: order?.cancelledAt ?? null,
    tracking: order?.tracking ?? [],
    stations: stationsOf(context, record, order),
    actions: actionNames.map(action => {
      const blocker = blockerOf(context, action, record, order)
      return {
        action,
        allowed: blocker === undefined,
        reason: blocker ? explain(...blocker)[context.language] : null,
      }
    }),
  }
}

function stationsOf(
  context: Context,
  record: FoundRecord,
  order: OrderStations | undefined,
): Answer['stations'] {
  const stopped = record.outcome === 'parked' || record.outcome === 'waiting' || record.outcome === 'ignored'
  const why = record.code ? explain(record.code, record.data ?? {})[context.language] : null
  const [open] = order?.state === 'staged' ? order.openChecks : []
  const data = order?.checkData?.find(one => one.code === open)?.data
  const done = (
    station: Answer['stations'][number]['station'],
    at: Date | null,
    text: string | null = null,
  ) => ({
    station,
    state: at ? ('done' as const) : ('open' as const),
    at,
    text,
  })
  return [
    done('reported', record.occurredAt ?? record.firstSeenAt),
    done('fetched', record.firstSeenAt),
    done('stored', record.storedAt),
    stopped
      ? { station: 'checked', state: 'problem', at: record.changedAt, text: why }
      : done('checked', record.changedAt),
    open
      ? {
          station: 'inbox',
          state: 'problem',
          at: record.changedAt,
          text: explain(open, data ?? {})[context.language],
        }
      : done('inbox', stopped || !order ? null : record.changedAt),
    done('taken_over', order?.takenOverAt ?? null, order?.orderNumber ?? null),
    done('shipped', order?.shippedAt ?? null),
  ]
}

type Blocker = Parameters<typeof explain>

function blockerOf(
  context: Context,
  action: ActionName,
  record: FoundRecord,
  order: OrderStations | undefined,
): Blocker | undefined {
  if (record.outcome === 'taken_over' && action !== 'again' && action !== 'retry-download')
    return ['ALREADY_IMPORTED', { as: order?.orderNumber ?? '' }]
  switch (action) {
    case 'retry-import':
      return record.storedAt ? undefined : ['PAYLOAD_GONE']
    case 'ignore':
      return record.outcome === 'ignored' ? ['IGNORED_ALREADY'] : undefined
    case 'again':
      return record.outcome === 'ignored' ? undefined : ['NOT_IGNORED']
    case 'retry-download': {
      const connector = context.kontor.connectors.get(record.system)
      if (record.locked) return ['CHANNEL_LOCKED', { name: record.connection }]
      if (record.archived) return ['CONNECTION_ARCHIVED', { name: record.connection }]
      if (!connector) return ['SYSTEM_UNKNOWN', { system: record.system }]
      const offered = offersAgain(connector, record.facts, record.kind as IncomingKind)
      return offered ? undefined : ['AGAIN_NOT_OFFERED']
    }
    default:
      return action satisfies never
  }
}

const sentences = {
  de: {
    none: 'Kein Kanal hat eine solche Bestellung gemeldet.',
    remedy: 'Beim Kanal nachsehen oder nachträglich anfordern.',
    taken_over: (number: string) => `Übernommen als Auftrag ${number}.`,
    shipped: (number: string) => `Versendet mit Auftrag ${number}.`,
    cancelled: (number: string) => `Der Auftrag ${number} ist storniert.`,
    staged: 'Im Eingang, noch nicht übernommen.',
  },
  en: {
    none: 'No channel has reported such an order.',
    remedy: 'Look at the channel, or request it again.',
    taken_over: (number: string) => `Taken over as order ${number}.`,
    shipped: (number: string) => `Shipped with order ${number}.`,
    cancelled: (number: string) => `The order ${number} is cancelled.`,
    staged: 'In the inbox, not taken over yet.',
  },
} as const

function inOneSentence(
  context: Pick<Context, 'language'>,
  items: readonly Answer[],
): { sentence: string; remedy: string | null } {
  const say = sentences[context.language]
  const [best] = items
  if (!best) return { sentence: say.none, remedy: say.remedy }
  if (best.reason) return { sentence: best.reason, remedy: best.remedy }
  const stopped = best.stations.find(station => station.state === 'problem')
  if (stopped?.text) return { sentence: `${say.staged} ${stopped.text}`, remedy: null }
  const number = best.orderNumber ?? ''
  if (!best.orderNumber) return { sentence: say.staged, remedy: null }
  if (best.cancelledAt) return { sentence: say.cancelled(number), remedy: null }
  return {
    sentence: best.deliveryState === 'shipped' ? say.shipped(number) : say.taken_over(number),
    remedy: null,
  }
}
