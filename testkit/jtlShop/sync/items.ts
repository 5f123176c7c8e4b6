/** A complete item: the old one is deleted and built again, with all of its lists. */
import { sum } from '../money.ts'
import { put, type ShopState, store } from '../state.ts'
import { readRow } from '../store/readRow.ts'
import type { TableName } from '../store/tableShapes.ts'
import { shopTime } from '../time.ts'
import { listOf, textOf, textsOf, type XmlNode } from '../wire/readXml.ts'
import { numberOrNull, writePrices } from './prices.ts'
import { runSql } from './rawSql.ts'
import { slugOf } from './slugs.ts'
import { lessUnfetched } from './unfetched.ts'

/** Lists of an item that have no lists of their own. */
const plainLists = [
  'tkategorieartikel',
  'tartikelsprache',
  'tartikelattribut',
  'tartikelsichtbarkeit',
  'tartikelmerkmal',
  'tartikelwarenlager',
  'tartikelabnahme',
  'txsell',
  'tartikelupload',
  'tartikelkonfiggruppe',
] as const satisfies readonly TableName[]

/** A list with the lists of its entries. */
const nested = {
  tattribut: { tattributsprache: 'kAttribut' },
  tmediendatei: { tmediendateisprache: 'kMedienDatei', tmediendateiattribut: 'kMedienDatei' },
} as const satisfies Partial<Record<TableName, Partial<Record<TableName, string>>>>

const ofProperty = ['teigenschaftsprache', 'teigenschaftsichtbarkeit'] as const
const ofValue = [
  'teigenschaftwertsprache',
  'teigenschaftwertaufpreis',
  'teigenschaftwertsichtbarkeit',
  'teigenschaftwertabhaengigkeit',
] as const

/** One item of a file of its own. A row that is refused leaves the item deleted. */
export function writeItem(state: ShopState, root: XmlNode, readsPrices: boolean): void {
  if (root.name !== 'tartikel' || Object.keys(root.attributes).length === 0) return
  const { kArtikel } = root.attributes
  if (kArtikel === undefined) return void state.log.rowError('tartikel', 'kArtikel is missing')
  const { at } = state.tables
  const before = at.tartikel.get(kArtikel)
  clearLists(state, kArtikel)
  at.tartikel.delete(kArtikel)
  const rules = { rowError: state.log.rowError, storesLatin1: state.habits.storesLatin1 }
  const row = readRow(rules, 'tartikel', root)
  const standard = numberOrNull(root, 'fStandardpreisNetto')
  if (row)
    put(state, 'tartikel', {
      ...row,
      cSeo: slugOf(row),
      fStandardpreisNetto: standard,
      fLagerbestand: lessUnfetched(state, kArtikel, row['fLagerbestand'] ?? '0'),
      dLetzteAktualisierung: shopTime(state.clock()),
    })
  writeLists(state, root, kArtikel)
  writePrices(state, kArtikel, standard, root, readsPrices)
  for (const name of ['SQLDEL', 'SQL']) for (const text of textsOf(root, name)) runSql(state, text)
  const parents = [kArtikel, row?.['kVaterArtikel'], before?.['kVaterArtikel']]
  for (const parent of new Set(parents)) if (parent && parent !== '0') sumChildren(state, parent)
}

/** `artdel.xml`: unknown ones are skipped. */
export function deleteItems(state: ShopState, root: XmlNode): void {
  if (root.name !== 'del_artikel') return
  const { at } = state.tables
  for (const kArtikel of textsOf(root, 'kArtikel')) {
    state.tick()
    const item = at.tartikel.get(kArtikel)
    if (!item) continue
    clearLists(state, kArtikel)
    at.tartikel.delete(kArtikel)
    at.tpreis.deleteOf(kArtikel)
    at.tpreisdetail.deleteOf(kArtikel)
    at.tartikelpict.deleteOf(kArtikel)
    const parent = item['kVaterArtikel'] ?? '0'
    if (parent !== '0') sumChildren(state, parent)
  }
}

// The stock of a parent is the sum of its children, whenever one of them comes as a complete item.
function sumChildren({ tables: { at } }: ShopState, parent: string): void {
  const children = at.tartikel.of(parent)
  if (at.tartikel.get(parent)?.['nIstVater'] !== '1' || children.length === 0) return
  at.tartikel.patch([parent], { fLagerbestand: sum(children.map(child => child['fLagerbestand'] ?? '0')) })
}

function clearLists({ tables: { at } }: ShopState, kArtikel: string): void {
  for (const table of plainLists) at[table].deleteOf(kArtikel)
  for (const { kArtikelSonderpreis = '' } of at.tartikelsonderpreis.of(kArtikel))
    at.tsonderpreise.deleteOf(kArtikelSonderpreis ?? '')
  at.tartikelsonderpreis.deleteOf(kArtikel)
  for (const { kAttribut } of at.tattribut.of(kArtikel)) at.tattributsprache.deleteOf(kAttribut ?? '')
  at.tattribut.deleteOf(kArtikel)
  for (const { kMedienDatei } of at.tmediendatei.of(kArtikel)) {
    at.tmediendateisprache.deleteOf(kMedienDatei ?? '')
    at.tmediendateiattribut.deleteOf(kMedienDatei ?? '')
  }
  at.tmediendatei.deleteOf(kArtikel)
  at.tartikeldownload.deleteOf(kArtikel)
  for (const { kEigenschaft } of at.teigenschaft.of(kArtikel)) {
    for (const table of ofProperty) at[table].deleteOf(kEigenschaft ?? '')
    for (const { kEigenschaftWert } of at.teigenschaftwert.of(kEigenschaft ?? ''))
      for (const table of ofValue) at[table].deleteOf(kEigenschaftWert ?? '')
    at.teigenschaftwert.deleteOf(kEigenschaft ?? '')
  }
  at.teigenschaft.deleteOf(kArtikel)
}

function writeLists(state: ShopState, root: XmlNode, kArtikel: string): void {
  for (const table of plainLists) for (const node of listOf(root, table)) store(state, table, node)
  for (const [table, inner] of Object.entries(nested) as [keyof typeof nested, Record<string, string>][])
    for (const node of listOf(root, table))
      if (store(state, table, node))
        for (const name of Object.keys(inner)) storeAll(state, name as TableName, node)
  const bom = textOf(root, 'kStueckliste')?.trim() ?? '0'
  if (bom !== '0') state.tables.at.tstueckliste.deleteOf(bom)
  for (const node of listOf(root, 'tstueckliste')) store(state, 'tstueckliste', node)
  // An item has one special price at most.
  const [special] = listOf(root, 'tartikelsonderpreis')
  if (special && store(state, 'tartikelsonderpreis', special)) storeAll(state, 'tsonderpreise', special)
  for (const list of listOf(root, 'tArtikelDownload'))
    for (const kDownload of textsOf(list, 'kDownload'))
      state.tables.at.tartikeldownload.put({ kArtikel, kDownload })
  for (const node of listOf(root, 'teigenschaft')) {
    if ((textOf(node, 'cTyp') ?? '') === '') {
      state.log.rowError('teigenschaft', 'cTyp is empty')
      continue
    }
    if (!store(state, 'teigenschaft', node)) continue
    for (const table of ofProperty) storeAll(state, table, node)
    for (const value of listOf(node, 'teigenschaftwert'))
      if (store(state, 'teigenschaftwert', value)) for (const table of ofValue) storeAll(state, table, value)
  }
}

function storeAll(state: ShopState, table: TableName, node: XmlNode): void {
  for (const child of listOf(node, table)) store(state, table, child)
}
