/** The shop for people: what it sells, who ordered, what went wrong. Nothing of it is read by an ERP. */
import type { ShopState } from './state.ts'
import type { Row } from './store/tables.ts'
import { fullVersion } from './version.ts'

const statuses: Readonly<Record<string, string>> = {
  '-1': 'storniert',
  '1': 'offen',
  '2': 'in Bearbeitung',
  '3': 'bezahlt',
  '4': 'versandt',
  '5': 'teilversandt',
}

const columns = {
  items: ['cArtNr', 'cName', 'fLagerbestand', 'fStandardpreisNetto', 'dLetzteAktualisierung'],
  orders: ['cBestellNr', 'dErstellt', 'fGesamtsumme', 'cStatus', 'cAbgeholt', 'cTracking'],
  errors: ['call', 'table', 'reason'],
} as const

/** The page as HTML: at most 200 rows of each table, the newest orders first. */
export function shopPage({ version, tables: { at }, log, userId }: ShopState): string {
  const orders = at.tbestellung
    .all()
    .map(row => ({ ...row, cStatus: statuses[row['cStatus'] ?? ''] ?? row['cStatus'] ?? '' }))
  return `<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>JTL-Shop ${version}</title>
<style>body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse;margin-bottom:2rem}td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left}</style></head>
<body><h1>JTL-Shop ${fullVersion(version)}</h1>
<p>Abgleich-Benutzer ${escaped(userId)}; ${log.counts.calls} Aufrufe, ${log.mails.length} Mails.</p>
${list('Artikel', columns.items, at.tartikel.all())}
${list('Bestellungen', columns.orders, orders.reverse())}
${list(
  'Nicht gespeicherte Zeilen',
  columns.errors,
  log.rowErrors.map(({ call, table, reason }) => ({ call: String(call), table, reason })).reverse(),
)}
</body></html>`
}

function list(title: string, names: readonly string[], rows: readonly Row[]): string {
  const line = (row: Row) => `<tr>${names.map(name => `<td>${escaped(row[name] ?? '')}</td>`).join('')}</tr>`
  return `<h2>${title} (${rows.length})</h2><table><tr>${names.map(name => `<th>${name}</th>`).join('')}</tr>
${rows.slice(0, 200).map(line).join('\n')}</table>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, found => `&#${found.charCodeAt(0)};`)
}
