/** Manufacturers and characteristics: what items are described with. */
import { put, type ShopState, store } from '../state.ts'
import type { TableName } from '../store/tableShapes.ts'
import type { Row } from '../store/tables.ts'
import { listOf, textsOf, type XmlNode } from '../wire/readXml.ts'
import { slugOf } from './slugs.ts'

/** `hersteller.xml`. */
export function writeManufacturers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'hersteller') return
  const { at } = state.tables
  for (const node of listOf(root, 'thersteller')) {
    const before = at.thersteller.get(node.attributes['kHersteller'] ?? '')
    const row = store(state, 'thersteller', node, {
      nAktiv: before?.['nAktiv'] ?? '1',
      cBildpfad: before?.['cBildpfad'] ?? '',
    })
    if (!row) continue
    at.thersteller.put({ ...row, cSeo: slugOf(row) })
    at.therstellersprache.deleteOf(row['kHersteller'] ?? '')
    for (const child of listOf(node, 'therstellersprache')) store(state, 'therstellersprache', child)
  }
}

/** `del_hersteller.xml`. */
export function deleteManufacturers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'del_hersteller') return
  for (const key of textsOf(root, 'kHersteller')) {
    state.tick()
    state.tables.at.therstellersprache.deleteOf(key)
    state.tables.at.thersteller.delete(key)
  }
}

/** `merkmal.xml`: values stand beside their characteristic, those inside of it are lost. */
export function writeCharacteristics(state: ShopState, root: XmlNode): void {
  if (root.name !== 'merkmale') return
  const { at } = state.tables
  for (const node of listOf(root, 'tmerkmal')) {
    const before = at.tmerkmal.get(node.attributes['kMerkmal'] ?? '')
    const row = store(state, 'tmerkmal', node, { cBildpfad: before?.['cBildpfad'] ?? '' })
    if (row)
      writeTexts(state, node, 'tmerkmalsprache', {
        kMerkmal: row['kMerkmal'] ?? '',
        cName: row['cName'] ?? '',
      })
  }
  for (const node of listOf(root, 'tmerkmalwert')) {
    const before = at.tmerkmalwert.get(node.attributes['kMerkmalWert'] ?? '')
    const row = store(state, 'tmerkmalwert', node, { cBildpfad: before?.['cBildpfad'] ?? '' })
    if (row) writeTexts(state, node, 'tmerkmalwertsprache', { kMerkmalWert: row['kMerkmalWert'] ?? '' })
  }
}

// Languages that are not sent are filled from the default one.
function writeTexts(state: ShopState, node: XmlNode, table: TableName, usual: Row): void {
  const { at } = state.tables
  const [owner = ''] = Object.values(usual)
  at[table].deleteOf(owner ?? '')
  for (const child of listOf(node, table)) store(state, table, child)
  const standard = at.tsprache.all().find(row => row['cStandard'] === 'Y')?.['kSprache'] ?? ''
  const filler = at[table].get(owner ?? '', standard ?? '') ?? ('cName' in usual ? usual : undefined)
  if (!filler) return
  for (const { kSprache = '' } of at.tsprache.all())
    if (!at[table].get(owner ?? '', kSprache ?? '')) put(state, table, { ...filler, kSprache })
}

/** `del_merkmal.xml`, with one of its two roots. */
export function deleteCharacteristics(state: ShopState, root: XmlNode): void {
  const { at } = state.tables
  if (root.name === 'del_merkmale')
    for (const key of textsOf(root, 'kMerkmal')) {
      state.tick()
      for (const value of at.tmerkmalwert.of(key)) deleteValue(state, value['kMerkmalWert'] ?? '')
      at.tmerkmalsprache.deleteOf(key)
      at.tmerkmal.delete(key)
    }
  if (root.name === 'del_merkmalwerte')
    for (const key of textsOf(root, 'kMerkmalWert')) deleteValue(state, key)
}

function deleteValue(state: ShopState, key: string): void {
  const { at } = state.tables
  state.tick()
  const value = at.tmerkmalwert.get(key)
  at.tmerkmalwertsprache.deleteOf(key)
  at.tmerkmalwert.delete(key)
  for (const { kArtikel } of at.tartikelmerkmal.all())
    at.tartikelmerkmal.delete(kArtikel ?? '', value?.['kMerkmal'] ?? '', key)
}
