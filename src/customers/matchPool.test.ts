import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameAddress } from './address.ts'
import { matchPool, soughtOf } from './matchPool.ts'
import { factsOfCustomer, type MatchCandidate } from './matchStore.ts'

const erna = {
  firstName: 'Erna',
  lastName: 'Muster',
  street: 'Hauptstraße 12',
  postcode: '10117',
  email: 'noreply@marktplatz.example',
  phone: '030 1234567',
}

test('a key that too many customers share leads to nobody within a list of orders either', () => {
  const told = soughtOf({ connectionId: '', address: erna })
  const alike = { ...told, sure: [] }
  const made: MatchCandidate = {
    id: '1',
    number: 'K-1',
    name: '',
    blocked: false,
    sure: [],
    alike: [],
    facts: [],
    has: () => false,
  }
  for (const [crowded, found] of [
    [[], 1],
    [told.alike, 0],
  ] as const) {
    const pool = matchPool({ candidates: [], crowded })
    pool.add(made, told)
    assert.equal(pool.scored(alike).length, found)
  }
})

test('an address with another telephone or e-mail address is not the one that stands in the book', () => {
  const stored = {
    ...erna,
    company: '',
    salutation: '',
    title: '',
    extra: '',
    city: '',
    state: '',
    country: null,
  }
  assert.ok(isSameAddress(erna, stored))
  for (const other of [
    { phone: '030 7654321' },
    { email: 'erna@example.com' },
    { country: 'AT' },
    { title: 'Dr.' },
  ])
    assert.ok(!isSameAddress({ ...erna, ...other }, stored), JSON.stringify(other))
})

test('a mobile number and the contacts of all addresses count for each address', () => {
  const facts = factsOfCustomer({ ...erna, email: '' }, '0170 1234567', [
    { ...erna, phone: '' },
    { street: 'Weg 1' },
  ])
  assert.deepEqual(
    facts.map(one => [one.emails, one.phones]),
    [
      [['noreply@marktplatz.example'], ['301234567', '701234567']],
      [['noreply@marktplatz.example'], ['301234567', '701234567']],
    ],
  )
})
