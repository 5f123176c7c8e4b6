import { z } from 'zod'
import { addressList } from '../../base/config.ts'
import { transact } from '../../base/database.ts'
import type { Language } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { addConnection, changeSettings } from '../../channels/addConnection.ts'
import { listConnections } from '../../channels/connectionStore.ts'
import { channelProblem } from '../../channels/problems.ts'
import { onlyCompany } from '../../company/companyStore.ts'
import { createTenant } from '../../company/createTenant.ts'
import { listTenants } from '../../company/tenantStore.ts'
import type { Kontor } from '../../operations/operation.ts'
import { laneParts } from '../../operations/syncParts.ts'
import { type LaneKind, laneKinds, productLease } from '../../sync/lanes.ts'
import { addFigures, type Figures, type FiguresByKind } from '../../sync/runs.ts'
import { askForSync, workOffSync } from '../../sync/startSync.ts'
import { type OperatorCommand, type OperatorWork, operatorCommand } from '../operatorCommand.ts'
import type { DemoShop, DemoWorld } from '../program.ts'
import { serveUntilStopped, withWorker } from '../startCommand.ts'
import { type DemoRun, type DemoSummary, demoSummary, demoSummaryShape } from './demoSummary.ts'
import { type DemoUser, demoUser } from './demoUser.ts'
import { printSummary } from './printSummary.ts'
import { setUpTrade } from './setUpTrade.ts'
import { deliverFirst, takeOverAll } from './tradeOfTheDay.ts'

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
    const { kontor: opened } = await work.open()
    const world = await work.program.demoWorld({
      folder: opened.config.dataDir,
      ...(input.orders === undefined ? {} : { limit: input.orders }),
    })
    try {
      const kontor = { ...opened, config: { ...opened.config, allowAddresses: addressList('127.0.0.0/8') } }
      const { summary, tenant } = await playDemo(work, kontor, world)
      if (!work.json) work.terminal.out(printSummary(summary, work.language))
      if (!input.exit) {
        if (work.json) work.terminal.out(`${JSON.stringify(summary)}\n`)
        else await sayHowToPlay(work, await demoUser(work, kontor, tenant), world)
        await withWorker(work, kontor, ['server', 'worker'], () => serveUntilStopped(work, kontor))
        return undefined
      }
      if (!summary.ok) process.exitCode = 1
      return work.json ? summary : undefined
    } finally {
      await world.save() // as they were left: what the merchant did in them meanwhile is there the next time
      await world.close()
    }
  },
})

async function playDemo(
  work: OperatorWork,
  kontor: Kontor,
  world: DemoWorld,
): Promise<{ summary: DemoSummary; tenant: string }> {
  const german = work.language === 'de'
  const started = performance.now()
  const say = (text: string) => work.terminal.progress(text)
  const tenant = await demoTenant(kontor)
  await connectShops(kontor, tenant, world.shops)
  say(german ? 'Artikel, Preise und Bestand werden angelegt' : 'Making items, prices and stock')
  await setUpTrade(kontor, tenant, world)
  const runs: DemoRun[] = await synchronise(work, kontor, tenant, german ? 'Bestellungen' : 'orders', [
    'orders',
  ])
  const taken = await takeOverAll(kontor, tenant)
  say(german ? `${taken} Aufträge übernommen` : `${taken} orders taken over`)
  const delivered = await deliverFirst(kontor, tenant)
  if (delivered > 0) say(german ? `${delivered} Aufträge ausgeliefert` : `${delivered} orders delivered`)
  runs.push(...(await synchronise(work, kontor, tenant, german ? 'erster' : 'first', laneKinds)))
  await world.save()
  const arrived = world.shops.reduce((sum, shop) => sum + shop.receiveLastDays(), 0)
  say(
    german
      ? `${arrived} Bestellungen der letzten Tage treffen in den Shops ein`
      : `${arrived} orders of the last days arrive at the shops`,
  )
  runs.push(...(await synchronise(work, kontor, tenant, german ? 'zweiter' : 'second', laneKinds)))
  await world.save()
  const ms = performance.now() - started
  return { summary: await demoSummary(kontor.db, tenant, world, runs, work.language, ms), tenant }
}

// Where the merchant signs in, and where he can buy from himself.
async function sayHowToPlay(work: OperatorWork, user: DemoUser, world: DemoWorld): Promise<void> {
  const german = work.language === 'de'
  const lines = [
    german
      ? `Anmelden als ${user.email} mit dem Passwort ${user.password}`
      : `Sign in as ${user.email} with the password ${user.password}`,
  ]
  for (const shop of world.shops) {
    const url = await shop.openWindow()
    lines.push(
      german
        ? `Im Shop „${shop.name}“ einkaufen: ${url}`
        : `Buy something in the shop "${shop.name}": ${url}`,
    )
  }
  work.terminal.out(`${lines.join('\n')}\n`)
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
    }
  })
}

async function synchronise(
  work: OperatorWork,
  kontor: Kontor,
  tenant: string,
  name: string,
  lanes: readonly LaneKind[],
): Promise<DemoRun[]> {
  const wish = { tenant, channels: [], lanes, askedBy: 'demo', holder: kontor.holder }
  const started = await transact(kontor.db, { tenant }, tx => askForSync(tx, wish))
  const seen = new Map<string, string>()
  let shown = ''
  const run = await workOffSync(laneParts({ kontor }), wish, started, {
    lease: productLease,
    signal: work.signal,
    onRun: (shop, figures) => {
      seen.set(shop, progressText(shop, figures, work.language))
      const line = [...seen.values()].join('  ·  ')
      if (line !== shown) work.terminal.progress(line)
      shown = line
    },
  })
  if (work.signal.aborted) throw new Error('cancelled')
  const shops = Map.groupBy(run.parts, part => part.connection ?? '')
  return [...shops]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([shop, parts]) => ({
      shop,
      run: name,
      kinds: parts.reduce((sum, part) => addFigures(sum, part.figures), {} as FiguresByKind),
    }))
}

function progressText(shop: string, figures: FiguresByKind, language: Language): string {
  const sum = (key: keyof Figures) => Object.values(figures).reduce((all, one) => all + one[key], 0)
  const parts =
    language === 'de'
      ? [`${sum('found')} gefunden`, `${sum('new')} neu`, `${sum('sent')} gesendet`]
      : [`${sum('found')} found`, `${sum('new')} new`, `${sum('sent')} sent`]
  return `${shop}: ${parts.join(', ')}`
}
