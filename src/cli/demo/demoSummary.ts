import { z } from 'zod'
import { type Database, transact } from '../../base/database.ts'
import { exact } from '../../base/decimal.ts'
import type { Language } from '../../base/errors.ts'
import { titleOf } from '../../channels/reasonTitles.ts'
import { figuresShape } from '../../operations/syncRuns.ts'
import type { Figures, FiguresByKind } from '../../sync/runs.ts'
import { verify } from '../../sync/verify.ts'
import type { DemoWorld } from '../program.ts'
import { compareShop } from './compareShops.ts'

const sum = { rows: z.int(), invoices: z.int(), gross: z.string() }

/** What `kontor demo --json` prints; `ok` only if every figure adds up. */
export const demoSummaryShape = z.object({
  ok: z.boolean(),
  seconds: z.number(),
  /** Orders that were new in these runs. */
  imported: z.int(),
  /** Objects that were sent in these runs, whatever became of them. */
  sent: z.int(),
  runs: z.array(
    z.object({
      shop: z.string(),
      run: z.string(),
      kinds: z.record(z.string(), figuresShape),
      addsUp: z.boolean(),
    }),
  ),
  ends: z.array(
    z.object({
      place: z.enum(['order', 'inbox', 'parked', 'missing', 'file']),
      shop: z.string().nullable(),
      code: z.string().nullable(),
      text: z.string(),
      ...sum,
    }),
  ),
  file: z.object(sum),
  ours: z.object({
    orders: z.string(),
    ordersInFile: z.string(),
    staged: z.string(),
    stagedInFile: z.string(),
  }),
  customers: z.int(),
  shops: z.array(
    z.object({
      shop: z.string(),
      items: z.int(),
      stockDiffers: z.array(z.string()).readonly(),
      priceDiffers: z.array(z.string()).readonly(),
      orders: z.int(),
      statusDiffers: z.array(z.string()).readonly(),
    }),
  ),
  checks: z.array(z.object({ text: z.string(), ok: z.boolean() })),
})
export type DemoSummary = z.infer<typeof demoSummaryShape>

export interface DemoRun {
  readonly shop: string
  readonly run: string
  readonly kinds: FiguresByKind
}

/**
 * Says where every row of the file ended: in an order, in the inbox, parked with its reason, or out of every order; with the
 * file's own sums beside what the database holds, and what the shops show beside what they should.
 */
export async function demoSummary(
  db: Database,
  tenant: string,
  world: DemoWorld,
  runs: readonly DemoRun[],
  language: Language,
  ms: number,
): Promise<DemoSummary> {
  const { ledger, sums, findings } = await transact(db, { tenant }, async tx => ({
    ledger: await tx.query<{ shop: string; id: string; outcome: string; code: string | null }>(
      `select c.name as shop, l.external_id as id, l.outcome, l.code from ledger l
         join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
       where l.tenant_id = $1 and l.kind = 'order'`,
      [tenant],
    ),
    sums: await tx.query<{ staged: string; orders: string; customers: number }>(
      `select (select coalesce(sum(total_gross), 0)::text from web_order where tenant_id = $1 and state = 'staged') as staged,
         (select coalesce(sum(total_gross), 0)::text from sales_order where tenant_id = $1) as orders,
         (select count(*)::int from customer where tenant_id = $1) as customers`,
      [tenant],
    ),
    findings: await verify(tx, tenant),
  }))
  const outcomes = new Map(ledger.map(row => [`${row.shop} ${row.id}`, row]))
  const ends = new Map<string, DemoSummary['ends'][number]>()
  const inFile = { inbox: exact('0'), order: exact('0') }
  for (const order of world.orders) {
    const row = outcomes.get(`${order.shop} ${order.id}`)
    const place = placeOf[row?.outcome ?? ''] ?? 'missing'
    if (place === 'inbox' || place === 'order') inFile[place] = inFile[place].plus(order.gross)
    add(ends, {
      place,
      shop: order.shop,
      code: row?.code ?? null,
      text: textOf(place, row?.code ?? null, language),
      rows: order.rows,
      invoices: 1,
      gross: order.gross,
    })
  }
  for (const one of world.elsewhere)
    add(ends, {
      place: 'file',
      shop: null,
      code: one.code,
      text: one.text[language],
      rows: one.rows,
      invoices: one.invoices,
      gross: one.gross,
    })
  const table = [...ends.values()].sort((a, b) =>
    `${a.place}${a.shop}${a.code}`.localeCompare(`${b.place}${b.shop}${b.code}`),
  )
  const ours = {
    orders: exact(sums[0]?.orders ?? '0').toFixed(2),
    ordersInFile: inFile.order.toFixed(2),
    staged: exact(sums[0]?.staged ?? '0').toFixed(2),
    stagedInFile: inFile.inbox.toFixed(2),
  }
  const shops = []
  for (const shop of world.shops) shops.push(await compareShop(db, tenant, shop))
  const shown = runs.map(run => ({ ...run, addsUp: Object.values(run.kinds).every(addsUp) }))
  const total = table.reduce(
    (all, end) => ({
      rows: all.rows + end.rows,
      invoices: all.invoices + end.invoices,
      gross: all.gross.plus(end.gross),
    }),
    { rows: 0, invoices: 0, gross: exact('0') },
  )
  const checks = checkList(language, {
    figures: shown.every(run => run.addsUp),
    rows:
      total.rows === world.file.rows &&
      total.invoices === world.file.invoices &&
      total.gross.equals(world.file.gross),
    nothingMissing: !table.some(end => end.place === 'missing'),
    sums: ours.staged === ours.stagedInFile && ours.orders === ours.ordersInFile,
    stock: shops.every(shop => shop.stockDiffers.length === 0 && shop.items > 0),
    prices: shops.every(shop => shop.priceDiffers.length === 0),
    status: shops.every(shop => shop.statusDiffers.length === 0),
    verify: findings.every(finding => finding.ok),
  })
  const imported = runs.reduce((all, run) => all + (run.kinds['order']?.new ?? 0), 0)
  const sent = runs.reduce(
    (all, run) => all + Object.values(run.kinds).reduce((sum, kind) => sum + kind.sent, 0),
    0,
  )
  return {
    ok: checks.every(check => check.ok),
    seconds: Math.round(ms / 100) / 10,
    imported,
    sent,
    runs: shown,
    ends: table,
    file: world.file,
    ours,
    customers: sums[0]?.customers ?? 0,
    shops,
    checks,
  }
}

const placeOf: Readonly<Record<string, 'order' | 'inbox' | 'parked'>> = {
  taken_over: 'order',
  staged: 'inbox',
  parked: 'parked',
}

function addsUp(one: Figures): boolean {
  return (
    one.found === one.new + one.updated + one.unchanged + one.skipped + one.parked &&
    one.sent === one.accepted + one.pending + one.rejected + one.unknown
  )
}

function add(ends: Map<string, DemoSummary['ends'][number]>, end: DemoSummary['ends'][number]): void {
  const key = `${end.place}|${end.shop}|${end.code}`
  const before = ends.get(key)
  if (!before) return void ends.set(key, { ...end, gross: exact(end.gross).toFixed(2) })
  before.rows += end.rows
  before.invoices += end.invoices
  before.gross = exact(before.gross).plus(end.gross).toFixed(2)
}

function textOf(place: string, code: string | null, language: Language): string {
  if (place === 'missing') return language === 'de' ? 'fehlt' : 'missing'
  if (place === 'order') return language === 'de' ? 'übernommen: Auftrag' : 'taken over: sales order'
  if (place === 'inbox' && !code) return language === 'de' ? 'im Eingang' : 'in the inbox'
  const reason = code ? titleOf(code)[language] : ''
  const where =
    place === 'parked'
      ? language === 'de'
        ? 'geparkt'
        : 'parked'
      : language === 'de'
        ? 'im Eingang, Angabe fehlt'
        : 'in the inbox, open check'
  return `${where}: ${reason}`
}

function checkList(
  language: Language,
  done: Readonly<
    Record<'figures' | 'rows' | 'nothingMissing' | 'sums' | 'stock' | 'prices' | 'status' | 'verify', boolean>
  >,
) {
  const german = language === 'de'
  return [
    {
      ok: done.figures,
      text: german
        ? 'gefunden = neu + aktualisiert + unverändert + übersprungen + geparkt; gesendet = angenommen + in Prüfung + abgelehnt + ohne Antwort'
        : 'found = new + updated + unchanged + skipped + parked; sent = accepted + pending + rejected + unknown',
    },
    {
      ok: done.rows,
      text: german
        ? 'jede Zeile der Datei endet genau einmal, die Summen sind die der Datei'
        : 'every row of the file ends exactly once, the sums are those of the file',
    },
    {
      ok: done.nothingMissing,
      text: german ? 'keine Bestellung der Shops fehlt' : 'no order of the shops is missing',
    },
    {
      ok: done.sums,
      text: german
        ? 'die Summen der Aufträge und des Eingangs sind die der Datei für diese Bestellungen'
        : 'the sums of the orders and of the inbox are those of the file for them',
    },
    {
      ok: done.stock,
      text: german
        ? 'jeder Artikel hat in jedem Shop den Bestand, den Kontor anbietet'
        : 'every item has in every shop the quantity that Kontor offers',
    },
    {
      ok: done.prices,
      text: german ? 'jeder Preis in jedem Shop ist der hier' : 'every price in every shop is the one here',
    },
    {
      ok: done.status,
      text: german
        ? 'jeder Auftrag hat in seinem Shop den Stand, den er hier hat'
        : 'every order stands in its shop as it stands here',
    },
    {
      ok: done.verify,
      text: german ? 'kontor verify: alle Versprechen gehalten' : 'kontor verify: every promise kept',
    },
  ]
}
