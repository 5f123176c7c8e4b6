import { z } from 'zod'
import { addressList } from '../../base/config.ts'
import { transact } from '../../base/database.ts'
import { newId } from '../../base/ids.ts'
import { createItems } from '../../catalog/createItems.ts'
import { addConnection, changeSettings } from '../../channels/addConnection.ts'
import { listConnections } from '../../channels/connectionStore.ts'
import { channelProblem } from '../../channels/problems.ts'
import { onlyCompany } from '../../company/companyStore.ts'
import { createTenant } from '../../company/createTenant.ts'
import { listTenants } from '../../company/tenantStore.ts'
import type { Kontor } from '../../operations/operation.ts'
import { laneParts } from '../../operations/syncParts.ts'
import { laneKinds, productLease } from '../../sync/lanes.ts'
import { askForSync, workOffSync } from '../../sync/startSync.ts'
import { type OperatorCommand, type OperatorWork, operatorCommand } from '../operatorCommand.ts'
import type { DemoShop, DemoWorld } from '../program.ts'
import { serveUntilStopped } from '../startCommand.ts'
import { type DemoRun, type DemoSummary, demoSummary, demoSummaryShape } from './demoSummary.ts'
import { printSummary } from './printSummary.ts'

/** The system behind the demo's shops. */
const system = 'jtl-connector'

/**
 * `kontor demo`: everything from nothing. Makes a demo tenant, starts two simulated shops full of real orders, connects
 * them, collects all orders with a live display, lets the file's last days arrive, synchronises again, and prints a summary
 * that adds up. Run again on the same data it imports nothing.
 */
export const demoCommand: OperatorCommand = operatorCommand({
  command: 'demo',
  summary: {
    en: 'Show Kontor at work on real orders',
    de: 'Kontor bei der Arbeit mit echten Bestellungen zeigen',
  },
  input: z.object({
    exit: z
      .boolean()
      .default(false)
      .meta({ description: 'Stop after the summary.', 'x-de': 'Nach der Zusammenfassung enden.' }),
    orders: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Only so many orders.', 'x-de': 'Nur so viele Bestellungen.' }),
  }),
  output: z.union([demoSummaryShape, z.undefined()]),
  serves: true,
  async run(work, input) {
    const world = await work.program.demoWorld(input.orders === undefined ? {} : { limit: input.orders })
    try {
      const { kontor: opened } = await work.open()
      const kontor = { ...opened, config: { ...opened.config, allowAddresses: addressList('127.0.0.0/8') } }
      const summary = await playDemo(work, kontor, world)
      if (!work.json) work.terminal.out(printSummary(summary, work.language))
      if (!input.exit) {
        if (work.json) work.terminal.out(`${JSON.stringify(summary)}\n`)
        await serveUntilStopped(work, kontor)
        return undefined
      }
      if (!summary.ok) process.exitCode = 1
      return work.json ? summary : undefined
    } finally {
      await world.close()
    }
  },
})

async function playDemo(work: OperatorWork, kontor: Kontor, world: DemoWorld): Promise<DemoSummary> {
  const german = work.language === 'de'
  const started = performance.now()
  const tenant = await demoTenant(kontor)
  await connectShops(kontor, tenant, world.shops)
  const runs: DemoRun[] = await synchronise(work, kontor, tenant, german ? 'erster' : 'first')
  const arrived = world.shops.reduce((sum, shop) => sum + shop.receiveLastDays(), 0)
  work.terminal.progress(
    german
      ? `${arrived} Bestellungen der letzten Tage treffen in den Shops ein`
      : `${arrived} orders of the last days arrive at the shops`,
  )
  runs.push(...(await synchronise(work, kontor, tenant, german ? 'zweiter' : 'second')))
  return demoSummary(kontor.db, tenant, world, runs, work.language, performance.now() - started)
}

/** The demo's tenant: a British company, made at the first run. */
async function demoTenant(kontor: Kontor): Promise<string> {
  const known = await transact(kontor.db, { role: 'kontor_clock' }, tx => listTenants(tx))
  const before = known.find(tenant => tenant.slug === 'demo')
  if (before) return before.id
  const id = newId()
  await transact(kontor.db, { tenant: id }, tx =>
    createTenant(
      tx,
      {
        id,
        slug: 'demo',
        name: 'Demo',
        companyName: 'Demo Gifts Ltd',
        country: 'GB',
        currency: 'GBP',
        timeZone: 'Europe/London',
      },
      kontor.now(),
    ),
  )
  return id
}

// The shops are new at each start, with another port; the connection is the same.
async function connectShops(kontor: Kontor, tenant: string, shops: readonly DemoShop[]): Promise<void> {
  const connector = kontor.connectors.get(system)
  if (!connector) throw channelProblem('SYSTEM_UNKNOWN', { system, known: [...kontor.connectors.keys()] })
  await transact(kontor.db, { tenant }, async tx => {
    const companyId = String(await onlyCompany(tx, tenant))
    const known = await listConnections(tx, tenant, { archived: true })
    for (const shop of shops) {
      const settings = { url: shop.url, token: shop.token }
      const before = known.find(connection => connection.name === shop.name)
      if (before) await changeSettings(tx, kontor.keyring, tenant, connector, before.id, settings)
      else
        await addConnection(tx, kontor.keyring, tenant, connector, {
          system,
          name: shop.name,
          settings,
          timeZone: 'Europe/London',
          companyId,
        })
      await createItems(tx, tenant, shop.items)
    }
  })
}

async function synchronise(
  work: OperatorWork,
  kontor: Kontor,
  tenant: string,
  name: string,
): Promise<DemoRun[]> {
  const wish = { tenant, channels: [], lanes: laneKinds, askedBy: 'demo', holder: kontor.holder }
  const started = await transact(kontor.db, { tenant }, tx => askForSync(tx, wish))
  const seen = new Map<string, string>()
  let shown = ''
  const run = await workOffSync(laneParts({ kontor }), wish, started, {
    lease: productLease,
    signal: work.signal,
    onRun: (shop, figures) => {
      const orders = figures['order']
      const said =
        work.language === 'de'
          ? ['Bestellungen gefunden', 'neu', 'geparkt']
          : ['orders found', 'new', 'parked']
      seen.set(
        shop,
        `${shop}: ${orders?.found ?? 0} ${said[0]}, ${orders?.new ?? 0} ${said[1]}, ${orders?.parked ?? 0} ${said[2]}`,
      )
      const line = [...seen.values()].join('  ·  ')
      if (line !== shown) work.terminal.progress(line)
      shown = line
    },
  })
  if (work.signal.aborted) throw new Error('cancelled')
  const parts = [...run.parts].sort((a, b) => (a.connection ?? '').localeCompare(b.connection ?? ''))
  return parts.map(part => ({ shop: part.connection ?? '', run: name, kinds: part.figures }))
}
