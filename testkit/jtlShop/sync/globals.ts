/** What items refer to: each table that a message names is replaced as a whole, all others stay. */
import { put, type ShopState, store } from '../state.ts'
import type { TableName } from '../store/tableShapes.ts'
import type { Row } from '../store/tables.ts'
import { listOf, textOf, textsOf, type XmlNode } from '../wire/readXml.ts'

/** Each table with the lists inside of its elements. */
const globalTables = {
  tfirma: [],
  tlieferstatus: [],
  teinheit: [],
  txsellgruppe: [],
  tversandklasse: [],
  twaehrung: [],
  tsteuerklasse: [],
  tsteuersatz: [],
  tsteuerzone: ['tsteuerzoneland'],
  tkundengruppe: ['tkundengruppensprache', 'tkundengruppenattribut'],
  tmasseinheit: ['tmasseinheitsprache'],
} as const satisfies Partial<Record<TableName, readonly TableName[]>>

/** `globals.xml`, with one of its two roots. */
export function writeGlobals(state: ShopState, root: XmlNode): void {
  if (root.name === 'globals_wg')
    for (const node of listOf(root, 'tWarengruppe')) store(state, 'twarengruppe', node)
  if (root.name !== 'globals') return
  for (const [table, inner] of Object.entries(globalTables) as [TableName, readonly TableName[]][]) {
    const nodes = listOf(root, table)
    if (nodes.length === 0) continue
    for (const one of [table, ...inner]) state.tables.at[one].clear()
    for (const node of nodes) {
      store(state, table, without(node, 'kBezugsMassEinheit'))
      for (const one of inner) for (const child of listOf(node, one)) store(state, one, child)
    }
  }
  writeLanguages(state, listOf(root, 'tsprache'))
  writeWarehouses(state, listOf(root, 'twarenlager'))
}

/** `del_globals.xml`. */
export function deleteGlobals(state: ShopState, root: XmlNode): void {
  if (root.name !== 'del_globals_wg') return
  for (const key of textsOf(root, 'kWarengruppe')) state.tables.at.twarengruppe.delete(key)
}

/** The element as if it did not have these attributes. */
export function without(node: XmlNode, ...names: readonly string[]): XmlNode {
  if (!names.some(name => Object.hasOwn(node.attributes, name))) return node
  const attributes = Object.fromEntries(
    Object.entries(node.attributes).filter(([name]) => !names.includes(name)),
  )
  return { ...node, attributes }
}

// German and English are never deleted: the shop only does not offer them any more.
function writeLanguages(state: ShopState, nodes: readonly XmlNode[]): void {
  if (nodes.length === 0) return
  const { tsprache } = state.tables.at
  const kept: readonly Row[] = tsprache.all().filter(row => ['ger', 'eng'].includes(row['cISO'] ?? ''))
  tsprache.clear()
  for (const row of kept) tsprache.put({ ...row, active: '0' })
  for (const node of nodes) {
    const cStandard = textOf(node, 'cWawiStandard') ?? textOf(node, 'cStandard') ?? 'N'
    const iso = textOf(node, 'cISO')?.trim() ?? ''
    for (const row of kept) if (row['cISO'] === iso) tsprache.delete(row['kSprache'] ?? '')
    store(state, 'tsprache', node, { cStandard, active: '1' })
  }
}

function writeWarehouses(state: ShopState, nodes: readonly XmlNode[]): void {
  if (nodes.length === 0) return
  const { twarenlager } = state.tables.at
  const active = new Map(twarenlager.all().map(row => [row['kWarenlager'], row['nAktiv'] ?? '0']))
  twarenlager.clear()
  for (const node of nodes) {
    const row = store(state, 'twarenlager', node)
    if (row) put(state, 'twarenlager', { ...row, nAktiv: active.get(row['kWarenlager'] ?? '') ?? '0' })
  }
}
