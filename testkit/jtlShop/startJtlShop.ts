/**
 * A JTL-Shop with its own interface, in this process, over real HTTP. It is written from the page of the protocol alone: it shares
 * nothing with the connector that it is meant to test.
 */

import { createFaults } from './faults.ts'
import { listen } from './http.ts'
import { addCustomer, placeOrder } from './placeOrder.ts'
import type { NewPayment, Shop } from './shop.ts'
import { createState, nextKey, raiseKey, type ShopOptions, type ShopState } from './state.ts'
import { fullRow } from './store/readRow.ts'
import { shapes, type TableName } from './store/tableShapes.ts'
import { deleteOrder } from './sync/orderFiles.ts'
import { shopTime } from './time.ts'

/** Starts a shop and resolves when it answers. Rejects if the port is taken or a fault is unknown. */
export async function startJtlShop(options: ShopOptions = {}): Promise<Shop> {
  const state = createState(options)
  setUp(state)
  const folder = options.folder ?? '/'
  const http = await listen(state, options.port ?? 0, folder)
  state.url = `http://127.0.0.1:${http.port}${folder}`
  return {
    url: state.url,
    userId: state.userId,
    password: state.password,
    version: state.version,
    log: state.log,
    stop: http.close,
    ...peopleSide(state),
    ...pageSide(state),
    setFaults(plan) {
      state.faults = createFaults(plan)
    },
    setHabits(habits) {
      state.habits = { ...state.habits, ...habits }
    },
    setHooks(hooks) {
      state.hooks = hooks
    },
    setMaintenance(on) {
      state.maintenance = on
    },
    setFate(fate) {
      state.fate = fate
    },
  }
}

/** What a fresh installation has: a customer group, two languages, the euro. */
function setUp({ tables: { at } }: ShopState): void {
  at.tkundengruppe.put(
    fullRow('tkundengruppe', { kKundengruppe: '1', cName: 'Endkunden', cStandard: 'Y', nNettoPreise: '0' }),
  )
  at.tsprache.put(
    fullRow('tsprache', {
      kSprache: '1',
      cNameEnglisch: 'German',
      cNameDeutsch: 'Deutsch',
      cISO: 'ger',
      cStandard: 'Y',
      cShopStandard: 'Y',
      active: '1',
    }),
  )
  at.tsprache.put(
    fullRow('tsprache', {
      kSprache: '2',
      cNameEnglisch: 'English',
      cNameDeutsch: 'Englisch',
      cISO: 'eng',
      cStandard: 'N',
      cShopStandard: 'N',
      active: '1',
    }),
  )
  at.twaehrung.put(
    fullRow('twaehrung', { kWaehrung: '1', cName: 'EUR', cISO: 'EUR', fFaktor: '1', cStandard: 'Y' }),
  )
}

function peopleSide(state: ShopState) {
  const { at } = state.tables
  return {
    placeOrder: order => placeOrder(state, order),
    addPayment: payment => addPayment(state, payment),
    addCustomer: ({ fetched, ...customer }) =>
      addCustomer(
        state,
        { ...customer, ...(fetched ? { customerFetched: true } : {}) },
        shopTime(state.clock()),
      ),
    change: (table, key, changes) => at[table].patch([key], changes),
    insert(table, row) {
      const { key } = shapes[table]
      if (key.length === 1) raiseKey(state, table, Number(row[key[0] ?? '']) || 0)
      at[table].put(fullRow(table, row))
    },
    remove(table, key) {
      const row = at[table].get(key)
      if (row && table === 'tbestellung') deleteOrder(state, row)
      else at[table].delete(key)
    },
    forgetAcks() {
      for (const table of ['tbestellung', 'tkunde', 'tzahlungseingang'] as const)
        for (const row of at[table].all())
          at[table].patch([row[shapes[table].key[0] ?? ''] ?? ''], { cAbgeholt: 'N' })
    },
    backUp: () => backUp(state),
  } satisfies Partial<Shop>
}

function backUp({ tables: { at }, counters, storage }: ShopState): () => void {
  const names = Object.keys(shapes) as TableName[]
  const rows = names.map(name => [name, at[name].all()] as const)
  const files = [...storage]
  const numbers = [...counters]
  return () => {
    for (const [name, kept] of rows) {
      at[name].clear()
      for (const row of kept) at[name].put(row)
    }
    storage.clear()
    for (const [path, content] of files) storage.set(path, content)
    counters.clear()
    for (const [name, next] of numbers) counters.set(name, next)
  }
}

function addPayment(state: ShopState, payment: NewPayment): string {
  const kZahlungseingang = nextKey(state, 'tzahlungseingang')
  state.tables.at.tzahlungseingang.put(
    fullRow('tzahlungseingang', {
      kZahlungseingang,
      kBestellung: payment.order,
      cZahlungsanbieter: payment.provider ?? 'PayPal',
      fBetrag: payment.amount,
      fZahlungsgebuehr: payment.fee ?? '0',
      cISO: payment.currency ?? 'EUR',
      cEmpfaenger: 'shop@example.com',
      cZahler: payment.payer ?? '',
      dZeit: shopTime(payment.at ?? state.clock()),
      cHinweis: payment.note ?? '',
      cAbgeholt: 'N',
    }),
  )
  return kZahlungseingang
}

function pageSide(state: ShopState) {
  const { at } = state.tables
  const item: Shop['item'] = sku => at.tartikel.all().find(row => row['cArtNr'] === sku)
  return {
    rows: table => at[table].all(),
    row: (table, ...key) => at[table].get(...key),
    item,
    stock: sku => item(sku)?.['fLagerbestand'] ?? undefined,
    price(sku, { group = standardGroup(state), customer = '0', from = '0', quantity } = {}) {
      const kArtikel = item(sku)?.['kArtikel'] ?? ''
      if (quantity === undefined) return at.tpreisdetail.get(kArtikel, group, customer, from)?.['fNettoPreis']
      const scales = at.tpreisdetail
        .of(kArtikel)
        .filter(row => row['kKundenGruppe'] === group && row['kKunde'] === customer)
        .filter(row => Number(row['nAnzahlAb']) <= Number(quantity))
      return scales.sort((a, b) => Number(b['nAnzahlAb']) - Number(a['nAnzahlAb']))[0]?.['fNettoPreis']
    },
    files: () => state.storage,
    state: () =>
      JSON.stringify([
        Object.keys(shapes).map(table => at[table as TableName].all()),
        [...state.storage].map(([path, content]) => [path, content.toString('base64')]),
      ]),
  } satisfies Partial<Shop>
}

function standardGroup({ tables: { at } }: ShopState): string {
  const groups = at.tkundengruppe.all()
  return (groups.find(row => row['cStandard'] === 'Y') ?? groups[0])?.['kKundengruppe'] ?? ''
}
