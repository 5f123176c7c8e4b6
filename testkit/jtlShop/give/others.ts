/** What else can be asked for: who waits for an item, returns, invoices, media. */
import type { Said } from '../scripts.ts'
import type { ShopState } from '../state.ts'
import { document, rowElement, type Written } from '../wire/writeXml.ts'
import { inOrder } from './orders.ts'

/** GetData: those who wait for an item are told once, rows of uploads until they are acknowledged. */
export function queuedData({ tables: { at } }: ShopState): Said {
  const waiting = at.tverfuegbarkeitsbenachrichtigung.all().filter(row => row['cAbgeholt'] !== 'Y')
  const notices = inOrder(waiting, 'kVerfuegbarkeitsbenachrichtigung').slice(0, 100)
  const uploads = inOrder(at.tuploadqueue.all(), 'kUploadqueue').slice(0, 100)
  for (const row of notices)
    at.tverfuegbarkeitsbenachrichtigung.patch([row['kVerfuegbarkeitsbenachrichtigung'] ?? ''], {
      cAbgeholt: 'Y',
    })
  const inner: Written[] = []
  if (notices.length > 0)
    inner.push({
      name: 'verfuegbarkeitsbenachrichtigungen',
      inner: notices.map(({ cAbgeholt: _fetched, ...row }) =>
        rowElement('tverfuegbarkeitsbenachrichtigung', row),
      ),
    })
  if (uploads.length > 0)
    inner.push({ name: 'uploadqueue', inner: uploads.map(row => rowElement('tuploadqueue', row)) })
  return inner.length === 0 ? '0' : { archive: document({ name: 'queueddata', inner }) }
}

/** GetReturns: always an archive, and always the same returns. */
export function openReturns({ returns }: ShopState): Said {
  const inner = returns.map(
    ({ items, address, fields }): Written => ({
      name: 'rma',
      inner: [
        ...items.map((item): Written => ({ name: 'item', inner: Object.entries(item) })),
        { name: 'adresse', inner: Object.entries(address) },
        ...Object.entries(fields),
      ],
    }),
  )
  return { archive: document({ name: 'rmas', attributes: { anzahl: String(returns.length) }, inner }) }
}

/** Invoice: only a payment by invoice could answer otherwise. */
export function invoice(_state: ShopState, fields: ReadonlyMap<string, string>): Said {
  return {
    archive: document({
      name: 'tbestellung',
      inner: [
        ['kBestellung', fields.get('kBestellung') ?? ''],
        ['cTyp', 'FAILURE'],
        ['cKommentar', 'Die Zahlungsart stellt keine Rechnung.'],
      ],
    }),
  }
}

/** GetMediendateien: the files of the shop that items may show. */
export function mediaFiles({ storage, url }: ShopState): Said {
  const files = [...storage].filter(([path]) => path.startsWith('mediafiles/'))
  const inner = files.map(
    ([path, content]): Written => ({
      name: 'file',
      attributes: { cName: path.slice('mediafiles/'.length), nSize: String(content.length), dTime: '0' },
      inner: [],
    }),
  )
  return { archive: document({ name: 'mediafiles', attributes: { url: `${url}mediafiles/` }, inner }) }
}

/** The three scripts that speak JSON, as far as the page was checked: uploads, folders, the state of the clock. */
export function netSync({ tables: { at } }: ShopState, fields: ReadonlyMap<string, string>): Said {
  const asked = fields.get('e')
  const known = ['1', '3', '6'].includes(asked ?? '')
  const oData =
    asked === '1' ? at.tuploadqueue.of(fields.get('kBestellung') ?? '').map(row => ({ ...row })) : []
  return JSON.stringify({ nCode: known ? 0 : -1, cToken: 'netsync', oData })
}
