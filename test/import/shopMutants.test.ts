// Damaged orders and answers of a JTL-Shop on their whole way: each has one outcome, what is whole arrives to the cent, and no run is stuck.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { explain } from '../../src/channels/reasons.ts'
import { connector } from '../../src/connectors/jtl-shop/index.ts'
import type { Answer, Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance, pick } from '../../testkit/jtlConnector/chance.ts'
import { fillShop } from '../../testkit/jtlShop/orderKinds.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import { opened } from '../../testkit/jtlShop/testClient.ts'
import { zip } from '../../testkit/jtlShop/wire/zip.ts'
import { rounds } from '../rounds.ts'
import { createWorld, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test('of damaged orders of a JTL-Shop each is parked or staged, and those between them are whole', async t => {
  t.diagnostic(`seed ${seed}`)
  const chance = createChance(seed)
  const texts = [
    '',
    'x',
    '-1',
    '1,5',
    '1e999',
    '9'.repeat(60),
    '0000-00-00',
    '&euro;',
    '<b>1</b>',
    'Ä\u0000',
    '1</x>',
  ] as const
  // Every other order, in one of its fields. Its id stays, or nobody could say which one it was.
  const { world, placed, shop } = await openShop(t, rounds(150), answer => {
    const xml = documentOf(answer)
    if (xml === undefined) return answer
    const blocks = xml.split(/(?=<tbestellung )/)
    const harmed = blocks.map(block => {
      const id = /^<tbestellung kBestellung="(\d+)"/.exec(block)?.[1]
      if (id === undefined || Number(id) % 2 === 0) return block
      const fields = [...block.matchAll(/<([cfnd][A-Z]\w+)>[^<]*<\/\1>/g)]
      const [field = '', name = ''] = fields[between(chance, 0, fields.length - 1)] ?? []
      const value = pick(chance, texts).replace('</x>', '')
      return block.replace(field, () => (chance() < 0.2 ? '' : `<${name}>${value}</${name}>`))
    })
    return packed(harmed.join(''))
  })
  const run = await world.sync()
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  const ledger = await ledgerOf(world)
  assert.deepEqual([...ledger.keys()].sort(), placed.map(order => order.id).sort())
  assert.ok(
    shop.rows('tbestellung').every(row => row['cAbgeholt'] === 'Y'),
    'each was acknowledged',
  )
  const totals = await totalsOf(world)
  for (const { id, kind, total } of placed) {
    const row = ledger.get(id)
    if (row?.outcome === 'parked')
      assert.ok(
        explain(row.code ?? '', row.data as Record<string, string>).remedy.en,
        `${row.code} says what to do`,
      )
    else assert.equal(row?.outcome, 'staged')
    if (Number(id) % 2 === 0 && kind !== 'freeText')
      assert.equal(totals.get(id), Number(total), `${id} ${kind}: ${row?.code}`)
  }
  const parked = [...ledger.values()].filter(row => row.outcome === 'parked').length
  t.diagnostic(`${Math.ceil(placed.length / 2)} orders were damaged, ${parked} are parked`)
  assert.ok(parked > 0)
  assert.deepEqual(await world.query('select 1 from sync_lane where holder is not null'), [])
  assert.deepEqual(await world.broken(), [])
})

test('answers of a JTL-Shop with damaged bytes fail in words, and once they are whole every order is here once', async t => {
  t.mock.method(Math, 'random', () => 0) // no pauses between the tries
  const bomb = packed(' '.repeat(70 * 1024 * 1024))
  const strange: readonly ((answer: Answer) => Answer)[] = [
    ({ body }) => ({ body: body.subarray(0, body.length >> 1) }),
    ({ body }) => ({ body: Buffer.concat([Buffer.from('<br />\n<b>Notice</b>: x\n'), body]) }),
    () => ({ body: Buffer.from('<html>Wartung</html>') }),
    () => bomb,
    () => packed('<bestellungen anzahl="1"><tbestellung kBestellung="1">'),
    () => packed('<!DOCTYPE x [<!ENTITY a "b">]><bestellungen/>'),
  ]
  let at = 0
  let isWhole = false
  const { world, placed } = await openShop(t, 30, answer =>
    isWhole ? answer : (strange[at]?.(answer) ?? answer),
  )
  for (at = 0; at < strange.length; at++) {
    const run = await world.sync()
    assert.equal(run.state, 'failed', `${at}`)
    assert.ok(
      explain(run.error?.code ?? '', {}).en && run.error?.code !== 'INTERNAL_ERROR',
      JSON.stringify(run.error),
    )
    await world.query('update sync_lane set not_before = null where tenant_id = $1', world.tenant)
  }
  isWhole = true
  const run = await world.sync()
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  assert.deepEqual([...(await ledgerOf(world)).keys()].sort(), placed.map(order => order.id).sort())
  assert.deepEqual(await world.broken(), [])
})

async function openShop(t: TestContext, orders: number, harm: (answer: Answer) => Answer) {
  const world = await createWorld(db, t)
  const shop = await startJtlShop({ version: '5.4', userId: 'sync', password: 'geheim-1' })
  t.after(() => shop.stop())
  const placed = fillShop(shop, { orders, items: 20 })
  await world.makeItems(
    ...shop.rows('tartikel').map(row => row['cArtNr'] ?? ''),
    'BUCH',
    'FREI',
    'NETTO',
    'STOFF',
  )
  const { pull } = connector as Connector
  const meddled = {
    ...connector,
    pull: {
      ...pull,
      fetch: async (...[session, kind, cursor, want]: Parameters<NonNullable<typeof pull>['fetch']>) => {
        const answer = await pull?.fetch(session, kind, cursor, want)
        return kind === 'order' && answer && answer.body.length > 4 ? harm(answer) : answer
      },
    },
  } as unknown as Connector
  await world.connect(meddled, { url: shop.url, user: 'sync', password: 'geheim-1' })
  return { world, shop, placed }
}

function documentOf({ body }: Answer): string | undefined {
  const bytes = Buffer.from(body)
  return bytes[0] === 0x50 ? opened({ bytes, status: 200, text: '' }).toString() : undefined
}

function packed(xml: string): Answer {
  return { body: zip([{ name: 'data.xml', content: Buffer.from(xml) }]) }
}

async function totalsOf(
  world: Awaited<ReturnType<typeof createWorld>>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await world.query<{ id: string; total: string }>(
    `select l.external_id as id, w.total_gross::text as total from ledger l
     join web_order w on w.tenant_id = l.tenant_id and w.id = l.id where l.tenant_id = $1`,
    world.tenant,
  )
  return new Map(rows.map(row => [row.id, Number(row.total)]))
}
