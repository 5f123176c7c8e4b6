import { transact } from '../../src/base/database.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { connector as jtlConnector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Generation, Quirks } from '../../testkit/jtlConnector/quirks.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { type Importer, type ImporterOptions, startImporter } from './importer.ts'
import type { Gate } from './moment.ts'
import { openShopProxy } from './shopProxy.ts'
import { type Shelf, setUpTrade } from './trade.ts'
import type { World } from './world.ts'

/** A tenant with one connection to a shop of its own, and what is sold there. */
export interface Lane {
  readonly world: World
  readonly name: string
  readonly tenant: string
  readonly shop: Shop
  readonly shelf: Shelf
  /** How many lanes a process works off: the one of the orders, or all four. */
  readonly lanes: 1 | 4
  /** Starts a synchronising process of this connection. Several may run at once. */
  start(options?: Pick<ImporterOptions, 'strike' | 'onMoment' | 'onClaim'>): Promise<Importer>
  /** Kills what still runs of it. */
  close(): Promise<void>
}

export interface LaneOptions {
  readonly name: string
  /** Orders that lie in the shop before it is synchronised first. */
  readonly orders: number
  readonly seed: number
  readonly generation?: Generation
  readonly quirks?: Partial<Quirks>
  readonly lanes?: 1 | 4
}

const token = 'token-of-the-killed-shop'
/** So many of the items does the shop hold before we tell it of them: the others are new to it. */
const heldByShop = 10

/** Makes tenant, shop with orders, a catalogue with stock that is sold there, and the connection between them. */
export async function openLane(world: World, options: LaneOptions): Promise<Lane> {
  const { name, orders, seed, generation = 5, quirks = {}, lanes = 4 } = options
  const slug = name.toLowerCase()
  const seeded = await seedTenant(world.db(), { slug })
  const { tenant, company } = seeded
  const contents = generateShop({ orders, items: 20, lines: 2, seed })
  const catalog = contents.catalog.slice(0, heldByShop)
  const shop = await startShop({ generation, token, ...contents, catalog, quirks })
  const started = new Set<Importer>()
  let holder: Importer | undefined
  let closing: Promise<unknown> | undefined
  // A call belongs to whoever holds the lane: there is one at a time.
  const gate: Gate = moment => holder?.gate(moment) ?? 'pass'
  const door = await openShopProxy(shop.url, gate)
  const shelf = await transact(world.db(), { tenant }, async tx => {
    const { channelId } = await addConnection(tx, world.keyring, tenant, jtlConnector as Connector, {
      system: 'jtl-connector',
      name,
      settings: { url: door.url, token },
      timeZone: 'Europe/Berlin',
      companyId: company,
    })
    return setUpTrade(tx, seeded, channelId, contents)
  })
  const end = async () => {
    for (const importer of started) importer.signal('SIGKILL') // of a test that failed: also one that is stopped
    await Promise.all([...started].map(importer => importer.ended))
    await door.close()
    await shop.close()
  }
  return {
    world,
    name,
    tenant,
    shop,
    shelf,
    lanes,
    async start({ onClaim, ...rest } = {}) {
      if (closing) throw new Error(`${name} is closed: the test has ended`)
      const importer = await startImporter(world, {
        ...rest,
        ...(lanes === 1 ? { only: 'orders' } : {}),
        channel: name,
        tenant: slug,
        environment: world.environment,
        onClaim: claimer => {
          holder = claimer
          onClaim?.(claimer)
        },
      })
      started.add(importer)
      if (closing) importer.signal('SIGKILL')
      void importer.ended.finally(() => started.delete(importer))
      return importer
    },
    async close() {
      closing ??= end()
      await closing
    },
  }
}
