import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '../../src/base/ids.ts'
import { between, type Chance } from '../../testkit/jtlConnector/chance.ts'
import type { ChaosWorld } from './chaosWorld.ts'
import type { Crew } from './crew.ts'

/** A merchant at his desk: all that he does goes through the server, and is asked for until it is answered. */
export interface Merchant {
  /** One deed, by chance. */
  act(): Promise<void>
  /** Opens what he has locked, releases what the guard keeps, takes over what waits. */
  tidyUp(): Promise<void>
  /** So many requests wait for an answer now. */
  readonly waiting: () => number
  /** Answers other than 2xx, by code. */
  readonly refused: ReadonlyMap<string, number>
  readonly deeds: ReadonlyMap<string, number>
  /** Pieces that he booked in, by item: each booking once. */
  readonly booked: ReadonlyMap<string, number>
}

type Body = Readonly<Record<string, unknown>>
type Deed = () => Promise<unknown>

/** Sits down at the desk. */
export function sitDown(world: ChaosWorld, crew: Crew, chance: Chance): Merchant {
  const { tenant, stalls, warehouseId, look } = world
  const refused = new Map<string, number>()
  const deeds = new Map<string, number>()
  const booked = new Map<string, number>()
  let waiting = 0
  let made = 0

  /** Asked again under the same key until somebody answers: done once, however often the server died. */
  const ask = async (method: string, path: string, body?: Body): Promise<Body> => {
    const key = newId()
    for (let tries = 0; tries < 400; tries++) {
      const url = await crew.server()
      waiting++
      const answer = await send(new URL(`/api/v1${path}`, url).href, method, world.apiKey, key, body).finally(
        () => waiting--,
      )
      if (!answer || mayBeAskedAgain(answer)) {
        await wait(50)
        continue
      }
      if (answer.status >= 500)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      if (answer.status >= 300) {
        const code = `${method} ${path} ${String(answer.body['code'])}`
        refused.set(code, (refused.get(code) ?? 0) + 1)
      }
      return answer.body
    }
    throw new Error(`nobody answered ${method} ${path}`)
  }
  const some = <T>(list: readonly T[], most: number): T[] => {
    const start = Math.floor(chance() * list.length)
    return list.slice(start, start + between(chance, 1, most))
  }
  const stall = () => stalls[Math.floor(chance() * stalls.length)] ?? stalls[0]
  const items = () =>
    look(tx =>
      tx.query<{ id: string; net: string }>(
        'select id, net_price::text as net from item where tenant_id = $1 order by item_number',
        [tenant],
      ),
    )
  const orders = (where: string) =>
    look(tx =>
      tx.query<{ id: string; rest: string }>(
        `select id, (total_gross - paid)::text as rest from sales_order
         where tenant_id = $1 and cancelled_at is null and ${where} order by id desc limit 30`,
        [tenant],
      ),
    )
  const ids = (list: readonly { readonly id: string }[]) => list.map(one => one.id)

  const price: Deed = async () => {
    // Up and down by a little: what falls deep is the guard's affair, and has tests of its own.
    const list = some(await items(), 2).map(({ id, net }) => ({
      id,
      netPrice: (Math.max(1, Number(net)) * (0.9 + chance() * 0.25)).toFixed(2),
    }))
    await ask('PATCH', '/items/bulk', { items: list })
  }
  const words: Deed = async () =>
    ask('PATCH', '/items/bulk', {
      items: some(await items(), 2).map(({ id }) => ({ id, name: `Ware, neu benannt ${++made}` })),
    })
  const receipt: Deed = async () => {
    const moves = some(await items(), 3).map(({ id }) => ({
      itemId: id,
      warehouseId,
      quantity: String(between(chance, 1, 20)),
      reason: 'receipt',
      note: 'chaos',
    }))
    const answer = await ask('POST', '/stock/movements/bulk', { moves })
    if (!answer['items']) throw new Error(`stock was not booked: ${JSON.stringify(answer)}`)
    for (const { itemId, quantity } of moves) booked.set(itemId, (booked.get(itemId) ?? 0) + Number(quantity))
  }
  const category: Deed = async () => {
    const list = await look(tx =>
      tx.query<{ id: string }>('select id from category where tenant_id = $1 order by id', [tenant]),
    )
    const [one] = some(list, 1)
    if (!one || chance() < 0.4)
      return ask('POST', '/categories', { name: `Neuheiten ${++made}`, ...(one ? { parent: one.id } : {}) })
    return ask('PATCH', `/categories/${one.id}`, { name: `Rubrik ${++made}` })
  }
  const novelty: Deed = async () => {
    const itemNumber = `NEU-${++made}`
    const { id } = await ask('POST', '/items', { itemNumber, name: `Neuheit ${made}`, netPrice: '12.50' })
    const list = stalls.map(({ channelId }) => ({ itemId: id, channelId, active: true }))
    await ask('PUT', '/items/channels', { items: list })
  }
  const offAndOn: Deed = async () => {
    const [item] = some(await items(), 1)
    await ask('PUT', '/items/channels', {
      items: [{ itemId: item?.id, channelId: stall()?.channelId, active: chance() < 0.6 }],
    })
  }
  const deliver: Deed = async () => {
    const chosen = some(await orders(`deliverability = 'full' and hold_reason is null`), 3)
    if (chosen.length === 0) return
    await ask('POST', '/orders/deliver', {
      deliveries: chosen.map(({ id }) => ({
        orderId: id,
        packages: [{ carrier: 'Bote', tracking: `PAKET-${++made}` }],
      })),
    })
  }
  const notes = () =>
    look(tx =>
      tx.query<{ id: string }>(
        'select id from delivery where tenant_id = $1 and shipped_at is null and reversed_at is null order by id',
        [tenant],
      ),
    )
  const note: Deed = async () => {
    const chosen = some(await orders(`deliverability <> 'none' and deliverability <> 'done'`), 2)
    if (chosen.length === 0) return
    await ask('POST', '/orders/deliver', {
      deliveries: ids(chosen).map(orderId => ({ orderId, ship: false, packages: [] })),
    })
  }
  const ship = async (list: readonly { readonly id: string }[]) => {
    if (list.length === 0) return
    await ask('POST', '/deliveries/ship-packed', {
      deliveries: ids(list).map(deliveryId => ({
        deliveryId,
        packages: [{ carrier: 'Bote', tracking: `PAKET-${++made}` }],
      })),
    })
  }
  const shipNotes: Deed = async () => ship(some(await notes(), 3))
  const takeBack: Deed = async () => {
    const chosen = some(await notes(), 1)
    if (chosen.length > 0) await ask('POST', '/deliveries/reverse', { deliveries: ids(chosen) })
  }
  const pay: Deed = async () => {
    const chosen = some(await orders('paid < total_gross'), 2)
    if (chosen.length === 0) return
    await ask('POST', '/orders/pay', {
      payments: chosen.map(({ id, rest }) => ({ orderId: id, amount: rest })),
    })
  }
  const cancel: Deed = async () => {
    const chosen = some(await orders(`delivery_state = 'open'`), 1)
    if (chosen.length > 0) await ask('POST', '/orders/cancel', { ids: ids(chosen), reason: 'out_of_stock' })
  }
  const hold: Deed = async () => {
    const chosen = some(await orders(`delivery_state = 'open'`), 2)
    if (chosen.length > 0) await ask('POST', '/orders/hold', { ids: ids(chosen), reason: 'Rückfrage' })
  }
  const release: Deed = async () => {
    const chosen = await orders('hold_reason is not null')
    if (chosen.length > 0) await ask('POST', '/orders/release', { ids: ids(chosen) })
  }
  const takeOver: Deed = () => ask('POST', '/inbox/take-over', { all: true })
  const complete: Deed = () => ask('POST', '/sync-runs', { channels: [stall()?.name], complete: true })
  const dryRun: Deed = () => ask('POST', '/sync-runs', { channels: [stall()?.name], dryRun: true })
  const lock: Deed = async () => {
    const path = `/channels/${stall()?.channelId ?? ''}`
    await ask('POST', `${path}/lock`, { reason: 'Inventur' })
    await wait(150)
    await ask('POST', `${path}/unlock`)
  }
  const repertoire: readonly (readonly [name: string, weight: number, deed: Deed])[] = [
    ['price', 3, price],
    ['words', 2, words],
    ['receipt', 3, receipt],
    ['category', 1, category],
    ['novelty', 1, novelty],
    ['offAndOn', 1, offAndOn],
    ['deliver', 4, deliver],
    ['note', 1, note],
    ['shipNotes', 1, shipNotes],
    ['takeBack', 0.5, takeBack],
    ['pay', 2, pay],
    ['cancel', 1, cancel],
    ['hold', 1, hold],
    ['release', 1, release],
    ['takeOver', 2, takeOver],
    ['complete', 0.5, complete],
    ['dryRun', 0.3, dryRun],
    ['lock', 0.5, lock],
  ]
  const weights = repertoire.reduce((sum, [, weight]) => sum + weight, 0)
  return {
    waiting: () => waiting,
    refused,
    deeds,
    booked,
    async act() {
      let rest = chance() * weights
      const [name, , deed] = repertoire.find(([, weight]) => {
        rest -= weight
        return rest < 0
      }) ?? ['price', 0, price]
      await deed()
      deeds.set(name, (deeds.get(name) ?? 0) + 1)
    },
    async tidyUp() {
      for (const { channelId } of stalls) await ask('POST', `/channels/${channelId}/unlock`)
      await release()
      await takeOver()
      await ship(await notes())
      const stops = await look(tx =>
        tx.query<{ id: string }>(
          `select distinct stop_id as id from guard_item where tenant_id = $1 and state = 'held'`,
          [tenant],
        ),
      )
      if (stops.length > 0) await ask('POST', '/guard/release', { stops: ids(stops) })
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: Body
}

/** Undefined where nobody answered: the server is dead, or died over it. */
async function send(
  url: string,
  method: string,
  apiKey: string,
  key: string,
  body: Body | undefined,
): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'idempotency-key': key,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** The database is away, or an earlier try under the same key is not over yet. */
function mayBeAskedAgain({ status, body }: Answer): boolean {
  const code = String(body['code'])
  return status === 503 || (status >= 500 && code.startsWith('DATABASE')) || code.startsWith('IDEMPOTENCY')
}
