import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Tx, transact } from '../../src/base/database.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { insertApiKey } from '../../src/company/apiKeyStore.ts'
import { rights } from '../../src/company/rights.ts'
import type { Connector } from '../../src/port/connector.ts'
import { type SeededTenant, seedTenant } from '../../testkit/database/seed.ts'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { type GeneratedShop, generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { openProxy } from '../kills/openProxy.ts'
import { stockUp } from '../kills/stockUp.ts'
import { openWorld, type World } from '../kills/world.ts'
import { type OnCall, openCallDoor } from './callDoor.ts'
import { connector as forgetful } from './connectors/forgetful/index.ts'
import { connector as quick } from './connectors/quick/index.ts'
import { connector as ticketed } from './connectors/ticketed/index.ts'
import { jtlOutlet, type Outlet, referenceOutlet } from './outlets.ts'

/** A connection with its shop. */
export interface Stall {
  readonly name: string
  readonly connectionId: string
  readonly channelId: string
  readonly outlet: Outlet
  /** It forgets what was read. */
  readonly consumes: boolean
}

/** One merchant with four shops, a database that may be killed, and what processes of the product need. */
export interface ChaosWorld {
  readonly world: World
  readonly tenant: string
  readonly apiKey: string
  readonly warehouseId: string
  readonly stalls: readonly Stall[]
  /** The environment of all processes. Their door to the database stays where it is when the database is killed. */
  readonly environment: NodeJS.ProcessEnv
  /** Looks into the database; where that is just away, once more when it is back. */
  look<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** kill -9 of the database, and its start. */
  killDatabase(): Promise<void>
  close(): Promise<void>
}

const token = 'token-of-the-chaos'
const folder = (name: string) => fileURLToPath(new URL(`connectors/${name}`, import.meta.url))

/** Makes the world; `onCall` is told of every call of each connection. */
export async function openChaosWorld(
  seed: number,
  onCall: (stall: string, ...passing: Parameters<OnCall>) => ReturnType<OnCall>,
): Promise<ChaosWorld> {
  const world = await openWorld()
  const closers: (() => Promise<unknown>)[] = []
  const door = await openProxy(
    () => world.target(),
    (client, upstream) => {
      client.pipe(upstream).pipe(client)
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        one.on('error', () => other.destroy())
        one.once('close', () => other.destroy())
      }
    },
  )
  let back = Promise.resolve()
  const look: ChaosWorld['look'] = async work => {
    for (let tries = 0; ; tries++) {
      await back
      try {
        return await transact(world.db(), { tenant: seeded.tenant }, work)
      } catch (error) {
        if (tries > 100 || !isAway(error)) throw error
        await wait(50)
      }
    }
  }
  const seeded = await seedTenant(world.db(), { slug: 'chaos' })
  const { tenant } = seeded
  const contents = generateShop({ orders: 0, items: 16, lines: 2, seed })
  const jtl = async (name: string, generation: Generation, no: number) => {
    const own = generateShop({ orders: 6, items: 16, lines: 2, seed: seed + no })
    // It sells half of our items already, under our numbers: an item that is sent takes the place of its own.
    const quirks = { adoptsSameSku: true }
    const catalog = contents.catalog.slice(0, 8)
    const shop = await startShop({
      generation,
      token,
      ...own,
      ...contents,
      orders: [],
      customers: own.customers,
      payments: [],
      catalog,
      quirks,
    })
    return {
      name,
      connector: quick as Connector,
      outlet: jtlOutlet(shop, createChance(seed + no)),
      consumes: false,
    }
  }
  const taxed = contents.catalog.filter(item => item.vat !== '7').map(item => item.sku)
  const pushed = [
    await jtl('Nord', 5, 1),
    await jtl('West', 3, 2),
    {
      name: 'Ostblatt',
      connector: forgetful as Connector,
      consumes: true,
      outlet: referenceOutlet(
        await startReferenceSystem({ way: 'consuming', outward: 'wholeCall', keys: 'ours', token }),
        createChance(seed + 3),
        { skus: taxed, name: 'OST', consumes: true },
      ),
    },
    {
      name: 'Zettel',
      connector: ticketed as Connector,
      consumes: false,
      outlet: referenceOutlet(
        await startReferenceSystem({
          way: 'acked',
          outward: 'tickets',
          keys: 'ours',
          stock: 'absolute',
          token,
        }),
        createChance(seed + 4),
        { skus: taxed, name: 'ZET', consumes: false },
      ),
    },
  ]
  const stalls: Stall[] = []
  for (const { name, connector, outlet, consumes } of pushed) {
    const call = await openCallDoor(outlet.url, (...passing) => onCall(name, ...passing))
    closers.push(() => call.close().then(() => outlet.close()))
    const made = await look(tx =>
      addConnection(tx, world.keyring, tenant, connector, {
        system: connector.name,
        name,
        settings: { url: call.url, token },
        timeZone: 'Europe/Berlin',
        companyId: seeded.company,
      }),
    )
    stalls.push({ name, connectionId: made.id, channelId: made.channelId, outlet, consumes })
  }
  const { warehouseId, apiKey } = await look(tx => setUp(tx, seeded, contents, stalls))
  return {
    world,
    tenant,
    apiKey,
    warehouseId,
    stalls,
    look,
    environment: {
      ...world.environment,
      KONTOR_DATABASE_URL: world.urlAt(door.port),
      KONTOR_CONNECTORS: ['quick', 'forgetful', 'ticketed'].map(folder).join(','),
      KONTOR_PORT: '0',
      KONTOR_LOG: 'error',
    },
    async killDatabase() {
      const again = Promise.withResolvers<void>()
      back = again.promise
      world.killDatabase()
      await world.startAgain().finally(() => again.resolve())
    },
    async close() {
      await back
      await Promise.all(closers.map(close => close()))
      await door.close()
      await world.close()
    },
  }
}

/** The database is not there, or just went away: no word about what was asked. */
export function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { readonly code?: string; readonly message?: string }
  return (
    /^(57P0|08|ECONN|ENOENT|EPIPE|DATABASE_UNREACHABLE)/.test(code) ||
    /terminat|ended|closed|starting up|recovery mode|ECONN|timeout|pool/i.test(message)
  )
}

async function setUp(
  tx: Tx,
  seeded: SeededTenant,
  goods: Pick<GeneratedShop, 'catalog' | 'categories'>,
  stalls: readonly Stall[],
) {
  const { tenant } = seeded
  await tx.run(`update channel set take_over_by_itself = (name <> 'Zettel') where tenant_id = $1`, [tenant])
  const channelIds = stalls.map(stall => stall.channelId)
  const warehouseId = await stockUp(tx, seeded, goods, { channelIds, few: '40' })
  const key = await insertApiKey(tx, tenant, {
    name: 'chaos',
    scopes: rights,
    createdBy: null,
    now: new Date(),
  })
  return { warehouseId, apiKey: key?.secret ?? '' }
}
