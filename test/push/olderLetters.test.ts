// Letters of one item under several keys, taken, lost and handed out again: what a system heard last is the newest.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Outgoing, SendResult } from '../../src/port/outgoing.ts'
import type { TakenLetter } from '../../src/port/receive.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { posted } from './postedFixture.ts'
import { createPushWorld, everyLetterMayBeTaken, type PushWorld } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 1e9))

test('an item takes the place of its older quantity and price, and a quantity has the item told anew that would bring the old one back', async t => {
  const push = await itemWorld(t)
  const { world } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const [fresh] = await take(push)
  const listed = { result: 'accepted', theirs: 'their-1', proof: 'stored' } as const
  await posted(push, { results: [{ ticket: 'offer/1', result: listed }] })
  await passTime(push)
  assert.deepEqual(
    await take(push),
    [],
    'what was answered is not handed out again, though it was never dropped',
  )
  assert.equal(fresh?.key, 'item/1')

  await push.move(id, '-1')
  await push.lane('stock')
  await push.change(tx => changeItems(tx, world.tenant, [{ id, name: 'Becher' }]))
  await push.lane('catalogue')
  const [whole, ...others] = await take(push)
  assert.deepEqual(others, [])
  assert.deepEqual(whole?.body, { name: 'Becher', net: '10', offered: '9' })

  await push.move(id, '-1')
  await push.lane('stock')
  await passTime(push)
  assert.deepEqual(
    (await take(push)).map(letter => letter.body),
    [{ offered: '8' }],
    'the taken one would say 9 again',
  )
  await push.lane('catalogue')
  assert.deepEqual(
    (await take(push)).map(letter => letter.body),
    [{ name: 'Becher', net: '10', offered: '8' }],
  )
})

test('however letters are taken, lost and handed out again, names, prices and quantities that were heard last are the newest', async t => {
  console.log(`seed ${seed}: KONTOR_TEST_SEED=${seed} repeats it`)
  const chance = createChance(seed)
  const below = (end: number) => between(chance, 0, end - 1)
  const push = await itemWorld(t)
  const { world } = push
  const ids = await push.sell(['T-1', 'T-2', 'T-3'], '50')
  const heard = new Map<string, Record<string, unknown>>()
  const hears = async (isLost: boolean) => {
    const letters = await take(push, 1 + below(4))
    for (const { key, body } of letters) {
      const [, no = ''] = key.split('/')
      heard.set(no, { ...heard.get(no), ...(body as object) })
    }
    const results = letters
      .filter(({ type }) => type === 'new')
      .map(({ key }) => {
        const no = key.slice('item/'.length)
        const result = { result: 'accepted', theirs: `their-${no}`, proof: 'stored' } as const
        return { ticket: `offer/${no}`, result }
      })
    if (results.length > 0) await posted(push, { results })
    if (!isLost) await posted(push, { drop: letters.map(({ id }) => id) })
    return letters.length
  }
  const one = () => ids[below(ids.length)] ?? ''
  const steps: (() => Promise<unknown>)[] = [
    () => push.move(one(), String(below(9) - 4 || 1)),
    () => push.change(tx => changeItems(tx, world.tenant, [{ id: one(), name: `Name ${below(1000)}` }])),
    () => push.change(tx => changeItems(tx, world.tenant, [{ id: one(), netPrice: String(90 + below(10)) }])),
    () => push.lane('stock'),
    () => push.lane('catalogue'),
    () => hears(below(2) === 0),
    () => passTime(push),
  ]
  for (let at = 0; at < rounds(80); at++) await steps[below(steps.length)]?.()
  for (let quiet = 0; quiet < 2; ) {
    await push.lane('catalogue')
    await push.lane('stock')
    await passTime(push)
    quiet = (await hears(false)) === 0 && (await push.due()).length === 0 ? quiet + 1 : 0
  }
  const rows = await world.query<{ no: number; name: string; net: string; offered: string }>(
    `select k.key_no as no, i.name, i.net_price::text as net, sum(s.on_hand)::text as offered
     from link k join item i on i.tenant_id = k.tenant_id and i.id = k.object_id join stock_level s on s.tenant_id = i.tenant_id and s.item_id = i.id
     where k.tenant_id = $1 and k.kind = 'item' group by 1, 2, 3 order by 1`,
    world.tenant,
  )
  assert.equal(rows.length, 3)
  assert.deepEqual(
    Object.fromEntries(
      [...heard].map(([no, said]) => [no, [said['name'], Number(said['net']), Number(said['offered'])]]),
    ),
    Object.fromEntries(rows.map(row => [row.no, [row.name, Number(row.net), Number(row.offered)]])),
  )
})

// The reference system as one that takes items whole, and prices and quantities under keys of their own.
function itemWorld(t: TestContext): Promise<PushWorld> {
  return createPushWorld(db, t, { keys: 'ours' }, connector => {
    const letter = <K extends OutgoingKind>(kind: K, body: (one: Outgoing<K>) => object) => ({
      ...connector.send?.[kind],
      linkedBy: 'channel',
      repeat: 'safe',
      send: async (_: unknown, list: readonly Outgoing<K>[]) =>
        list.map((one): SendResult => {
          const { ref, place } = one
          const isNew = kind === 'item' && ref.theirs === ''
          return {
            result: 'queued',
            letter: { key: `${kind}/${ref.no}`, place, type: isNew ? 'new' : kind, body: body(one) },
            ...(isNew ? { ticket: `offer/${ref.no}` } : {}),
          }
        }),
    })
    const net = (prices: Outgoing<'price'>['state']['prices']) => prices[0]?.scales[0]?.net
    return {
      ...connector,
      receive: { prefix: '/letters', routes: [], refuse: (why: string) => ({ status: 400, body: why }) },
      send: {
        item: letter('item', ({ state }) => ({
          name: state.texts['de']?.name,
          net: net(state.prices),
          offered: state.stock.offered,
        })),
        price: letter('price', ({ state }) => ({ net: net(state.prices) })),
        stock: letter('stock', ({ state }) => ({ offered: state.stock.offered })),
      },
    } as unknown as Connector
  })
}

async function take(push: PushWorld, most = 100): Promise<readonly TakenLetter[]> {
  await everyLetterMayBeTaken(push)
  return (await posted(push, { take: { most, hiddenSeconds: 300 } })).letters
}

/** The time for which letters are hidden passes; how often they were taken does not matter here. */
async function passTime({ world }: PushWorld): Promise<void> {
  await world.query(
    `update letter set hidden_until = now() - interval '1 s', taken = least(taken, 1) where tenant_id = $1 and taken > 0`,
    world.tenant,
  )
}
