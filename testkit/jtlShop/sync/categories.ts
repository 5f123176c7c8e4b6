/** Categories, one in each file. Their places in the tree are only numbered when the run ends. */
import { allows, type ShopState, store } from '../state.ts'
import type { TableName } from '../store/tableShapes.ts'
import { listOf, textOf, textsOf, type XmlNode } from '../wire/readXml.ts'
import { without } from './globals.ts'
import { slugOf } from './slugs.ts'

const lists = [
  'tkategoriesprache',
  'tkategoriekundengruppe',
  'tkategoriesichtbarkeit',
  'tkategorieattribut',
] as const satisfies readonly TableName[]

/** One category. All of its lists are complete: what is not in them is removed. */
export function writeCategory(state: ShopState, root: XmlNode): void {
  const kKategorie = root.attributes['kKategorie']
  if (root.name !== 'tkategorie' || Object.keys(root.attributes).length === 0) return
  if (kKategorie === undefined) return void state.log.rowError('tkategorie', 'kKategorie is missing')
  const { at } = state.tables
  const before = at.tkategorie.get(kKategorie)
  const row = store(state, 'tkategorie', without(root, 'nGesamt', 'nAktuell'), {
    lft: before?.['lft'] ?? '0',
    rght: before?.['rght'] ?? '0',
    nLevel: before?.['nLevel'] ?? '0',
    cBildpfad: before?.['cBildpfad'] ?? '',
  })
  if (row) at.tkategorie.put({ ...row, cSeo: slugOf(row) })
  clearLists(state, kKategorie)
  for (const table of lists) for (const node of listOf(root, table)) store(state, table, node)
  for (const node of listOf(root, 'tattribut'))
    if (store(state, 'tkategorietextattribut', node))
      for (const child of listOf(node, 'tattributsprache'))
        store(state, 'tkategorietextattributsprache', child)
}

/** `katdel.xml`. */
export function deleteCategories(state: ShopState, root: XmlNode): void {
  if (root.name !== 'del_kategorien') return
  const { at } = state.tables
  for (const key of textsOf(root, 'kKategorie')) {
    if (!at.tkategorie.get(key) || !allows(state, 'tkategorie', { kKategorie: key })) continue
    clearLists(state, key)
    at.tkategorie.delete(key)
    for (const link of at.tkategorieartikel.all())
      if (link['kKategorie'] === key) at.tkategorieartikel.delete(link['kKategorieArtikel'] ?? '')
  }
}

/** `customer_discount.xml`: what a customer pays less in a category. */
export function writeCustomerDiscounts(state: ShopState, root: XmlNode): void {
  const kKategorie = root.attributes['kKategorie']
  if (root.name !== 'tkategorie' || kKategorie === undefined) return
  const table = state.tables.at.tkategoriekunderabatt
  for (const node of listOf(root, 'category_customerdiscount')) {
    const kKunde = node.attributes['kKunde'] ?? ''
    state.tick()
    if (node.attributes['delete'] !== undefined) table.delete(kKategorie, kKunde)
    else table.put({ kKategorie, kKunde, discount: textOf(node, 'discount') ?? '0' })
  }
}

function clearLists({ tables: { at } }: ShopState, kKategorie: string): void {
  for (const table of lists) at[table].deleteOf(kKategorie)
  for (const { kAttribut } of at.tkategorietextattribut.of(kKategorie))
    at.tkategorietextattributsprache.deleteOf(kAttribut ?? '')
  at.tkategorietextattribut.deleteOf(kKategorie)
}
