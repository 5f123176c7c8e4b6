import type { SettingField, Settings } from '../../port/connector.ts'
import type { OrderStatusState } from '../../port/outgoing.ts'
import { type paymentStates, remoteStates } from '../../port/records.ts'

/*
 * Which state here is which state of the shop. The shop numbers its states; it comes with 0 to 8 for orders and 9 to 35 for payments,
 * and a shop can add some of its own.
 */

export type RemoteState = (typeof remoteStates)[number]
export type PaymentState = (typeof paymentStates)[number]

type Told = Exclude<OrderStatusState['delivery'], 'open'>
type Paid = Exclude<OrderStatusState['payment'], 'open'>

/** The settings of states, read. Ids are those of the shop, as texts. */
export interface StatusMapping {
  /** New orders have one of these. */
  readonly open: readonly string[]
  /** What a new order is set to once it is here; absent: it stays as it is. */
  readonly inProgress?: string
  /** What an order is set to; absent: nothing is said of it. */
  readonly delivery: { readonly [K in Told]?: string }
  readonly payment: { readonly [K in Paid]?: string }
  /** What further states of the shop mean. */
  readonly orderStates: ReadonlyMap<string, RemoteState>
  readonly paymentStates: ReadonlyMap<string, PaymentState>
  /** Settings that cannot be read, by their keys. */
  readonly wrong: readonly string[]
}

interface Ids {
  readonly key: string
  readonly standard: string
  readonly de: string
  readonly en: string
}

const deliveryIds: { readonly [K in Told]: Ids } = {
  partly_shipped: {
    key: 'statusPartlyShipped',
    standard: '6',
    de: 'Teilweise ausgeliefert',
    en: 'Partly shipped',
  },
  shipped: { key: 'statusShipped', standard: '7', de: 'Komplett ausgeliefert', en: 'Shipped completely' },
  completed: { key: 'statusCompleted', standard: '2', de: 'Komplett abgeschlossen', en: 'Completed' },
  cancelled: { key: 'statusCancelled', standard: '4', de: 'Storniert', en: 'Cancelled' },
}

const paymentIds: { readonly [K in Paid]: Ids } = {
  partly_paid: { key: 'statusPartlyPaid', standard: '11', de: 'Teilweise bezahlt', en: 'Partly paid' },
  paid: { key: 'statusPaid', standard: '12', de: 'Komplett bezahlt', en: 'Paid' },
  refunded: { key: 'statusRefunded', standard: '20', de: 'Erstattet', en: 'Refunded' },
}

/** What a state is told by if nothing shall be told; a terminal takes a hyphen for a line to be typed. */
const nothing = ['none', '-']

/** The states of the shop as they are installed. Those that say that a person has to look are in none of both. */
const orderStages: ReadonlyMap<string, RemoteState> = new Map([
  ['0', 'new'],
  ['1', 'in_progress'],
  ['5', 'in_progress'],
  ['6', 'partly_shipped'],
  ['7', 'shipped'],
  ['2', 'completed'],
  ['4', 'cancelled'],
])
const paymentStages: ReadonlyMap<string, PaymentState> = new Map([
  ...['9', '10', '13', '14', '15', '16', '17', '18', '19', '31', '32', '33', '34'].map(
    id => [id, 'open'] as const,
  ),
  ['30', 'failed'],
  ['35', 'failed'],
  ['11', 'partly_paid'],
  ['12', 'paid'],
  ['20', 'refunded'],
])

/** Reads the settings of states. Pure; what cannot be read is named in `wrong`, and the standard stands in for it. */
export function statusMappingOf(settings: Settings): StatusMapping {
  const wrong: string[] = []
  const idOf = (key: string, standard: string) => {
    const given = (settings[key] ?? '').trim() || standard
    if (nothing.includes(given)) return undefined
    if (isState(given)) return given
    wrong.push(key)
    return standard
  }
  const open = (settings['importStates'] ?? '').split(/[\s,;]+/).filter(id => id !== '')
  if (!open.every(isState)) wrong.push('importStates')
  const inProgress = idOf('inProcessState', '1')
  return {
    open: open.length > 0 && open.every(isState) ? open : ['0'],
    ...(inProgress === undefined ? {} : { inProgress }),
    delivery: ids(deliveryIds, idOf),
    payment: ids(paymentIds, idOf),
    orderStates: meanings('orderStates', settings, remoteStates, wrong),
    paymentStates: meanings('paymentStates', settings, paymentWords, wrong),
    wrong,
  }
}

/**
 * Where an order stands at the shop; undefined where its state says nothing of that: a person has set it ("clarification required"), or
 * it is the shop's own and the settings do not name it.
 */
export function orderStageOf(mapping: StatusMapping, id: string): RemoteState | undefined {
  return (
    mapping.orderStates.get(id) ??
    wordOf(mapping.delivery, id) ??
    (mapping.open.includes(id) ? 'new' : undefined) ??
    (mapping.inProgress === id ? 'in_progress' : undefined) ??
    orderStages.get(id)
  )
}

/** The same of its payment. */
export function paymentStageOf(mapping: StatusMapping, id: string): PaymentState | undefined {
  return mapping.paymentStates.get(id) ?? wordOf(mapping.payment, id) ?? paymentStages.get(id)
}

/** Where an order that came in stands; what says nothing moves nothing. */
export function remoteStateOf(mapping: StatusMapping, id: string): RemoteState {
  return orderStageOf(mapping, id) ?? 'new'
}

/** How far an order that came in is paid. */
export function paymentStateOf(mapping: StatusMapping, id: string): PaymentState {
  return paymentStageOf(mapping, id) ?? 'open'
}

/** The state of the shop that says where an order stands here; undefined where nothing is told. Shipped and paid is completed. */
export function orderTarget(
  mapping: StatusMapping,
  { delivery, payment }: Pick<OrderStatusState, 'delivery' | 'payment'>,
): string | undefined {
  const word = deliveryWord({ delivery, payment })
  return word === 'open' ? undefined : mapping.delivery[word]
}

/** The same of its payment. */
export function paymentTarget(
  mapping: StatusMapping,
  { payment }: Pick<OrderStatusState, 'payment'>,
): string | undefined {
  return payment === 'open' ? undefined : mapping.payment[payment]
}

/** What the shop is told of a delivery: all of it shipped and all of it paid is the end. */
export function deliveryWord({
  delivery,
  payment,
}: Pick<OrderStatusState, 'delivery' | 'payment'>): OrderStatusState['delivery'] {
  return delivery === 'shipped' && (payment === 'paid' || payment === 'refunded') ? 'completed' : delivery
}

const paymentWords: readonly PaymentState[] = ['open', 'partly_paid', 'paid', 'refunded', 'failed']

function isState(text: string): boolean {
  return /^\d{1,5}$/.test(text)
}

function ids<W extends string>(
  fields: { readonly [K in W]: Ids },
  idOf: (key: string, standard: string) => string | undefined,
): { readonly [K in W]?: string } {
  const given = Object.entries<Ids>(fields).flatMap(([word, { key, standard }]) => {
    const id = idOf(key, standard)
    return id === undefined ? [] : [[word, id] as const]
  })
  return Object.fromEntries(given) as { readonly [K in W]?: string }
}

// Two states here may be the same one there: then it says the lesser of them.
function wordOf<W extends string>(told: { readonly [K in W]?: string }, id: string): W | undefined {
  return (Object.entries(told) as [W, string][]).find(([, one]) => one === id)?.[0]
}

function meanings<W extends string>(
  key: string,
  settings: Settings,
  words: readonly W[],
  wrong: string[],
): ReadonlyMap<string, W> {
  const parts = (settings[key] ?? '').split(/[,;\n]/).filter(part => part.trim() !== '')
  const read = parts.map(part => {
    const [, id = '', text = ''] = /^\s*(\d{1,9})\s*=\s*([a-z_]+)\s*$/.exec(part) ?? []
    const word = words.find(one => one === text)
    return word === undefined ? undefined : ([id, word] as const)
  })
  const good = read.filter(one => one !== undefined)
  if (good.length < read.length) wrong.push(key)
  return new Map(good)
}

function idField({ key, standard, de, en }: Ids, of: 'order' | 'payment'): SettingField {
  const what =
    of === 'order' ? { de: 'Bestellstatus', en: 'Order status' } : { de: 'Zahlstatus', en: 'Payment status' }
  return {
    key,
    kind: 'text',
    label: { de: `${what.de}: ${de}`, en: `${what.en}: ${en}` },
    help: {
      de: 'Nummer des Status im Shop; „none“: Kontor setzt dafür keinen.',
      en: 'Number of the status in the shop; "none": Kontor sets none for it.',
    },
    required: false,
    default: standard,
  }
}

/** The settings of states that are told, and of the shop's own, for the form of the connection. */
export const statusFields: readonly SettingField[] = [
  ...Object.values(deliveryIds).map(one => idField(one, 'order')),
  ...Object.values(paymentIds).map(one => idField(one, 'payment')),
  {
    key: 'orderStates',
    kind: 'text',
    label: { de: 'Weitere Bestellstatus des Shops', en: 'Further order statuses of the shop' },
    help: {
      de: 'Was eigene Status bedeuten, zum Beispiel 40=in_progress, 41=shipped. Möglich sind new, in_progress, partly_shipped, shipped, completed, cancelled. Einen Status, der hier nicht steht, überschreibt Kontor nicht ungefragt.',
      en: 'What own statuses mean, for example 40=in_progress, 41=shipped. Possible are new, in_progress, partly_shipped, shipped, completed, cancelled. A status that is not named here is not overwritten unasked.',
    },
    required: false,
  },
  {
    key: 'paymentStates',
    kind: 'text',
    label: { de: 'Weitere Zahlstatus des Shops', en: 'Further payment statuses of the shop' },
    help: {
      de: 'Ebenso für Zahlungen, zum Beispiel 50=open, 51=paid. Möglich sind open, failed, partly_paid, paid, refunded.',
      en: 'The same for payments, for example 50=open, 51=paid. Possible are open, failed, partly_paid, paid, refunded.',
    },
    required: false,
  },
]
