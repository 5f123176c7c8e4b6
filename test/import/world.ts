import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { symbols } from 'pino'
import { addressList, readConfig } from '../../src/base/config.ts'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { openWork } from '../../src/base/openWork.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { loadConnection } from '../../src/channels/connectionStore.ts'
import { keysOf } from '../../src/channels/keyStore.ts'
import { connector as jtlConnector } from '../../src/connectors/jtl-connector/index.ts'
import type { Kontor } from '../../src/operations/operation.ts'
import type { Connector, Settings } from '../../src/port/connector.ts'
import type { ImportContext, RunOptions } from '../../src/sync/importContext.ts'
import { type LaneKind, productLease } from '../../src/sync/lanes.ts'
import type { LaneParts } from '../../src/sync/runLane.ts'
import { type Figures, noFigures, type SyncRun } from '../../src/sync/runs.ts'
import { askForSync, type SyncWish, workOffSync } from '../../src/sync/startSync.ts'
import { verify } from '../../src/sync/verify.ts'
import { type SeededTenant, seedTenant } from '../../testkit/database/seed.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import type { ShopOptions } from '../../testkit/jtlConnector/state.ts'

/** The connector of the simulated shops, as the engine sees it. */
export const jtl = jtlConnector as Connector

/** A tenant with its company, and all that a synchronisation is made of. Many fit into one database. */
export interface World extends SeededTenant {
  readonly db: Database
  readonly parts: LaneParts
  /** Where the keys of its secrets lie, for another process. */
  readonly keyFile: string
  /** What server and terminal work with: the same parts, nothing of the environment. */
  readonly kontor: Kontor
  /** The lines of its log so far, at level debug, as they would have been printed. */
  readonly log: readonly string[]
  /** Makes a connector known, as the registry does. */
  install(connector: Connector): void
  /** Makes a connection of that system with one channel of the same name, for that place where it has several. Its id. */
  connect(connector: Connector, settings: Settings, name?: string, place?: string): Promise<string>
  /** Starts a simulated shop, makes an item for each of its catalogue, and connects it. */
  openShop(options?: OpenShop): Promise<OpenedShop>
  makeItems(...itemNumbers: string[]): Promise<void>
  /** Asks for a synchronisation and works it off, as a person would in this process. */
  sync(options?: SyncOptions): Promise<SyncRun>
  /** Work of the application on the rows of this tenant. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  query<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]>
  /** What a run of that connection works with, without lane and fence. */
  context(connectionId: string, options?: { readonly by?: LaneParts }): Promise<ImportContext>
  /** What breaks a promise that the data can show: one sentence each. */
  broken(): Promise<string[]>
}

export type OpenShop = Partial<ShopOptions> & {
  readonly name?: string
  /** Stands between the shop and us: the address that is connected instead of the shop's. */
  readonly through?: (shop: Shop) => Promise<string>
  readonly withoutItems?: boolean
}

export interface OpenedShop {
  readonly shop: Shop
  readonly id: string
}

export type SyncOptions = Partial<RunOptions> & {
  readonly channels?: readonly string[]
  /** The orders lane if absent. */
  readonly lanes?: readonly LaneKind[]
  readonly holder?: string
  readonly signal?: AbortSignal
  /** Made with other parts, such as another clock or connector. */
  readonly parts?: Partial<LaneParts>
}

/** Makes one; whatever it starts ends with the test. */
export async function createWorld(db: Database, scope: TestScope): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-import-'))
  scope.after(() => rm(folder, { recursive: true, force: true }))
  const seeded = await seedTenant(db)
  const { tenant, company } = seeded
  const { log, lines } = listenToLog()
  const keyFile = join(folder, 'secret.keys')
  const keyring = await openKeyring(keyFile)
  const connectors = new Map<string, Connector>([[jtl.name, jtl]])
  const allowAddresses = addressList('127.0.0.0/8')
  const parts: LaneParts = { db, keyring, log, connectors, allowAddresses, now: () => new Date() }
  const config = { ...readConfig({}), allowAddresses }
  const tx = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)

  const connect: World['connect'] = async (
    connector,
    settings,
    name = `Shop ${newId().slice(-6)}`,
    place = '',
  ) => {
    connectors.set(connector.name, connector)
    const wish = {
      system: connector.name,
      name,
      settings,
      timeZone: 'Europe/Berlin',
      companyId: company,
      place,
    }
    return (await tx(inside => addConnection(inside, keyring, tenant, connector, wish))).id
  }
  const makeItems: World['makeItems'] = async (...numbers) => {
    await tx(inside =>
      createItems(
        inside,
        tenant,
        numbers.map(number => ({ itemNumber: number, name: `Artikel ${number}` })),
      ),
    )
  }
  return {
    ...seeded,
    db,
    parts,
    keyFile,
    kontor: { ...parts, config, holder: holderName(), open: openWork(error => assert.fail(String(error))) },
    log: lines,
    install: connector => void connectors.set(connector.name, connector),
    connect,
    makeItems,
    tx,
    query: (text, ...values) => tx(inside => inside.query(text, values)),
    openShop: async ({ name, through, withoutItems, ...options } = {}) => {
      const shop = await startShop({ generation: 5, token: 'shop-token-1', ...options })
      scope.after(() => shop.close())
      if (!withoutItems) await makeItems(...shop.items().map(item => item.sku))
      const url = through ? await through(shop) : shop.url
      return { shop, id: await connect(jtl, { url, token: shop.token }, name) }
    },
    sync: async ({
      channels = [],
      lanes = ['orders'] as const,
      holder = holderName(),
      parts: other,
      ...options
    } = {}) => {
      const wish: SyncWish = { tenant, channels, lanes, askedBy: 'tester', holder }
      const started = await tx(inside => askForSync(inside, wish))
      return workOffSync({ ...parts, ...other }, wish, started, { lease: productLease, ...options })
    },
    context: async (connectionId, { by = parts } = {}) => {
      const connection = await tx(inside => loadConnection(inside, tenant, connectionId))
      const connector = by.connectors.get(connection.system)
      if (!connector) throw new TypeError(`no connector ${connection.system}`)
      return {
        ...by,
        tenant,
        connection,
        connector,
        runId: null,
        write: work => transact(by.db, { tenant, bulk: true }, work),
        figures: {},
        notes: [],
        signal: new AbortController().signal,
        keys: keysOf(by.db, tenant, connectionId),
      }
    },
    broken: async () => {
      const findings = await tx(inside => verify(inside, tenant))
      return findings.flatMap(one => (one.ok ? [] : [`${one.promise}: ${one.count} (${one.wrong})`]))
    },
  }
}

/** The counts of a kind, without the time that it took; all 0 where nothing of it was seen. */
export function counts(run: SyncRun, kind = 'order'): Omit<Figures, 'ms'> {
  const { ms: _ms, ...rest } = run.figures[kind] ?? noFigures()
  return rest
}

/** Counts of a kind where all that is not named is 0; `found` is their sum. */
export function counted(some: Partial<Omit<Figures, 'ms' | 'found'>>): Omit<Figures, 'ms'> {
  const { ms: _ms, found: _found, ...none } = noFigures()
  const all = { ...none, ...some }
  return { ...all, found: all.new + all.updated + all.unchanged + all.skipped + all.parked }
}

/** What stands in the ledger of a world, by kind and external id. */
export async function ledgerOf(world: World, kind = 'order'): Promise<Map<string, LedgerFacts>> {
  const rows = await world.query<LedgerFacts & { externalId: string }>(
    `select l.id, l.external_id as "externalId", l.outcome, l.code, l.data, l.reference,
       (select count(*)::int from payload p where p.ledger_id = l.id) as payloads
     from ledger l where l.kind = $1 order by l.external_id`,
    kind,
  )
  return new Map(rows.map(({ externalId, ...facts }) => [externalId, facts]))
}

export interface LedgerFacts {
  readonly id: string
  readonly outcome: string
  readonly code: string | null
  readonly data: Readonly<Record<string, unknown>> | null
  readonly reference: string | null
  readonly payloads: number
}

/** The log of the product at level debug, its lines kept instead of printed. */
function listenToLog() {
  const lines: string[] = []
  const log = createLog('debug')
  // Only where the lines go is changed: what the product takes out of them is taken out here too.
  const inner = log as unknown as Record<symbol, unknown>
  inner[symbols.streamSym] = { write: (line: string) => void lines.push(line) }
  return { log, lines }
}
