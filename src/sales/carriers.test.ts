import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Carrier, carrierNamed, knownCarriers } from './carriers.ts'
import { tidyPackages } from './packages.ts'

function tidy(carrier: string, tracking: string, own: readonly Carrier[] = []) {
  const done = tidyPackages([{ carrier, tracking }], own)
  return 'code' in done ? done.code : done.packages[0]
}

function oddness(carrier: string, tracking: string, own: readonly Carrier[] = []) {
  const done = tidyPackages([{ carrier, tracking }], own)
  return 'code' in done ? done.code : done.warnings.map(one => one.code).join()
}

test('the example of every form of a carrier is a number of that carrier, and just anything is odd', () => {
  assert.ok(knownCarriers.length >= 9)
  for (const { name, formats } of knownCarriers)
    for (const { example } of formats) assert.equal(oddness(name, example), '', `${name} ${example}`)
  for (const { name } of knownCarriers)
    for (const odd of ['PAKET', '12345', "'; drop table delivery", '0'.repeat(60)])
      assert.equal(oddness(name, odd), 'TRACKING_UNUSUAL', `${name} ${odd}`)
})

for (const [carrier, right, wrong] of [
  ['UPS', '1Z999AA10123456784', '1Z999AA10123456785'],
  ['UPS', '1Z5R89390357567127', '1Z5R89390357567128'],
  ['DHL', '00340434161094042557', '00340434161094042558'],
  ['Deutsche Post', 'RR473124829DE', 'RR473124828DE'],
  ['DPD', '01905032396526', '0190503239652'],
  ['GLS', '123456789018', '123456'],
  ['Hermes', 'H1001230001234501234', 'H100123000123450123'],
  ['FedEx', '123456789012', '12345678901'],
  ['Österreichische Post', '1000123400567890123456', '100012340056789012345'],
  ['Schweizer Post', '996012345612345678', '976012345612345678'],
] as const)
  test(`${carrier} has ${right}; ${wrong} is kept and called odd`, () => {
    assert.equal(oddness(carrier, right), '')
    assert.equal(oddness(carrier, wrong), 'TRACKING_UNUSUAL')
    const kept = tidy(carrier, wrong)
    assert.ok(typeof kept === 'object' && kept.tracking === wrong && kept.url !== null)
  })

test('only what cannot be a number of anybody is refused', () => {
  for (const carrier of ['DHL', 'Bote', ''])
    for (const none of ['0'.repeat(65), '1234\u00005678', '12345678\u0007'])
      assert.equal(oddness(carrier, none), 'TRACKING_INVALID', `${carrier} ${none}`)
  assert.equal(oddness('Bote', '-'), 'TRACKING_INVALID')
  assert.equal(oddness('Bote', '1234\n5678'), 'TRACKING_INVALID', 'of the others line breaks go like blanks')
  for (const short of ['1', '1-2', '123', 'A.B.C'])
    assert.equal(oddness('DHL', short), 'TRACKING_UNUSUAL', short)
  // Who carries parcels in his own van numbers them as he likes.
  assert.deepEqual(
    ['7', '0'.repeat(64), 'Tür 3'].map(one => oddness('Bote', one)),
    ['', '', ''],
  )
})

test('numbers are kept in the writing of their carrier, with the page where the parcel is followed', () => {
  assert.deepEqual(tidy('DHL Paket', '0034 0434 1610 9404 2557'), {
    carrier: 'DHL Paket',
    tracking: '00340434161094042557',
    url: 'https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=00340434161094042557',
    weight: null,
    returnLabel: null,
  })
  assert.deepEqual(tidy('ups', '1z 999aa1-0123456784'), {
    carrier: 'ups',
    tracking: '1Z999AA10123456784',
    url: 'https://www.ups.com/track?loc=de_DE&tracknum=1Z999AA10123456784',
    weight: null,
    returnLabel: null,
  })
})

test('a carrier that nobody knows has any number and no page; a name that only begins alike is not known', () => {
  const typed = { carrier: 'Bote', tracking: 'was auch immer', url: null, weight: null, returnLabel: null }
  assert.deepEqual(tidy('Bote', ' was auch immer '), typed)
  assert.equal(carrierNamed('Upstairs Logistik', []), undefined)
  assert.equal(carrierNamed('Dpdirect', []), undefined)
  assert.equal(carrierNamed('die schweizerische post', [])?.code, 'post_ch')
})

test('a carrier of the tenant wins, also over a known one whose numbers stay as they are', () => {
  const own: Carrier[] = [
    { code: 'bote', name: 'Bote', trackingUrl: 'https://bote.example/{tracking}', formats: [] },
    {
      code: 'dhl',
      name: 'DHL',
      trackingUrl: 'https://eigene.example/?n={tracking}',
      formats: knownCarriers[0]?.formats ?? [],
    },
  ]
  const bote = tidy('bote', 'a b/c', own)
  assert.ok(typeof bote === 'object' && bote.url === 'https://bote.example/a%20b%2Fc')
  assert.equal(oddness('DHL Paket', '12345', own), 'TRACKING_UNUSUAL')
  const dhl = tidy('DHL Paket', '123456789012', own)
  assert.ok(typeof dhl === 'object' && dhl.url === 'https://eigene.example/?n=123456789012')
})

test('only https is a page, and a weight is kilograms above nothing', () => {
  const codeOf = (one: object) => {
    const done = tidyPackages([{ carrier: '', tracking: '', ...one }], [])
    return 'code' in done ? done.code : done.packages[0]
  }
  for (const url of ['http://dhl.de', 'javascript:alert(1)', 'ftp://x', 'dhl.de'])
    assert.equal(codeOf({ url }), 'TRACKING_URL_INVALID', url)
  for (const weight of ['0', '-1', '1,5', 'viel', '0.000'])
    assert.equal(codeOf({ weight }), 'WEIGHT_INVALID', weight)
  const right = codeOf({ url: 'https://x.example/1', weight: '1.250' })
  assert.deepEqual(right, {
    carrier: '',
    tracking: '',
    url: 'https://x.example/1',
    weight: '1.25',
    returnLabel: null,
  })
})
