/** Images of items in three steps: which are missing, here they are, and what they show. */
import type { Said } from '../scripts.ts'
import { allows, type ShopState } from '../state.ts'
import { dropFile, keepFile } from '../store/files.ts'
import type { Row } from '../store/tables.ts'
import { listOf, textOf, type XmlNode } from '../wire/readXml.ts'
import type { Entry } from '../wire/zip.ts'

/** Where images of items lie. */
export const imageFolder = 'media/image/storage/'

/** `bildercheck.xml`: the numbers that the shop lacks. It has one if it knows it with that file, and the file is there. */
export function checkImages({ tables: { at }, storage }: ShopState, root: XmlNode): Said {
  const asked = root.name === 'bildercheck' ? listOf(root, 'bild').map(({ attributes }) => attributes) : []
  const missing = asked
    .filter(
      ({ kBild = '', cHash = '' }) =>
        at.tbild.get(kBild)?.['cPfad'] !== cHash || !storage.has(`${imageFolder}${cHash}`),
    )
    .map(({ kBild = '' }) => kBild)
  return { inline: `0;\n<bildcheck><notfound>${missing.join(';')}</notfound></bildcheck>` }
}

/** `images.xml`: each image lies beside it under its number. */
export function uploadImages(state: ShopState, root: XmlNode, entries: readonly Entry[]): void {
  if (root.name !== 'images') return
  for (const { attributes } of listOf(root, 'bild')) {
    const { kBild = '', cHash = '' } = attributes
    const file = entries.find(entry => entry.name === kBild)
    if (!file || !/^[^/\\]+\.\w+$/.test(cHash)) {
      state.log.rowError('tbild', file ? `"${cHash}" is no file name` : `there is no file ${kBild}`)
      continue
    }
    if (!allows(state, 'tbild', { kBild, cPfad: cHash })) continue
    keepFile(state, `${imageFolder}${cHash}`, file.content)
    state.tables.at.tbild.put({ kBild, cPfad: cHash })
  }
}

/** `bildartikellink.xml`: images that are not there are skipped. */
export function linkImages(state: ShopState, root: XmlNode): void {
  if (root.name !== 'bildartikellink') return
  for (const { attributes } of listOf(root, 'tartikelpict')) {
    const { kArtikelPict = '', kArtikel = '', kBild = '', nNr = '' } = attributes
    const image = state.tables.at.tbild.get(kBild)
    if (image) linkPicture(state, { kArtikelPict, kArtikel, kBild, nNr, cPfad: image['cPfad'] ?? '' })
  }
}

/** Puts a picture into its place; another one of that place is not shown any more. */
export function linkPicture(state: ShopState, row: Row): void {
  const { tartikelpict } = state.tables.at
  if (!allows(state, 'tartikelpict', row)) return
  for (const other of tartikelpict.of(row['kArtikel'] ?? ''))
    if (other['nNr'] === row['nNr']) tartikelpict.delete(other['kArtikelPict'] ?? '')
  tartikelpict.put(row)
}

/** `del_bildartikellink.xml`, with any root: the file goes with the last link of its image, whoever else calls his so. */
export function unlinkImages(state: ShopState, root: XmlNode): void {
  const { tartikelpict, tbild } = state.tables.at
  for (const node of listOf(root, 'tartikelpict')) {
    const link = tartikelpict
      .of(textOf(node, 'kArtikel')?.trim() ?? '')
      .find(row => row['nNr'] === textOf(node, 'nNr')?.trim())
    if (!link) continue
    state.tick()
    tartikelpict.delete(link['kArtikelPict'] ?? '')
    const { kBild = '', cPfad = '' } = link
    if (tartikelpict.all().some(row => row['kBild'] === kBild)) continue
    tbild.delete(kBild ?? '')
    dropFile(state, `${imageFolder}${cPfad}`)
  }
}
