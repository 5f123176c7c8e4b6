import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retailSeed } from './chance.ts'
import { countryIsoOf, countryNames } from './countries.ts'
import { inventAddress } from './inventAddress.ts'
import { places } from './places.ts'

test('knows every country of the data set', () => {
  const names = countryNames()
  assert.equal(names.length, 38)
  for (const [name, iso] of names) assert.match(iso, /^([A-Z]{2})?$/, name)
  assert.deepEqual(
    ['EIRE', 'RSA', 'Channel Islands', 'Unspecified', 'European Community', 'Atlantis'].map(countryIsoOf),
    ['IE', 'ZA', 'JE', '', '', ''],
  )
})

test('makes addresses that fit the country, with mail that goes nowhere', () => {
  for (const [country, iso] of countryNames()) {
    for (let customer = 12_346; customer < 12_366; customer += 1) {
      const address = inventAddress(retailSeed, { customerId: String(customer), home: country }, country)
      assert.equal(address.countryIso, iso)
      assert.match(address.zip, zipForm(places[iso]?.zip ?? 'none'), country)
      assert.match(address.street, /\d/)
      assert.ok(places[iso]?.towns.includes(address.city))
      assert.equal(address.email, `customer-${customer}@example.com`)
    }
  }
})

test('keeps the name of a customer who orders to another country', () => {
  const person = { customerId: '12370', home: 'Cyprus' }
  const home = inventAddress(retailSeed, person, 'Cyprus')
  const away = inventAddress(retailSeed, person, 'Austria')
  assert.deepEqual(inventAddress(retailSeed, person, 'Cyprus'), home)
  assert.deepEqual(
    [away.firstName, away.lastName, away.company, away.email, away.countryIso],
    [home.firstName, home.lastName, home.company, home.email, 'AT'],
  )
  assert.notEqual(away.street, home.street)
})

test('gives no two customers of one country the same name, street and postcode', () => {
  const seen = new Set<string>()
  for (let customer = 12_000; customer < 18_500; customer += 1) {
    const address = inventAddress(
      retailSeed,
      { customerId: String(customer), home: 'United Kingdom' },
      'United Kingdom',
    )
    seen.add([address.firstName, address.lastName, address.street, address.zip].join())
  }
  assert.equal(seen.size, 6_500)
})

function zipForm(pattern: string): RegExp {
  const form = pattern.replaceAll('#', '\\d').replaceAll('^', '[1-9]').replaceAll('@', '[A-Z]')
  return new RegExp(`^${form}$`)
}
