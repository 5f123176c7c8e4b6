import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MatchAddress, matchKeys, streetKey } from './matchKeys.ts'

const connectionId = '01890000-0000-7000-8000-000000000001'
const someone: MatchAddress = {
  firstName: 'Jörg',
  lastName: 'Großmann',
  street: 'Haupt-Straße 12 a',
  postcode: '12345',
  email: 'Joerg@Beispiel.example',
}
const keysOf = (address: MatchAddress) => matchKeys({ connectionId, address }).map(one => one.key)

test('the surest key comes first, each with its score', () => {
  const keys = matchKeys({ connectionId, externalId: 'K-7', address: someone })
  assert.deepEqual(
    keys.map(({ how, score }) => [how, score]),
    [
      ['link', 100],
      ['email_name', 95],
      ['name_address', 85],
    ],
  )
})

test('the same person written otherwise has the same keys', () => {
  for (const other of [
    {
      firstName: 'JOERG',
      lastName: ' Grossmann ',
      email: 'joerg@beispiel.EXAMPLE ',
      street: 'Hauptstr. 12A',
    },
    { firstName: 'joerg', lastName: 'großmann', street: 'haupt strasse 12 a', postcode: ' 12345 ' },
  ])
    assert.deepEqual(keysOf({ ...someone, ...other }), keysOf(someone))
})

test('an e-mail alone never matches, nor a last name at an address', () => {
  assert.deepEqual(keysOf({ email: 'a@b.example' }), [])
  assert.deepEqual(keysOf({ lastName: 'Klein', postcode: '1', street: 'Weg 1' }), [])
  assert.deepEqual(matchKeys({ connectionId }), [])
  const one = keysOf({ email: 'a@b.example', lastName: 'Klein' })
  assert.notDeepEqual(one, keysOf({ email: 'a@b.example', lastName: 'Groß' }))
})

test('equal ids of two connections are two customers', () => {
  const other = { connectionId: '01890000-0000-7000-8000-000000000002', externalId: '7' }
  assert.notDeepEqual(matchKeys({ connectionId, externalId: '7' }), matchKeys(other))
})

test('numbers of a street do not run into each other', () => {
  assert.notEqual(streetKey('Block 1 12'), streetKey('Block 11 2'))
  assert.equal(streetKey('Straße des 17. Juni 135'), streetKey('STR. des 17 Juni 135'))
})

test('a key fits into an index, however long the name', () => {
  const [long] = keysOf({ lastName: 'x'.repeat(9000), email: 'a@b.example' })
  assert.ok(long && long.length < 500)
  assert.notEqual(long, keysOf({ lastName: 'y'.repeat(9000), email: 'a@b.example' })[0])
})
