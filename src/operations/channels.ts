import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { type ListedChannel, listChannels, setChannel } from '../channels/channelStore.ts'
import { completeKinds } from '../channels/completeStore.ts'
import { readKeptAgain, type Waiting, waitingAt } from '../channels/lockStore.ts'
import { listPlaces, sellAt } from '../channels/placeStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { guestModes, unsureWays } from '../customers/matchRule.ts'
import type { OutgoingKind } from '../port/records.ts'
import { type MethodKind, methodsNamed } from '../sales/methods.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { requestLane } from '../sync/lanes.ts'
import { markSweeps } from '../sync/markDue.ts'
import { sendOf } from '../sync/pushTask.ts'
import { lockShape, waitingShape } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

/** Id or name, as a person types it. */
export const whichChannel = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: 'Id or name of the channel.', 'x-de': 'Kennung oder Name des Kanals.' })

const usual = z.object({ id: z.uuid(), name: z.string(), active: z.boolean() }).nullable()

/** A sales channel as API, terminal and screen show it. */
export const channelShape = z.object({
  id: z.uuid(),
  name: z.string(),
  connection: z.string(),
  system: z.string(),
  place: z.string(),
  active: z.boolean(),
  takeOverByItself: z.boolean(),
  checksPayment: z.boolean(),
  checksShipping: z.boolean(),
  /** What orders get that name none. */
  shippingMethod: usual,
  paymentMethod: usual,
  /** Where what comes back of its orders is expected. */
  returnWarehouse: usual,
  confirmsByItself: z.boolean(),
  /** Its system can be told whether we take an order. */
  takesConfirmations: z.boolean(),
  guests: z.string(),
  unsure: z.string(),
  sendsCustomers: z.boolean(),
  /** Its system can be told of customers. */
  takesCustomers: z.boolean(),
  lock: lockShape.nullable(),
  /** Beside a lock: what waits. */
  waiting: waitingShape.nullable(),
})

/** Sales channels: the places where we sell through a connection. */
export const channelOperations: readonly Operation[] = [
  operation({
    name: 'channel.list',
    method: 'GET',
    path: '/channels',
    command: 'channel list',
    right: 'connections.read',
    summary: { en: 'List the sales channels', de: 'Die Verkaufskanäle auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(channelShape) }),
    run: context =>
      inTransaction(context, async tx => {
        const channels = await listChannels(tx, context.tenant)
        const locked = channels.flatMap(channel => (channel.lockedAt ? [channel.id] : []))
        const waiting = locked.length > 0 ? await waitingAt(tx, context.tenant, locked) : new Map()
        return { items: channels.map(channel => showChannel(context, channel, waiting.get(channel.id))) }
      }),
  }),
  operation({
    name: 'channel.show',
    method: 'GET',
    path: '/channels/:channel',
    command: 'channel show <channel>',
    right: 'connections.read',
    summary: { en: 'Show a sales channel', de: 'Einen Verkaufskanal zeigen' },
    input: z.object({ channel: whichChannel }),
    output: channelShape,
    run: (context, { channel }) => inTransaction(context, tx => shownChannel(tx, context, channel)),
  }),
  operation({
    name: 'channel.set',
    method: 'PATCH',
    path: '/channels/:channel',
    command: 'channel set <channel>',
    right: 'connections.write',
    summary: { en: 'Change a sales channel', de: 'Einen Verkaufskanal ändern' },
    input: z.object({
      channel: whichChannel,
      name: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'Another name.', 'x-de': 'Ein anderer Name.' }),
      place: z.string().trim().min(1).max(500).optional().meta({
        description: 'The place where it sells, as the system names it; only while it has none.',
        'x-de': 'Der Ort, an dem er verkauft, wie ihn das System nennt; nur solange er keinen hat.',
      }),
      active: z.boolean().optional().meta({
        description: 'Whether its records are imported.',
        'x-de': 'Ob ihre Datensätze importiert werden.',
      }),
      takeOverByItself: z.boolean().optional().meta({
        description: 'Web orders that pass their checks become orders at the end of each fetch.',
        'x-de': 'Webshopbestellungen, die ihre Prüfungen bestehen, werden nach jedem Abruf zu Aufträgen.',
      }),
      checksPayment: z.boolean().optional().meta({
        description: 'An order whose payment method is mapped to none of ours has to be looked at.',
        'x-de':
          'Eine Bestellung, deren Zahlungsart keiner der eigenen zugeordnet ist, muss angesehen werden.',
      }),
      checksShipping: z.boolean().optional().meta({
        description: 'An order whose shipping method is mapped to none of ours has to be looked at.',
        'x-de': 'Eine Bestellung, deren Versandart keiner der eigenen zugeordnet ist, muss angesehen werden.',
      }),
      shippingMethod: z.string().trim().max(200).optional().meta({
        description:
          'The shipping method of orders that name none: its id, code or name; empty, or none: no such method.',
        'x-de':
          'Die Versandart der Bestellungen, die keine nennen: Kennung, Kürzel oder Name; leer oder none: keine.',
      }),
      paymentMethod: z.string().trim().max(200).optional().meta({
        description:
          'The payment method of orders that name none: its id, code or name; empty, or none: no such method.',
        'x-de':
          'Die Zahlungsart der Bestellungen, die keine nennen: Kennung, Kürzel oder Name; leer oder none: keine.',
      }),
      returnWarehouse: z.string().trim().max(200).optional().meta({
        description:
          'Where returns of its orders are expected: id or code of a warehouse; empty, or none: where the goods were sent from.',
        'x-de':
          'Wo Retouren ihrer Aufträge erwartet werden: Kennung oder Kürzel eines Lagers; leer oder none: von wo sie versandt wurden.',
      }),
      confirmsByItself: z.boolean().optional().meta({
        description:
          'Orders that wait for our yes are confirmed when they come in, if our stock covers them; else a person answers.',
        'x-de':
          'Bestellungen, die auf Bestätigung warten, werden beim Eingang bestätigt, wenn der Bestand reicht; sonst entscheidet ein Mensch.',
      }),
      guests: z.enum(guestModes).optional().meta({
        description:
          'Orders without an account: match: recognised as all others; new: a new customer each; collect: all of one customer.',
        'x-de':
          'Bestellungen ohne Kundenkonto: match: wie alle wiedererkannt; new: je ein neuer Kunde; collect: alle bei einem Sammelkunden.',
      }),
      unsure: z.enum(unsureWays).optional().meta({
        description:
          'Where it is not sure whose an order is: ask: a person chooses; new: a new customer, to be merged later.',
        'x-de':
          'Wo nicht sicher ist, wessen Bestellung es ist: ask: ein Mensch wählt; new: ein neuer Kunde, später zusammenzuführen.',
      }),
      sendsCustomers: z.boolean().optional().meta({
        description:
          'Customers whom the shop knows are told to it when they are changed here from now on; none is made there.',
        'x-de':
          'Kunden, die der Shop kennt, werden ihm gemeldet, wenn sie hier ab jetzt geändert werden; angelegt wird dort keiner.',
      }),
    }),
    output: channelShape,
    audit: ({ channel: _, ...change }, output) => ({
      objectKind: 'channel',
      objectId: output.id,
      data: {
        fields: Object.keys(change),
        ...(change.takeOverByItself === undefined ? {} : { takeOverByItself: change.takeOverByItself }),
      },
    }),
    run: (context, { channel, place, shippingMethod, paymentMethod, returnWarehouse, ...change }) =>
      inTransaction(context, async tx => {
        const { id, active, connectionId, ...before } = await one(tx, context, channel)
        if (place !== undefined && place !== before.place) {
          await choosePlace(tx, context, { id, connectionId, name: before.name }, place)
          await requestLane(tx, { tenant: context.tenant, connectionId, kind: 'orders' })
        }
        if (change.active && !active) await refuseClosed(tx, context.tenant, connectionId, before)
        if (change.confirmsByItself && !takes(context, before, 'confirmation'))
          throw channelProblem('CONFIRMATIONS_NOT_OFFERED', { system: before.system })
        if (change.sendsCustomers && !takes(context, before, 'customer'))
          throw channelProblem('CUSTOMERS_NOT_OFFERED', { system: before.system })
        await setChannel(tx, context.tenant, id, {
          ...change,
          shippingMethodId: await usualOf(tx, context.tenant, 'shipping_method', shippingMethod),
          paymentMethodId: await usualOf(tx, context.tenant, 'payment_method', paymentMethod),
          returnWarehouseId: isNone(returnWarehouse)
            ? ''
            : returnWarehouse && (await warehouseOf(tx, context.tenant, returnWarehouse)).id,
        })
        if ([change.checksPayment, change.checksShipping, paymentMethod].some(one => one !== undefined)) {
          await readKeptAgain(tx, context.tenant, connectionId, [id])
          await requestLane(tx, { tenant: context.tenant, connectionId, kind: 'orders' })
        }
        // What changed while it was at rest was not written down for it.
        if (change.active && !active)
          await markSweeps(tx, context.tenant, {
            channelIds: [id],
            kinds: completeKinds,
            by: context.actor.name,
            complete: false,
          })
        return shownChannel(tx, context, id)
      }),
  }),
]

// As `setChannel` takes it: undefined stays as it is, empty is none.
async function usualOf(
  tx: Tx,
  tenant: string,
  kind: MethodKind,
  named: string | undefined,
): Promise<string | undefined> {
  if (named === undefined) return undefined
  if (isNone(named)) return ''
  return (await methodsNamed(tx, tenant, kind, [named])).get(named)?.id
}

const isNone = (named: string | undefined) => named === '' || named === 'none'

// A place that was closed is opened at the system, not here.
async function refuseClosed(
  tx: Tx,
  tenant: string,
  connectionId: string,
  { name, place }: Pick<ListedChannel, 'name' | 'place'>,
): Promise<void> {
  const places = await listPlaces(tx, tenant, connectionId)
  if (places.find(one => one.place === place)?.closed)
    throw channelProblem('PLACE_NOT_OPEN', { channel: name })
}

async function choosePlace(
  tx: Tx,
  { tenant }: Pick<Context, 'tenant'>,
  channel: { readonly id: string; readonly connectionId: string; readonly name: string },
  place: string,
): Promise<void> {
  const places = await listPlaces(tx, tenant, channel.connectionId)
  const taken = places.find(one => one.place === place && one.channel !== null)
  if (taken) throw channelProblem('PLACE_TAKEN', { place, channel: taken.channel ?? '' })
  if (!(await sellAt(tx, tenant, channel.id, place)))
    throw channelProblem('PLACE_FIXED', { channel: channel.name })
}

/** A channel by id or name, shown. Throws CONNECTION_UNKNOWN. */
export async function shownChannel(
  tx: Tx,
  context: Context,
  idOrName: string,
): Promise<z.infer<typeof channelShape>> {
  const found = await one(tx, context, idOrName)
  const waiting = found.lockedAt ? await waitingAt(tx, context.tenant, [found.id]) : undefined
  return showChannel(context, found, waiting?.get(found.id))
}

// By what its system can, less what the very one lacks.
function takes(
  { kontor }: Pick<Context, 'kontor'>,
  { system, ...connection }: Pick<ListedChannel, 'system' | 'facts'>,
  kind: OutgoingKind,
): boolean {
  const connector = kontor.connectors.get(system)
  return connector !== undefined && sendOf({ connector, connection }, kind) !== undefined
}

function showChannel(
  context: Pick<Context, 'kontor'>,
  channel: ListedChannel,
  waiting: Waiting | undefined,
): z.infer<typeof channelShape> {
  const { connectionId: _, facts: __, lockedAt, lockedBy, lockReason, ...shown } = channel
  return {
    ...shown,
    lock: lockedAt ? { by: lockedBy ?? '', reason: lockReason ?? '', at: lockedAt } : null,
    takesConfirmations: takes(context, channel, 'confirmation'),
    takesCustomers: takes(context, channel, 'customer'),
    waiting: waiting ?? null,
  }
}

async function one(tx: Tx, context: Pick<Context, 'tenant'>, idOrName: string): Promise<ListedChannel> {
  const found = (await listChannels(tx, context.tenant)).find(
    channel => channel.id === idOrName || channel.name === idOrName,
  )
  if (!found) throw channelProblem('CONNECTION_UNKNOWN', { name: idOrName })
  return found
}

/** The id of a channel by id or name. Throws CONNECTION_UNKNOWN. */
export async function channelIdOf(
  tx: Tx,
  context: Pick<Context, 'tenant'>,
  idOrName: string,
): Promise<string> {
  return (await one(tx, context, idOrName)).id
}
