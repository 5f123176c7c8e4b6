import type { Database } from '../../src/base/database.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { SyncRun } from '../../src/sync/runs.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import type { NewOrder } from '../../testkit/reference/records.ts'
import { type ReferenceSystem, startReferenceSystem } from '../../testkit/reference/system.ts'
import { createWorld, type SyncOptions, type World } from './world.ts'

/** A world with one connection to the reference system; both go by the same clock, which only the test moves. */
export interface ReferenceWorld {
  readonly world: World
  readonly system: ReferenceSystem
  readonly id: string
  readonly clock: Clock
  /** As the world's, by the clock. */
  sync(options?: SyncOptions): Promise<SyncRun>
  /** Places so many orders, one a second. Their ids. */
  placeOrders(count: number): string[]
}

export interface Clock {
  now(): Date
  advance(seconds: number): void
}

/** Starts it; `change` makes another connector of the usual one. */
export async function createReferenceWorld(
  db: Database,
  scope: TestScope,
  inward: Shape['inward'],
  change: (connector: Connector) => Connector = connector => connector,
): Promise<ReferenceWorld> {
  const world = await createWorld(db, scope)
  // Not long ago: what is stored by the clock lies in a month that has its partition.
  let time = Math.floor(Date.now() / 1000) * 1000 - 3_600_000
  const clock: Clock = {
    now: () => new Date(time),
    advance: seconds => {
      time += seconds * 1000
    },
  }
  const system = await startReferenceSystem({ now: clock.now, way: inward, largestPage: 25 })
  scope.after(() => system.stop())
  await world.tx(tx => createItems(tx, world.tenant, [{ itemNumber: 'A-1', name: 'Tasse' }]))
  const connector = change(referenceConnector({ inward }) as Connector)
  const id = await world.connect(connector, { url: system.url, token: system.token })
  let number = 0
  return {
    world,
    system,
    id,
    clock,
    sync: options => world.sync({ ...options, parts: { now: clock.now, ...options?.parts } }),
    placeOrders: count =>
      Array.from({ length: count }, () => {
        clock.advance(1)
        return system.placeOrder(orderOf(`R-${++number}`))
      }),
  }
}

/** An order of one cup. */
export function orderOf(number: string): NewOrder {
  return {
    number,
    placedAt: '2026-03-01T10:00:00Z',
    currency: 'EUR',
    total: '11.90',
    paid: false,
    method: 'invoice',
    buyer: {
      email: 'eva@example.com',
      firstName: 'Eva',
      lastName: 'Muster',
      street: 'Weg 1',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
    },
    lines: [{ sku: 'A-1', name: 'Tasse', quantity: '1', net: '10', gross: '11.90', vat: '19' }],
  }
}
