import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused, Unreachable } from '../../port/errors.ts'
import { failureOf, fakeShop, fixture, packed } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'
import { readPage } from './pages.ts'

const start = { startedAt: new Date('2026-02-01T12:00:00Z') }

test('every call carries both logins, the version for Shop 4 and the name that Shop 5 answers UTF-8 to', async t => {
  const { run, calls } = await fakeShop(t)
  const session = await connector.open(run)
  await connector.pull?.fetch(session, 'order', start, 100)
  assert.deepEqual(
    calls.map(({ path }) => path),
    ['/dbeS/mytest.php', '/dbeS/GetBestellungen_xml.php'],
  )
  for (const { fields, agent } of calls) {
    const { userID, userPWD, uID, uPWD, vers } = fields
    assert.deepEqual(
      [userID, userPWD, uID, uPWD, vers],
      ['sync', 'geh&heim-kontor', 'sync', 'geh&heim-kontor', '109600'],
    )
    assert.match(agent, /JTL-Wawi\/(\d+(\.\d+)+)/)
  }
  assert.equal(calls[0]?.fields['wawiversion'], '109600')
})

test('quirk: nothing to fetch is the text 0, and there are no records after it', async t => {
  const { run } = await fakeShop(t)
  const session = await connector.open(run)
  const answer = await connector.pull?.fetch(session, 'order', start, 100)
  assert.ok(answer)
  assert.deepEqual(readPage('order', answer), { records: [], last: true })
})

test('quirk: Shop 4 answers Latin-1 whoever asks', async t => {
  const orders = Buffer.from(
    fixture('orders')
      .toString()
      .replace(/[„“–’]/g, '"'),
    'latin1',
  )
  const { run } = await fakeShop(t, ({ script }) => {
    if (script === 'mytest') return '0;JTL4;406;'
    return script === 'GetBestellungen_xml' ? packed(orders) : undefined
  })
  const session = await connector.open(run)
  const answer = await connector.pull?.fetch(session, 'order', start, 100)
  assert.ok(answer)
  assert.match(JSON.stringify(readPage('order', answer)), /Änne.*Österreich/)
})

test('quirk: a wrong login is a 3 with the version of the shop, and HTTP 200', async t => {
  const { run } = await fakeShop(t, () => '3\n5.4.0')
  const error = await failureOf(connector.open(run))
  assert.ok(error instanceof Refused && error.code === 'AUTH_EXPIRED')
})

test('a shop that wants a newer ERP says so in its own words', async t => {
  const said = 'Ihr JTL-Shop Version 5.4.0 benötigt mindestens JTL-Wawi Version 1.9'
  const { run } = await fakeShop(t, () => Buffer.from(`8\n${said}`, 'latin1'))
  const error = await failureOf(connector.open(run))
  assert.ok(error instanceof Refused && error.code === 'PROTOCOL_UNKNOWN')
  assert.ok(error.detail.includes(said))
})

test('a shop before 4.06 is too old', async t => {
  const { run } = await fakeShop(t, () => '0;JTL4;320;')
  const error = await failureOf(connector.open(run))
  assert.ok(error instanceof Refused && error.code === 'PROTOCOL_UNKNOWN')
  assert.match(error.detail, /3\.20; 4\.06 is needed/)
})

test('quirk: maintenance is a text with HTTP 200, and nothing has happened', async t => {
  const { run } = await fakeShop(t, ({ script }) => (script === 'mytest' ? undefined : 'Maintenance'))
  const session = await connector.open(run)
  const error = await failureOf(Promise.resolve(connector.pull?.fetch(session, 'order', start, 100)))
  assert.ok(error instanceof Unreachable && !error.mayHaveWorked)
})

test('quirk: an unknown script is an empty body with HTTP 200', async t => {
  const { run } = await fakeShop(t, ({ script }) => (script === 'mytest' ? undefined : ''))
  const session = await connector.open(run)
  const error = await failureOf(Promise.resolve(connector.pull?.fetch(session, 'order', start, 100)))
  assert.ok(error instanceof Unreachable && error.mayHaveWorked)
})

test('quirk: HTTP 500 with a 2 is a failed upload, not an answer', async t => {
  const { run } = await fakeShop(t, ({ script }) =>
    script === 'mytest' ? undefined : { status: 500, body: '2' },
  )
  const session = await connector.open(run)
  const error = await failureOf(Promise.resolve(connector.ack?.(session, 'order', [{ theirs: '1', no: 1 }])))
  assert.ok(error instanceof Unreachable && error.mayHaveWorked)
})

test('acks go under the shop’s keys, and tell the next run the highest of them', async t => {
  const { run, calls, remembered } = await fakeShop(t)
  const session = await connector.open(run)
  const list = [
    { theirs: '7', no: 501 },
    { theirs: 'x', no: 502 },
    { theirs: '12', no: 503 },
  ]
  assert.deepEqual(await connector.ack?.(session, 'order', list), [
    'accepted',
    { refused: 'it has no key of the shop' },
    'accepted',
  ])
  await connector.ack?.(session, 'payment', [{ theirs: '3', no: 9 }])
  await connector.ack?.(session, 'customer', [{ theirs: '4', no: 10 }])
  await connector.close?.(session)
  assert.deepEqual(
    calls.slice(1).map(({ script, files }) => [
      script,
      Object.entries(files)
        .flat()
        .join(' ')
        .replace(/<\?.*\n/, ''),
    ]),
    [
      [
        'Bestellungen_xml',
        'ack_bestellung.xml <ack_bestellungen><kBestellung>7</kBestellung><kBestellung>12</kBestellung></ack_bestellungen>',
      ],
      [
        'Bestellungen_xml',
        'ack_zahlungseingang.xml <ack_zahlungseingang><kZahlungseingang>3</kZahlungseingang></ack_zahlungseingang>',
      ],
      ['Kunden_xml', 'ack_kunden.xml <ack_kunden><kKunde>4</kKunde></ack_kunden>'],
      ['lastjobs', ''],
    ],
  )
  assert.deepEqual(remembered['highest'], { kBestellung: '12', kZahlungseingang: '3', kKunde: '4' })
  await connector.open(run)
  const { kBestellung, kKunde, kZahlungseingang } = calls.at(-1)?.fields ?? {}
  assert.deepEqual([kBestellung, kKunde, kZahlungseingang], ['12', '4', '3'])
})

test('a run that uploaded nothing asks for no work at its end', async t => {
  const { run, scripts } = await fakeShop(t)
  const session = await connector.open(run)
  await connector.pull?.fetch(session, 'order', start, 100)
  await connector.close?.(session)
  assert.deepEqual(scripts(), ['mytest', 'GetBestellungen_xml'])
})

test('the ids of one shop are not told to another', async t => {
  const facts = { shop: 'https://other.example/', highest: { kBestellung: '900' } }
  const { run, calls, remembered } = await fakeShop(t, undefined, { facts })
  await connector.open(run)
  assert.equal(calls[0]?.fields['kBestellung'], undefined)
  assert.deepEqual(remembered['highest'], {})
})

test('a damaged archive, a foreign document and a zip bomb are no page', () => {
  const good = packed(fixture('orders'))
  const bomb = packed(Buffer.alloc(70 * 1024 * 1024, 32))
  const lying = Buffer.from(bomb)
  lying.writeUInt32LE(100, lying.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24)
  const entities = packed('<!DOCTYPE x [<!ENTITY a "aaaa">]><bestellungen>&a;</bestellungen>')
  const bodies = [
    good.subarray(0, good.length >> 1),
    packed('<kunden/>'),
    packed('<html>'),
    bomb,
    lying,
    entities,
  ]
  for (const body of bodies) assert.throws(() => readPage('order', { body }), Unreachable)
})
