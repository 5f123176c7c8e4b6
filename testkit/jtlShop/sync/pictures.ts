/** Pictures of everything but items: beside their list in the archive. Shop 4 takes those of items in the same way. */
import { allows, put, type ShopState } from '../state.ts'
import { dropFile, keepFile } from '../store/files.ts'
import type { TableName } from '../store/tableShapes.ts'
import { listOf, textOf, textsOf, type XmlNode } from '../wire/readXml.ts'
import type { Entry } from '../wire/zip.ts'
import { linkPicture } from './productImages.ts'

interface Owner {
  readonly element: string
  readonly table: TableName
  readonly key: string
}

/** Whose pictures a list holds, by its name. */
export const pictureLists: Readonly<Record<string, Owner>> = {
  'bilder_mw.xml': { element: 'tmerkmalwertbild', table: 'tmerkmalwert', key: 'kMerkmalWert' },
  'bilder_ka.xml': { element: 'tkonfiggruppebild', table: 'tkonfiggruppe', key: 'kKonfiggruppe' },
  'bilder_k.xml': { element: 'tkategoriepict', table: 'tkategorie', key: 'kKategorie' },
  'bilder_h.xml': { element: 'therstellerbild', table: 'thersteller', key: 'kHersteller' },
  'bilder_m.xml': { element: 'tMerkmalbild', table: 'tmerkmal', key: 'kMerkmal' },
  'bilder_v.xml': { element: 'teigenschaftwertpict', table: 'teigenschaftwert', key: 'kEigenschaftWert' },
}

/** A list of pictures with their files. */
export function writePictures(
  state: ShopState,
  root: XmlNode,
  owner: Owner,
  entries: readonly Entry[],
): void {
  if (root.name !== 'bilder') return
  for (const node of listOf(root, owner.element)) {
    const id = node.attributes[owner.key]
    const name = textOf(node, 'cPfad') ?? ''
    const file = entries.find(entry => entry.name === name)
    const type = file && typeOf(file.content)
    if (id === undefined || !file || !type) {
      state.log.rowError(owner.table, id === undefined ? `${owner.key} is missing` : `no picture in ${name}`)
      continue
    }
    if (!allows(state, owner.table, { [owner.key]: id, cBildpfad: name })) continue
    const path = `bilder/${owner.table}/${id}.${type}`
    keepFile(state, path, file.content)
    state.tables.at[owner.table].patch([id], { cBildpfad: path })
  }
}

/** `bilder_a.xml` of Shop 4: a picture of an item with its place. */
export function writeItemPictures(state: ShopState, root: XmlNode, entries: readonly Entry[]): void {
  if (root.name !== 'bilder') return
  for (const node of listOf(root, 'tartikelpict')) {
    const name = textOf(node, 'cPfad') ?? ''
    const file = entries.find(entry => entry.name === name)
    const type = file && typeOf(file.content)
    const { kArtikelPict = '', kArtikel = '', nNr = textOf(node, 'nNr') ?? '1' } = node.attributes
    if (!file || !type || kArtikelPict === '' || kArtikel === '') {
      state.log.rowError('tartikelpict', `no picture in ${name}`)
      continue
    }
    const cPfad = `bilder/produkte/${kArtikelPict}.${type}`
    keepFile(state, cPfad, file.content)
    linkPicture(state, { kArtikelPict, kArtikel, kBild: '0', nNr, cPfad })
  }
}

/** `del_bilder_….xml`: by the keys of the owners. */
export function deletePictures(state: ShopState, root: XmlNode): void {
  if (root.name !== 'del_bilder') return
  for (const { table, key } of Object.values(pictureLists))
    for (const id of textsOf(root, key)) {
      state.tick()
      const row = state.tables.at[table].get(id)
      if (!row) continue
      dropFile(state, row['cBildpfad'] ?? '')
      put(state, table, { ...row, cBildpfad: '' })
    }
}

/** The kinds of pictures that the shop knows, by their first bytes. */
function typeOf(content: Buffer): 'jpg' | 'png' | 'gif' | 'bmp' | undefined {
  const start = content.toString('latin1', 0, 4)
  if (start.startsWith('\u00ff\u00d8\u00ff')) return 'jpg'
  if (start === '\u0089PNG') return 'png'
  if (start === 'GIF8') return 'gif'
  return start.startsWith('BM') ? 'bmp' : undefined
}
