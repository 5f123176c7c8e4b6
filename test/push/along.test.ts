// Manufacturers and characteristics, on the way to a shop that takes them as objects of their own.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { changeCharacteristics, createCharacteristics } from '../../src/catalog/characteristics.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { ItemState, Outgoing } from '../../src/port/outgoing.ts'
import type { Ref } from '../../src/port/records.ts'
import type { Send } from '../../src/port/send.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld } from './pushWorld.ts'

const { db } = await testDatabase({ after })

/** What was sent, in its order: kinds of calls, and the items as they were. */
interface Shop {
  readonly calls: string[]
  readonly items: ItemState[]
  /** Values of characteristics, by their numbers: those that are there, and those that are not any more. */
  readonly values?: { readonly there: number[]; readonly gone: number[] }[]
  refuses?: boolean
}

function takes(shop: Shop, along: boolean): (connector: Connector) => Connector {
  const object = (kind: 'manufacturer' | 'characteristic') => ({
    repeat: 'safe',
    atomic: false,
    linkedBy: 'connection',
    batch: 10,
    send: async (_: unknown, list: readonly Outgoing<'characteristic'>[]) => {
      shop.calls.push(kind)
      const numbers = (list: readonly Ref[] = []) => list.map(ref => ref.no)
      for (const { state } of kind === 'characteristic' ? list : [])
        shop.values?.push({ there: numbers(state.values.map(value => value.ref)), gone: numbers(state.gone) })
      return list.map(({ ref, state }) =>
        shop.refuses
          ? { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'no' }
          : {
              result: 'accepted',
              proof: 'stored',
              theirs: `${kind} ${ref.no}`,
              nested: (state.values ?? []).map(value => ({
                no: value.ref.no,
                theirs: `value ${value.ref.no}`,
              })),
            },
      )
    },
  })
  return connector => {
    const item = connector.send?.item as Send<unknown, 'item'>
    const send = (session: unknown, list: readonly Outgoing<'item'>[]) => {
      shop.calls.push('item')
      shop.items.push(...list.map(one => one.state))
      return item.send(session, list)
    }
    const more = along
      ? { manufacturer: object('manufacturer'), characteristic: object('characteristic') }
      : { manufacturer: undefined, characteristic: undefined }
    return {
      ...connector,
      send: { ...connector.send, item: { ...item, send }, ...more },
    } as unknown as Connector
  }
}

/** Two items, one of them of a manufacturer and with a value of a characteristic. */
async function describedItem(push: PushWorld): Promise<string[]> {
  const { tenant } = push.world
  const ids = await push.sell(['A-1', 'A-2'], '0')
  const [id = ''] = ids
  const { results } = await push.change(tx => createManufacturers(tx, tenant, [{ name: 'Werk' }]))
  await push.change(tx => changeItems(tx, tenant, [{ id, manufacturerId: results[0]?.id ?? '' }]))
  await push.change(tx => createCharacteristics(tx, tenant, [{ name: 'Farbe', values: [{ name: 'Rot' }] }]))
  const values = await push.world.query<{ id: string }>(
    `select id from characteristic_value where tenant_id = $1`,
    tenant,
  )
  await push.change(tx =>
    setItemCharacteristics(tx, tenant, [{ itemId: id, valueIds: values.map(value => value.id) }]),
  )
  return ids
}

/** What the catalogue lane has still to tell. */
const leftDue = async (push: PushWorld) => (await push.due()).filter(one => one.kind !== 'stock')

test('manufacturers and characteristics go first, and items name them as the shop does', async context => {
  const shop: Shop = { calls: [], items: [] }
  const push = await createPushWorld(db, context, {}, takes(shop, true))
  await describedItem(push)
  await push.lane('catalogue')
  assert.deepEqual(shop.calls, ['manufacturer', 'characteristic', 'item'])
  const described = shop.items.find(one => one.itemNumber === 'A-1')
  assert.ok(described?.manufacturer && 'ref' in described.manufacturer)
  assert.match(described.manufacturer.ref.theirs, /^manufacturer \d+$/)
  const [chosen, ...others] = described.characteristics ?? []
  assert.match(chosen?.characteristic.theirs ?? '', /^characteristic \d+$/)
  assert.match(chosen?.value.theirs ?? '', /^value \d+$/)
  assert.deepEqual(others, [])
  assert.deepEqual(await leftDue(push), [])
})

test('a value that a characteristic has no more is named until the shop has taken it', async context => {
  const shop: Shop = { calls: [], items: [], values: [] }
  const push = await createPushWorld(db, context, {}, takes(shop, true))
  const { tenant } = push.world
  await describedItem(push)
  const [row] = await push.world.query<{ id: string; value: string }>(
    `select characteristic_id as id, id as value from characteristic_value where tenant_id = $1`,
    tenant,
  )
  assert.ok(row)
  const change = (...more: readonly { readonly name: string }[]) =>
    push.change(tx =>
      changeCharacteristics(tx, tenant, [{ id: row.id, values: [{ id: row.value, name: 'Rot' }, ...more] }]),
    )
  await change({ name: 'Blau' })
  await push.lane('catalogue')
  const [blue, red] = shop.values?.at(-1)?.there ?? []
  assert.ok(red && blue)
  await change()
  shop.refuses = true
  await push.lane('catalogue')
  shop.refuses = false
  await push.sweep('characteristic', true)
  await push.lane('catalogue')
  const expected = { there: [red], gone: [blue] }
  assert.deepEqual(shop.values?.slice(-2), [expected, expected])
  await push.sweep('characteristic', true)
  await push.lane('catalogue')
  assert.deepEqual(shop.values?.at(-1), { there: [red], gone: [] })
})

test('an item waits for its manufacturer, and goes in the run that brings it', async context => {
  const shop: Shop = { calls: [], items: [], refuses: true }
  const push = await createPushWorld(db, context, {}, takes(shop, true))
  const [id = ''] = await describedItem(push)
  await push.lane('catalogue')
  assert.deepEqual(
    shop.items.map(one => one.itemNumber),
    ['A-2'],
  )
  assert.deepEqual(
    (await push.due('item')).map(({ objectId, waits }) => [objectId, waits]),
    [[id, true]],
  )
  shop.refuses = false
  await push.sweep('characteristic', true)
  await push.lane('catalogue')
  assert.equal(shop.items.length, 1, 'one of both is not enough')
  await push.sweep('manufacturer', true)
  await push.lane('catalogue')
  assert.deepEqual(
    shop.items.map(one => one.itemNumber),
    ['A-2', 'A-1'],
  )
  assert.deepEqual(await push.due('item'), [])
})

test('a system without manufacturers is told the name, and nothing of characteristics', async context => {
  const shop: Shop = { calls: [], items: [] }
  const push = await createPushWorld(db, context, {}, takes(shop, false))
  await describedItem(push)
  await push.lane('catalogue')
  assert.deepEqual(shop.calls, ['item'])
  const described = shop.items.find(one => one.itemNumber === 'A-1')
  assert.deepEqual(described?.manufacturer, { name: 'Werk' })
  assert.equal(described?.characteristics, undefined)
  assert.deepEqual(await leftDue(push), [], 'nothing waits for a shop that does not take it')
})
