import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { changeSettings } from '../../src/channels/addConnection.ts'
import { openOfferAdoption } from '../../src/channels/offerAdoptionStore.ts'
import { type BenchServer, benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { type BenchTrade, benchTrade } from '../support/benchTrade.ts'
import { startChild } from '../support/child.ts'
import { copyTables } from '../support/copiedTables.ts'
import { atMost } from '../support/goals.ts'
import { type ProgramKind, programKinds } from './programs.ts'

export interface ReportOptions {
  /** Items that are here. */
  readonly items: number
  readonly repeats: number
  readonly print: (line: string) => void
  readonly keep: (figures: object) => Promise<object>
}

/** How a report comes: so many rows, in one call, or in pieces of so many and a call that ends it. */
const reports = [
  { name: 'whole', rows: 25_000, piece: undefined },
  { name: 'pieces', rows: 60_000, piece: 10_000 },
] as const
const place = 'laden'

/**
 * The existing offers of a seller, packed and posted, and then linked to items: nine of ten by their number, some by GTIN, some are nothing of ours.
 * Beside each part the same rows written bare (COPY into the same keys) in the same run.
 */
export async function reported(options: ReportOptions) {
  const results: object[] = []
  for (const report of reports) results.push(await options.keep(await measure(report, options)))
  return { bench: 'reports', node: process.version, results }
}

async function measure(
  { name, rows, piece }: (typeof reports)[number],
  { items, repeats, print }: ReportOptions,
) {
  const server = await benchServer()
  const kind = programKinds['scx'] as ProgramKind
  try {
    const trade = await benchTrade(server, kind.connector, [kind.settings(newId(), newId())])
    const [shop] = trade.shops
    if (!shop) throw new Error('nothing was connected')
    await prepare(server, kind, trade, items)
    const ask = await askFor(server, trade)
    const posted = await inChild(server, async child => {
      const url = (await child.tell<string>()).replace(/\/$/, '')
      const program = kind.program(trade.tenant, shop.connection)
      const call = async (
        path: string,
        headers: Readonly<Record<string, string>>,
        body?: string | Buffer,
      ) => {
        const answer = await fetch(url + path, {
          method: 'POST',
          headers,
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
        })
        const text = await answer.text()
        if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text.slice(0, 200)}`)
        return text
      }
      const { signIn } = program
      if (!signIn) throw new Error('it signs in')
      program.ready?.(await call(signIn.path, signIn.headers, signIn.body))
      const headers = { ...program.poll().headers, 'content-encoding': 'gzip' }
      const path = `/scx/v1/channel/report/${ask}`
      const bodies = bodiesOf(rows, piece ?? rows)
      const idle = await child.tell<Used>('cpu')
      const at = performance.now()
      for (const body of bodies) await call(piece ? `${path}/data` : path, headers, body)
      if (piece) await call(`${path}/completed`, program.poll().headers)
      const ms = performance.now() - at
      return { ms, idleMb: idle.peakMb, ...(await child.tell<Used>('cpu')) }
    })
    const counting = await countStatements(server)
    const linked = await inChild(server, async child => {
      await child.tell<string>()
      const idle = await child.tell<Used>('cpu')
      const at = performance.now()
      await child.tell<object>(`lane ${trade.tenant} ${shop.connection}`)
      const ms = performance.now() - at
      return { ms, idleMb: idle.peakMb, ...(await child.tell<Used>('cpu')) }
    })
    const statements = dearest(await counting(), rows)
    const counts = await require(server, rows)
    const raw = {
      rows: await bare(server, ['reported_row'], repeats),
      links: await bare(server, ['adoption', 'link', 'item_channel', 'channel_object'], repeats),
    }
    const [posts, links] = [posted.ms / raw.rows, linked.ms / raw.links]
    const seconds = (ms: number) => (ms / 1000).toFixed(1)
    print(
      `${name}: ${rows} rows posted in ${seconds(posted.ms)} s (${posts.toFixed(1)} × bare, ${Math.round(posted.peakMb)} MB), ` +
        `linked in ${seconds(linked.ms)} s (${links.toFixed(1)} × bare, ${Math.round(linked.peakMb)} MB)`,
    )
    return {
      ...{ report: name, rows, piece: piece ?? null, items, ...counts },
      ...{ posted, linked, rawMs: raw, ofRaw: { posted: posts, linked: links }, statements },
      goals: [
        atMost(12, posts, `${rows} rows of a report posted, beside the same rows written bare`),
        atMost(25, links, `${rows} offers compared and linked, beside the same rows written bare`),
        atMost(700, posted.peakMb, `MB of the server while ${rows} rows are posted`),
        atMost(500, linked.peakMb, `MB of the process that links ${rows} offers`),
      ],
    }
  } finally {
    await server.end()
  }
}

interface Used {
  readonly cpuMs: number
  readonly peakMb: number
}

async function inChild<T>(
  server: BenchServer,
  work: (child: ReturnType<typeof startChild>) => Promise<T>,
): Promise<T> {
  const script = new URL('./server.ts', import.meta.url)
  const child = startChild(script, [server.url, server.keys, 'scx', dirname(server.keys)])
  try {
    return await work(child)
  } finally {
    await child.end()
  }
}

// With its check digit (GS1): what is at odd places counts once, at even ones three times.
function gtinOf(n: number): string {
  const digits = `400${String(n).padStart(9, '0')}`
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

// Items in a category that is mapped, so that they can be told as they are.
async function prepare(
  server: BenchServer,
  kind: ProgramKind,
  { tenant, shops: [shop] }: BenchTrade,
  items: number,
): Promise<void> {
  const db = openDatabase({ url: server.url })
  const keyring = await openKeyring(server.keys)
  const { connection = '', channel = '' } = shop ?? {}
  await transact(db, { tenant }, tx =>
    changeSettings(tx, keyring, tenant, kind.connector, connection, kind.settings(tenant, connection)),
  )
  await db.close()
  await server.asOwner(async client => {
    const category = newId()
    const say = (text: string, ...values: unknown[]) => client.query(text, [tenant, ...values])
    await say('update channel set place = $2 where tenant_id = $1', place)
    await say(
      `insert into web_place (tenant_id, connection_id, place, name, seen_at, opened_at, changed_at)
       values ($1, $2, $3, $3, now(), now() - interval '1 day', now())`,
      connection,
      place,
    )
    await say(
      `insert into item (tenant_id, id, item_number, number_key, name, gtin, net_price)
       select $1, uuidv7(), 'ART-' || n, 'art-' || n, 'Becher ' || n, u.gtin, n % 90 + 0.95
       from unnest($2::text[]) with ordinality as u (gtin, n)`,
      Array.from({ length: items }, (_, at) => gtinOf(at + 1)),
    )
    await say(`insert into category (tenant_id, id, name) values ($1, $2, 'Becher')`, category)
    await say(
      `insert into item_category (tenant_id, item_id, category_id) select $1, id, $2 from item where tenant_id = $1`,
      category,
    )
    await say(
      `insert into web_term (tenant_id, connection_id, list, their_id, name, seen_at) values ($1, $2, 'category', 'cups', 'Becher', now())`,
      connection,
    )
    await say(
      `insert into channel_place (tenant_id, channel_id, list, ours, their_id, mapped_at, mapped_by)
       values ($1, $2, 'category', $3, 'cups', now(), 'bench')`,
      channel,
      category,
    )
    await client.query('vacuum analyze')
  })
}

async function askFor(server: BenchServer, { tenant, shops: [shop] }: BenchTrade): Promise<string> {
  const db = openDatabase({ url: server.url })
  const askId = newId()
  const { connection: connectionId = '', channel: channelId = '' } = shop ?? {}
  await transact(db, { tenant }, async tx => {
    await tx.run(
      `insert into place_ask (tenant_id, connection_id, id, name, place, asked_at, asked_by)
       values ($1, $2, $3, 'inventory', $4, clock_timestamp(), 'bench')`,
      [tenant, connectionId, askId, place],
    )
    const wish = { askId, leads: 'shop' as const, by: 'bench', at: new Date() }
    await openOfferAdoption(tx, { tenant, connectionId, channelId }, wish)
  })
  await db.close()
  return askId
}

// Nine of ten have the number of an item, every twentieth its GTIN alone, every twentieth is nothing of ours.
function bodiesOf(rows: number, piece: number): Buffer[] {
  const bodies: Buffer[] = []
  for (let start = 1; start <= rows; start += piece) {
    const list = Array.from({ length: Math.min(piece, rows - start + 1) }, (_, at) => {
      const n = start + at
      return {
        channelOfferId: `B0${n}`,
        sku: n % 20 < 2 ? `ALT-${n}` : `ART-${n}`,
        ...(n % 20 === 0 ? {} : { ean: gtinOf(n) }),
        quantity: '12.0',
        priceList: [
          { id: 'B2C', quantityPriceList: [{ amount: '11.90', currency: 'EUR', quantity: '1.0' }] },
        ],
        title: `Becher ${n}, spülmaschinenfest, von Hand bemalt`,
      }
    })
    bodies.push(gzipSync(JSON.stringify(list)))
  }
  return bodies
}

async function require(server: BenchServer, rows: number) {
  const { rows: found } = await server.asOwner(client =>
    client.query<{ state: string; linked: number; found: number; told: number }>(
      `select state, linked, (select count(*)::int from adoption) as found,
         (select count(*)::int from channel_object where data_hash is not null) as told from offer_adoption`,
    ),
  )
  const [one] = found
  if (one?.state !== 'done' || one.found !== rows || one.told !== one.linked)
    throw new Error(`it did not end well: ${JSON.stringify(found)}`)
  return { links: one.linked }
}

// The median of so many times.
async function bare(server: BenchServer, tables: readonly string[], repeats: number): Promise<number> {
  return server.asOwner(async client => {
    const copies = await copyTables(client, { tables, prefix: 'raw', foreignKeys: false })
    const times: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      await copies.empty()
      const at = performance.now()
      await copies.fill()
      times.push(performance.now() - at)
    }
    await copies.drop()
    return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  })
}
