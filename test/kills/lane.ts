import { transact } from '../../src/base/database.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { connector as jtlConnector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { type Importer, type ImporterOptions, startImporter } from './importer.ts'
import type { Gate } from './moment.ts'
import { openShopProxy } from './shopProxy.ts'
import type { World } from './world.ts'

/** A tenant with one connection to a shop of its own. */
export interface Lane {
  readonly world: World
  readonly name: string
  readonly tenant: string
  readonly shop: Shop
  /** Starts an importing process of this connection. Several may run at once. */
  start(options?: Pick<ImporterOptions, 'strike' | 'onMoment' | 'onClaim'>): Promise<Importer>
  /** Kills what still runs of it. */
  close(): Promise<void>
}

const token = 'token-of-the-killed-shop'

/** Makes tenant, shop with orders, items that fit, and the connection between them. */
export async function openLane(
  world: World,
  options: { readonly name: string; readonly orders: number; readonly seed: number },
): Promise<Lane> {
  const { name, orders, seed } = options
  const slug = name.toLowerCase()
  const { tenant, company } = await seedTenant(world.db(), { slug })
  const contents = generateShop({ orders, items: 40, lines: 3, seed })
  const shop = await startShop({ generation: 5, token, ...contents })
  const started = new Set<Importer>()
  let holder: Importer | undefined
  let closing: Promise<unknown> | undefined
  // A call belongs to whoever holds the lane: there is one at a time.
  const gate: Gate = moment => holder?.gate(moment) ?? 'pass'
  const door = await openShopProxy(shop.url, gate)
  await transact(world.db(), { tenant }, async tx => {
    const items = contents.catalog.map(item => ({ itemNumber: item.sku, name: `Artikel ${item.sku}` }))
    await createItems(tx, tenant, items)
    await addConnection(tx, world.keyring, tenant, jtlConnector as unknown as Connector, {
      system: 'jtl-connector',
      name,
      settings: { url: door.url, token },
      timeZone: 'Europe/Berlin',
      companyId: company,
    })
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
    async start({ onClaim, ...rest } = {}) {
      if (closing) throw new Error(`${name} is closed: the test has ended`)
      const importer = await startImporter(world, {
        ...rest,
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
