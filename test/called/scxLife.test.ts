// The life of orders in both directions: the real connector and server, and the simulated channel program, which dies and repeats at
// every step. KONTOR_TEST_ROUNDS makes more or fewer orders of the 500.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exact } from '../../src/base/decimal.ts'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { allMoves, liveOn } from '../../testkit/scx/life.ts'
import { mayBecome } from '../../testkit/scx/market.ts'
import { type Filled, fillOrders } from '../../testkit/scx/orderKinds.ts'
import { type ItemStatus, itemStatuses } from '../../testkit/scx/state.ts'
import { rounds } from '../rounds.ts'
import { type CourseName, courses, linesHere, linesThere, type TakenOrder, takenOrders } from './scxOrders.ts'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 1e9))
const count = rounds(500)
const opening = 2000
const names = Object.keys(courses) as CourseName[]
/** What nobody here sells waits for a person. */
const parkedKinds = ['unknownItem', 'severalLines']
const faults = [
  'crashBefore',
  'crashAfter',
  'cutBefore',
  'cutRequest',
  'lostAnswer',
  'doubled',
  'parallel',
] as const

test(`${count} orders live in both directions while the program dies and repeats: each is here once and to the cent, both sides agree, and stock is right`, async t => {
  console.log(`seed ${seed}: KONTOR_TEST_SEED=${seed} repeats it`)
  const host = await scxServer(t)
  const merchant = await openMerchant(t, host, { items: ['A', 'B', 'C', 'D'], onHand: String(opening) })
  const { program, lanes, work, act } = merchant
  program.setFaults({ seed, rate: 0.2, kinds: faults })
  let crashes = 0
  const bothHear = async () => {
    await lanes('orders', 'feedback', 'stock')
    crashes += await work()
    assert.deepEqual(program.audit(), [])
  }

  const placed = fillOrders(program, { sellerId: 'laden', orders: count, seed, at: host.clock.now })
  await bothHear()
  assert.deepEqual(program.book.refusals, [])
  assert.deepEqual(await ordersHere(merchant), expected(placed))

  const answered = await answerPending(merchant)
  await bothHear()
  await bothHear()
  await comparePending(merchant, placed)
  await act('inbox.take-over', { all: true })

  const all = await takenOrders(merchant)
  // Half of them are moved by us, the others by the marketplace alone.
  const ours = all.filter((_, at) => at % 2 === 0)
  const walking = all.filter((_, at) => at % 4 === 1).map(order => order.key)
  const theirs = new Set(all.filter((_, at) => at % 4 === 3).map(order => order.key))
  const lives = Map.groupBy(ours, order => names[ours.indexOf(order) % names.length] as CourseName)
  const of = (...courses: CourseName[]) => courses.flatMap(name => lives.get(name) ?? [])
  const denied = new Set(of('ourCancelDenied', 'refundDenied', 'returnDenied').map(order => order.key))
  const deny = ({ order }: { readonly order: string }) => (denied.has(order) ? 'So nicht' : undefined)
  program.setRules({ cancel: deny, refund: deny, return: deny })
  const chance = createChance(seed)
  for (let step = 0; step < 4; step++) {
    for (const [name, orders] of lives) await courses[name][step]?.(merchant, orders, host)
    walk(merchant, walking, step)
    liveOn(program, chance, rounds(100), order => theirs.has(`${order.sellerId}/${order.orderId}`))
    await bothHear()
  }
  await bothHear()

  assert.deepEqual(program.book.refusals, [])
  assert.ok(count < 100 || crashes > 0)
  if (walking.length >= allMoves.length)
    assert.deepEqual(Object.keys(program.book.moves).sort(), [...allMoves].sort())
  await undoDenied(merchant, of('ourCancelDenied'))
  await courses.delivered[0](merchant, of('ourCancelDenied'), host)
  await bothHear()
  const atOdds = new Set(of('refundDenied', 'returnDenied').map(order => order.key))
  const agreed = ours.filter(order => !atOdds.has(order.key))
  assert.deepEqual(await linesHere(merchant, agreed), linesThere(merchant, agreed))
  await compareTold(merchant, { answered, of })
  await compareStock(merchant)
  await forbidden(merchant)
  assert.deepEqual(await ordersHere(merchant), expected(placed), 'what was bought is as it was')
  assert.deepEqual(await merchant.broken(), [])
  assert.deepEqual(program.wrongAnswers, [])
})

/** What the marketplace did not let us cancel is open again here. */
async function undoDenied({ act }: ScxMerchant, orders: readonly TakenOrder[]): Promise<void> {
  const ids = orders.map(one => one.id)
  if (ids.length === 0) return
  const undone = await act<{ items: { did: string }[] }>('order.undo-cancel', { ids })
  assert.deepEqual(
    undone.items.map(one => one.did),
    ids.map(() => 'undone'),
  )
}

/** Each order goes one of the ways that the API allows, from one status of its lines to another. */
function walk({ program }: ScxMerchant, keys: readonly string[], step: number): void {
  for (const [at, key] of keys.entries()) {
    const way = allMoves[at % allMoves.length]?.split(' → ') as ItemStatus[]
    const to = way[step]
    if (to !== undefined && (step > 0 || to !== 'UNSHIPPED')) program.moveLines(key, to)
  }
}

/** Order and total, or that it is parked. */
function expected(placed: readonly Filled[]): string[] {
  return placed
    .map(
      ({ key, kind, total }) => `${key} ${parkedKinds.includes(kind) ? 'parked' : exact(total).toFixed(2)}`,
    )
    .sort()
}

async function ordersHere({ query }: ScxMerchant): Promise<string[]> {
  const rows = await query<{ key: string; total: string | null }>(
    `select l.external_id as key, case when w.id is null then l.outcome else w.total_gross::numeric(20, 2)::text end as total
     from ledger l left join web_order w on w.id = l.id where l.kind = 'order'`,
  )
  return rows.map(({ key, total }) => `${key} ${total}`).sort()
}

/** We say yes or no to what waits for it; of the rest that is not released the marketplace releases some, and some are given up. */
async function answerPending({ query, act, program }: ScxMerchant): Promise<number> {
  const waiting = await query<{ id: string }>(
    `select id from web_order where wants_answer and pending order by id`,
  )
  const ids = waiting.map(one => one.id)
  const half = Math.ceil(ids.length / 2)
  if (half > 0) await act('inbox.confirm', { ids: ids.slice(0, half) })
  if (ids.length > half) await act('inbox.refuse', { ids: ids.slice(half), comment: 'Nicht mehr da' })
  const created = Object.entries(program.state.orders).filter(([, order]) => order.status === 'CREATED')
  for (const [at, [key]] of created.entries()) {
    if (at % 4 === 0) program.moveLines(key, 'CANCELED_BY_BUYER')
    if (at % 4 === 1) program.changeAddress(key, newAddress)
    if (at % 4 <= 2 && at % 4 > 0) program.release(key)
  }
  return ids.length
}

const newAddress = {
  lastName: 'Neumann',
  street: 'Neue Straße',
  houseNumber: '7',
  postcode: '10115',
  city: 'Berlin',
  country: 'DE',
}

async function comparePending({ query, program }: ScxMerchant, placed: readonly Filled[]): Promise<void> {
  const rows = await query<{ key: string; status: string; city: string | null }>(
    `select l.external_id as key, case when w.state = 'cancelled' then 'CANCELED' when w.pending then 'PENDING' else 'ACCEPTED' end as status
     from web_order w join ledger l on l.id = w.id order by 1`,
  )
  const here = new Map(rows.map(({ key, status }) => [key, status]))
  for (const { key, kind } of placed) {
    if (!['toBeConfirmed', 'created', 'withoutAddress'].includes(kind)) continue
    const status = program.state.orders[key]?.status ?? ''
    const said = status.startsWith('CANCELED') ? 'CANCELED' : status === 'ACCEPTED' ? 'ACCEPTED' : 'PENDING'
    assert.equal(here.get(key), said, `${key} (${kind}) is ${status} there`)
  }
}

/** Nothing was told twice, and nothing was left out. */
async function compareTold(
  merchant: ScxMerchant,
  { answered, of }: { readonly answered: number; of(...courses: CourseName[]): readonly TakenOrder[] },
): Promise<void> {
  const { program, query, act } = merchant
  const told = Object.groupBy(Object.values(program.book.events), event =>
    event.type.replace('Seller:Order.', ''),
  )
  const counts = Object.fromEntries(Object.entries(told).map(([type, events]) => [type, events?.length ?? 0]))
  const [here] = await query<{ shipped: number; documents: number; refused: number }>(
    `select (select count(*)::int from delivery where shipped_at is not null) as shipped,
       (select count(*)::int from order_document where origin = 'here') as documents,
       (select count(*)::int from order_document where origin = 'channel') as theirs`,
  )
  assert.deepEqual(
    {
      Confirmed: counts['Confirmed'],
      Shipping: counts['Shipping'],
      'Cancellation.Request': counts['Cancellation.Request'],
      'Cancellation.Accepted': counts['Cancellation.Accepted'],
      'Cancellation.Denied': counts['Cancellation.Denied'],
      ReturnReceived: counts['ReturnReceived'],
      Refund: counts['Refund'],
      Invoice: counts['Invoice'],
    },
    {
      Confirmed: answered,
      Shipping: here?.shipped,
      'Cancellation.Request': of('ourCancel', 'ourCancelDenied').length,
      'Cancellation.Accepted': of('buyerCancels').length,
      'Cancellation.Denied': of('buyerCancelsLate').length,
      ReturnReceived: of('returned', 'returnedUnasked', 'returnRefused', 'returnDenied').length,
      Refund: of('returned', 'refunded', 'refundDenied').length,
      Invoice: here?.documents,
    },
  )
  assert.deepEqual(
    Object.values(program.state.documents).map(one => one.text),
    Object.values(program.state.documents).map(() => '%PDF-1.4'),
  )
  const back = await act<{
    items: {
      fromShop: boolean
      parcel: { carrier: string; tracking: string } | null
      lines: { comment: string; channelReason: { code: string; names: { de: string } } | null }[]
    }[]
  }>('return.list', { limit: 200 })
  const lines = back.items.flatMap(one => (one.fromShop ? one.lines : []))
  const said = lines.flatMap(({ comment, channelReason: why }) =>
    why ? [`${why.code} ${why.names.de} ${comment}`] : [],
  )
  assert.deepEqual(
    [...new Set(said)],
    ['WRONG_SIZE Größe passt nicht '],
    'a code of the channel is said in words',
  )
  assert.deepEqual(
    lines.filter(one => one.comment === 'WRONG_SIZE'),
    [],
  )
  const parcels = back.items.flatMap(one => (one.fromShop ? [one.parcel] : []))
  assert.ok(parcels.length > 0 && parcels.every(one => one?.carrier === 'DHL' && /^RT/.test(one.tracking)))
  const { items } = await act<{ items: { kind: string }[] }>('outbox.refused')
  assert.deepEqual(
    [items.filter(one => one.kind === 'refund').length, items.filter(one => one.kind === 'return').length],
    [of('refundDenied').length, of('returnDenied').length],
    'what the channel refused waits for a person',
  )
  const tasks = await act<{ items: { orderId: string }[] }>('task.list', {
    code: 'CANCELLATION_REFUSED_AT_CHANNEL',
    limit: 200,
  })
  assert.deepEqual(
    new Set(tasks.items.map(one => one.orderId)),
    new Set(of('ourCancelDenied').map(one => one.id)),
  )
}

/** What buyers see is what is offered here, and what lies here is what came and has not left. */
async function compareStock({ program, act, query }: ScxMerchant): Promise<void> {
  for (const offer of Object.values(program.state.offers)) {
    const stock = await act<{ onHand: string; offers: { offered: string }[] }>('stock.show', {
      item: offer.sku,
    })
    assert.deepEqual(
      stock.offers.map(one => exact(one.offered).toFixed()),
      [offer.quantity],
      offer.sku,
    )
    const [moved] = await query<{ left: string }>(
      `select ($2 - coalesce(sum(n.delivered), 0) + coalesce((select sum(r.restocked) from order_return_line r
           join sales_order_line m on m.order_id = r.order_id and m.line_no = r.line_no where m.sku = $1), 0))::text as left
       from sales_order_line n where n.sku = $1`,
      offer.sku,
      opening,
    )
    assert.equal(exact(stock.onHand).toFixed(), exact(moved?.left ?? '').toFixed(), offer.sku)
    const shown = program.book.shown.filter(one => one.offer === `laden/${offer.offerId}`)
    assert.ok(shown.every(one => Number(one.quantity) >= 0 && Number(one.quantity) <= opening))
  }
}

/** What the API forbids after what the marketplace knows of a line is refused here: so it is known here too. */
async function forbidden({ program, work }: ScxMerchant): Promise<void> {
  program.setFaults(null)
  let asked = 0
  for (const { sellerId, orderId, status, lines } of Object.values(program.state.orders)) {
    const line = lines.find(one => itemStatuses.some(to => !mayBecome(one.status, to)))
    const itemStatus = itemStatuses.find(to => line && !mayBecome(line.status, to))
    if (!line || !itemStatus || program.book.stored[`${sellerId}/${orderId}`] === undefined) continue
    asked++
    // From a country that nobody named before: what was posted before is silent.
    const entry = {
      sellerId,
      orderId,
      orderStatus: status,
      orderItems: [{ orderItemId: line.orderItemId, itemStatus, shipFromCountry: 'CHE' }],
    }
    program.ask('orderStatus', { body: { orderList: [entry] } })
  }
  assert.ok(asked > 0)
  await work()
  const codes = program.book.refusals.filter(one => one.severity === 'error').map(one => one.code)
  assert.deepEqual([...new Set(codes)], ['CHN409'])
  assert.equal(codes.length, asked)
  program.book.refusals.splice(0)
}
