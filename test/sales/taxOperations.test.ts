// What a company is for taxes, and why a sale is taxed as it is: over HTTP, as a screen or a program asks.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { tradeServer } from '../trade/tradeServer.ts'

const { client, db, world } = await tradeServer({ after }, { items: 1, channels: 0 })

async function call(method: string, path: string, body?: unknown, status?: number) {
  const answer = await client.call(method, `/api/v1${path}`, body === undefined ? {} : { body })
  if (status === undefined) assert.ok(answer.status < 300, answer.text)
  else assert.equal(answer.status, status, answer.text)
  return answer.body
}

const decide = (input: object) => call('POST', '/tax/decide', input)
const codes = (answer: { notes: { code: string }[] }) => answer.notes.map(note => note.code)

test('an Austrian business: free of tax with an id that can be right, once the own id is set up without a note', async () => {
  const wrong = await decide({ shipTo: 'at', vatId: 'ATU13585628', date: '2026-03-02' })
  assert.deepEqual([wrong.treatment, wrong.country, codes(wrong)], ['eu_consumer', 'DE', ['VAT_ID_INVALID']])
  assert.match(wrong.notes[0].reason, /check digits/)
  const first = await decide({ shipTo: 'AT', vatId: 'atu 13585627', date: '2026-03-02' })
  assert.deepEqual(
    [first.treatment, first.vatId, codes(first)],
    ['reverse_charge', 'ATU13585627', ['OWN_VAT_ID_MISSING']],
  )
  const put = await call('PUT', '/company-tax/vat-ids', { ids: ['DE136695976', 'DE136695978'] })
  assert.deepEqual(
    [put.refused, put.items.map((one: { did: string; code: string | null }) => [one.did, one.code])],
    [
      1,
      [
        ['new', null],
        ['refused', 'VAT_ID_INVALID'],
      ],
    ],
  )
  const then = await decide({ shipTo: 'AT', vatId: 'ATU13585627', date: '2026-03-02' })
  assert.deepEqual([then.notes, then.rates.map((one: { rate: string }) => one.rate)], [[], ['0', '0', '0']])
  assert.match(then.why, /free of tax to a business in another EU state \(AT\)/)
})

test('what is set from a day on holds from that day on, and later days stay', async () => {
  await call('PUT', '/company-tax', { from: '2026-01-01', smallBusiness: true })
  await call('PUT', '/company-tax', { from: '2027-01-01', smallBusiness: false, oss: true })
  const shown = await call('PUT', '/company-tax', { from: '2026-07-01', shippingTax: 'proportional' })
  const usual = { smallBusiness: false, oss: false, exportsFree: true, shippingTax: 'main' }
  assert.deepEqual(shown.settings, [
    { ...usual, from: '2026-01-01', smallBusiness: true },
    { ...usual, from: '2026-07-01', smallBusiness: true, shippingTax: 'proportional' },
    { ...usual, from: '2027-01-01', oss: true },
  ])
  const treatment = async (date: string) => (await decide({ shipTo: 'AT', date })).treatment
  assert.equal(await treatment('2025-12-31'), 'eu_consumer')
  assert.equal(await treatment('2026-01-01'), 'small_business')
  assert.equal((await decide({ shipTo: 'AT', date: '2027-01-01' })).country, 'AT')
  assert.deepEqual(await call('GET', '/company-tax'), shown)
  const { rows } = await db.pool.query(
    `select data from audit where tenant_id = $1 and action = 'company-tax.set' order by id desc limit 1`,
    [world.tenant],
  )
  assert.deepEqual(rows[0]?.data, { from: '2026-07-01', fields: ['shippingTax'] })
})

test('what cannot be is refused with a code', async () => {
  assert.equal(
    (await call('PUT', '/company-tax', { from: '2021-06-30', oss: true }, 422)).code,
    'OSS_TOO_EARLY',
  )
  assert.equal((await call('GET', '/company-tax?company=X', undefined, 404)).code, 'COMPANY_UNKNOWN')
  const days = { ids: ['DE136695976'], from: '2026-02-01', until: '2026-01-01' }
  assert.equal((await call('PUT', '/company-tax/vat-ids', days)).items[0].code, 'VAT_ID_DAYS')
})

test('ids are checked in one go', async () => {
  const { items } = await call('POST', '/vat-ids/check', { ids: ['GR094259216', 'DE13669597', '136695976'] })
  assert.deepEqual(
    items.map((one: { vatId: string; state: string; fault: string }) => [one.vatId, one.state, one.fault]),
    [
      ['EL094259216', 'GR', null],
      [null, null, 'form'],
      [null, null, 'state'],
    ],
  )
})

test('companies are listed by name; of several one has to be named', async () => {
  await db.pool.query(
    `insert into company (tenant_id, id, name, country, currency, time_zone)
     values ($1, gen_random_uuid(), 'Alpen AG', 'AT', 'EUR', 'Europe/Vienna')`,
    [world.tenant],
  )
  assert.deepEqual(
    (await call('GET', '/companies')).items.map((one: { name: string; country: string }) => [
      one.name,
      one.country,
    ]),
    [
      ['Alpen AG', 'AT'],
      ['Muster GmbH', 'DE'],
    ],
  )
  assert.equal((await call('GET', '/company-tax', undefined, 422)).code, 'COMPANY_NEEDED')
  const [first] = (await call('GET', '/companies')).items
  assert.equal((await call('GET', `/company-tax?company=${first.id}`)).company, 'Alpen AG')
})
