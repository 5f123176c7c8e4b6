import assert from 'node:assert/strict'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { operator } from '../../src/company/rights.ts'
import { connector as scx } from '../../src/connectors/scx/index.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import type { Kontor } from '../../src/operations/operation.ts'
import { perform } from '../../src/operations/perform.ts'
import { laneParts } from '../../src/operations/syncParts.ts'
import type { Connector } from '../../src/port/connector.ts'
import { type ServerScratch, serverScratch } from '../../src/server/serverScratch.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { type LaneKind, productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { verify } from '../../src/sync/verify.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { categoryWithAttributes } from '../../testkit/scx/catalogue.ts'
import { ScxCrash } from '../../testkit/scx/programErrors.ts'
import { type ScxProgram, startScxProgram } from '../../testkit/scx/startScxProgram.ts'
import { everyLetterMayBeTaken } from '../push/pushWorld.ts'

/** The connector for SCX channels, as the engine sees it. */
export const scxConnector = scx as unknown as Connector

/** A merchant here and the channel program that calls us for him, with everything mapped and his sellers signed up. */
export interface ScxMerchant {
  readonly tenant: string
  readonly connectionId: string
  readonly refreshToken: string
  readonly program: ScxProgram
  /** Channels by the id of their seller. */
  readonly channels: ReadonlyMap<string, string>
  /** Does an operation of the table, as a person here does. */
  act<T = Record<string, unknown>>(name: string, input?: object): Promise<T>
  query<Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row[]>
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Works these lanes off; each has to end well. */
  lanes(...kinds: LaneKind[]): Promise<void>
  /** Rounds of the program until nothing is left to be taken or told. It lives again after each crash. How often it died. */
  work(): Promise<number>
  /** What breaks a promise that the data can show. */
  broken(): Promise<string[]>
}

export interface MerchantWish {
  readonly slug?: string
  readonly sellers?: readonly string[]
  /** Item numbers; all are sold by every seller. */
  readonly items?: readonly string[]
  readonly onHand?: string
  readonly settings?: Readonly<Record<string, string>>
  /** The first run is still to be done: there are items, and nothing is sold yet. */
  readonly isNew?: boolean
}

/** What a merchant lives in: a server that listens, in this process or in another. */
export interface ScxHost {
  readonly kontor: Kontor
  url(): string
  readonly clock: { now: Date }
}

interface Scope {
  after(hook: () => Promise<void>): void
}

/** A server with the connector for SCX channels, which really listens. */
export async function scxServer(
  scope: Scope,
  options: { readonly publicUrl?: string } = {},
): Promise<ScxHost & { readonly server: ServerScratch }> {
  const server = await serverScratch(scope, await testDatabase(), {
    ...options,
    connectors: new Map([[scxConnector.name, scxConnector]]),
  })
  // Documents may be fetched for some days after the database says that they were told.
  server.clock.now = new Date()
  return { server, kontor: server.kontor, url: () => server.url, clock: server.clock }
}

/** What the maker of a channel program says of it. */
const channel = {
  channel: 'MARKTPLATZ',
  displayName: 'Marktplatz',
  website: 'https://marktplatz.example',
  supportContact: 'hilfe@marktplatz.example',
  vendor: 'Marktplatz GmbH',
  signUpUrl: 'https://marktplatz.example/anmelden',
  marketplaces: 'DE',
  currency: 'EUR',
  invoiceDocumentTransfer: 'from-seller',
  priceUpdatesSupported: 'true',
}

/**
 * Makes a merchant with items, connects his channel, signs his sellers up at the program, maps what the marketplace told, and lists
 * everything there.
 */
export async function openMerchant(
  scope: Scope,
  host: ScxHost,
  wish: MerchantWish = {},
): Promise<ScxMerchant> {
  const { kontor, clock } = host
  const { sellers = ['laden'], items = ['TASSE', 'TELLER'], onHand = '100' } = wish
  const { tenant } = await seedTenant(kontor.db, wish.slug === undefined ? {} : { slug: wish.slug })
  const tx: ScxMerchant['tx'] = work => transact(kontor.db, { tenant }, work)
  const act = async <T>(name: string, input: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    const operation = allOperations.find(one => one.name === name)
    if (!operation) throw new TypeError(`no operation ${name}`)
    const call = { kontor, tenant, actor: operator('Eva'), language: 'en' as const }
    return (await perform(call, operation, input)).output as T
  }
  const { id: connectionId, madeSecrets } = await act<{ id: string; madeSecrets: Record<string, string> }>(
    'connection.add',
    { system: 'scx', name: 'Markt', ready: !wish.isNew, set: { ...channel, ...wish.settings } },
  )
  const refreshToken = madeSecrets['refreshToken'] ?? ''
  const program = startScxProgram({ url: `${host.url()}/scx`, refreshToken, now: () => clock.now })
  scope.after(async () => program.stop())
  const query: ScxMerchant['query'] = (text, ...values) => tx(inside => inside.query(text, values))
  const lanes: ScxMerchant['lanes'] = async (...kinds) => {
    for (const kind of kinds) {
      const of = {
        tenant,
        connectionId,
        kind,
        holder: `test ${newId()}`,
        askedBy: 'tester',
        lease: productLease,
      }
      const lane = await claimLane(kontor.db, of)
      assert.ok('fence' in lane, `the lane ${kind} is held`)
      const end = await runLane(laneParts({ kontor }), lane, { lease: productLease })
      assert.equal(end.state, 'done', JSON.stringify(end))
    }
  }
  /** As if the time in which taken letters are hidden were over. */
  const forget = () => query('update letter set hidden_until = null where connection_id = $1', connectionId)
  const work: ScxMerchant['work'] = async () => {
    let crashes = 0
    for (let rounds = 0; rounds < 2000; rounds++) {
      // Or the clock would go on by as many minutes as other tests hold their transactions open.
      await everyLetterMayBeTaken({ world: { query, tenant } })
      clock.now = new Date(clock.now.getTime() + 60_000)
      try {
        const told = await program.poll()
        const [left] = await query('select 1 from letter where connection_id = $1 limit 1', connectionId)
        if (told && !left) return crashes
      } catch (error) {
        if (!(error instanceof ScxCrash)) throw error
        crashes++
        program.restart()
      }
      await forget()
    }
    throw new Error(`it never ends: ${JSON.stringify(program.state.tasks.slice(0, 3))}`)
  }

  for (const sellerId of sellers) {
    const { url } = await act<{ url: string }>('connection.sign-up', { connection: connectionId })
    program.signUp(url, { sellerId })
  }
  program.tellCatalogue()
  await work()
  const { items: opened } = await act<{ items: { id: string; place: string }[] }>('channel.list')
  const channels = new Map(opened.map(one => [one.place, one.id]))
  const merchant: ScxMerchant = {
    tenant,
    connectionId,
    refreshToken,
    program,
    channels,
    act,
    query,
    tx,
    lanes,
    work,
    broken: async () =>
      (await tx(inside => verify(inside, tenant))).flatMap(one =>
        one.ok ? [] : [`${one.promise}: ${one.count} (${one.wrong})`],
      ),
  }
  if (wish.isNew) {
    for (const item of items)
      await act('item.add', { itemNumber: item, name: `Artikel ${item}`, netPrice: '10' })
    return merchant
  }
  await stock(merchant, sellers, items, onHand)
  await lanes('catalogue', 'stock')
  await work()
  return merchant
}

async function stock(
  { act, channels }: ScxMerchant,
  sellers: readonly string[],
  items: readonly string[],
  onHand: string,
): Promise<void> {
  await act('warehouse.add', { code: 'HAUPT', name: 'Hauptlager' })
  const { id: category } = await act<{ id: string }>('category.add', { name: 'Teile' })
  for (const seller of sellers) {
    const channel = channels.get(seller) ?? assert.fail(`no channel ${seller}`)
    await act('channel.set', {
      channel,
      guests: 'new',
      unsure: 'new',
      checksPayment: false,
      checksShipping: false,
    })
    await act('channel.set-maps', { channel, list: 'price_type', map: { B2C: 'everyone' } })
    await act('channel.set-maps', { channel, list: 'attribute', map: { brandName: 'fixed/Hausmarke' } })
    await act('channel.set-category-maps', { channel, map: { [category]: categoryWithAttributes } })
  }
  for (const item of items) {
    await act('item.add', { itemNumber: item, name: `Artikel ${item}`, netPrice: '10' })
    await act('item.categories', { item, categories: [category] })
    await act('stock.book', { item, quantity: onHand, reason: 'opening' })
    for (const seller of sellers)
      await act('item.sell-on', { item, channel: channels.get(seller), active: true })
  }
}
