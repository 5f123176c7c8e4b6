/** Configurators, downloads, returns and acknowledged queues. */
import { type ShopState, store } from '../state.ts'
import { listOf, textsOf, type XmlNode } from '../wire/readXml.ts'

/** `konfig.xml`, with any root. */
export function writeConfigurators(state: ShopState, root: XmlNode): void {
  for (const node of listOf(root, 'tkonfiggruppe')) {
    if (!store(state, 'tkonfiggruppe', node)) continue
    for (const child of listOf(node, 'tkonfiggruppesprache')) store(state, 'tkonfiggruppesprache', child)
    for (const child of listOf(node, 'tkonfigitem')) store(state, 'tkonfigitem', child)
  }
}

/** `del_konfig.xml`, with any root. */
export function deleteConfigurators({ tables: { at } }: ShopState, root: XmlNode): void {
  for (const key of textsOf(root, 'kKonfiggruppe')) {
    at.tkonfiggruppesprache.deleteOf(key)
    at.tkonfigitem.deleteOf(key)
    at.tkonfiggruppe.delete(key)
  }
}

/** Downloads: one without a language is not stored. */
export function writeDownloads(state: ShopState, root: XmlNode): void {
  if (root.name !== 'tDownloads') return
  for (const node of listOf(root, 'tDownload')) {
    const texts = listOf(node, 'tDownloadSprache')
    if (texts.length === 0) state.log.rowError('tdownload', 'no language')
    const row = texts.length > 0 && store(state, 'tdownload', node)
    if (!row) continue
    for (const text of texts) store(state, 'tdownloadsprache', text, { kDownload: row['kDownload'] ?? '' })
  }
}

/** `del_download.xml`. */
export function deleteDownloads({ tables: { at } }: ShopState, root: XmlNode): void {
  if (root.name === 'del_downloads') for (const key of textsOf(root, 'kDownload')) at.tdownload.delete(key)
}

/** `upd_return.xml` and `rma_reasons.xml`: kept as they came. */
export function takeReturns(state: ShopState, root: XmlNode): void {
  if (root.name !== 'rmas') return
  for (const node of listOf(root, 'rma')) state.returnsSent.push(node)
}

/** `ack_verfuegbarkeitsbenachrichtigungen.xml` and `ack_uploadqueue.xml`. */
export function ackData({ tables: { at } }: ShopState, root: XmlNode): void {
  if (root.name === 'ack_verfuegbarkeitsbenachrichtigungen')
    for (const key of textsOf(root, 'kVerfuegbarkeitsbenachrichtigung'))
      at.tverfuegbarkeitsbenachrichtigung.patch([key], { cAbgeholt: 'Y' })
  if (root.name === 'ack_uploadqueue')
    for (const key of textsOf(root, 'kuploadqueue')) at.tuploadqueue.delete(key)
}
