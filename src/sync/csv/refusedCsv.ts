import { byteOrderMark, encodeText } from '../../base/csv/csvFormat.ts'
import { csvLine } from '../../base/csv/writeCsv.ts'
import { type Database, transact } from '../../base/database.ts'
import type { KontorError, Language, ProblemData, Texts } from '../../base/errors.ts'
import { catalogProblem } from '../../catalog/problems.ts'
import { explain } from '../../channels/reasons.ts'
import { stockProblem } from '../../stock/problems.ts'
import { readImport, readRows } from './csvImportStore.ts'
import { csvProblem } from './problems.ts'

const page = 1000
const title: Readonly<Record<Language, string>> = { de: 'Grund', en: 'Reason' }

/**
 * The refused rows of an import as a file: as they stood in the source, in its encoding and with its separator, and a last column
 * with the reason. Mended, it can be imported with the same template. Throws IMPORT_UNKNOWN.
 */
export async function* refusedCsv(
  db: Database,
  tenant: string,
  importId: string,
  language: Language,
): AsyncGenerator<Buffer> {
  const { settings } = await transact(db, { tenant }, tx => readImport(tx, tenant, importId))
  const { encoding, separator, header, hasHeader } = settings
  // Windows-1252 has no mark, and UTF-8 is known by it in spreadsheets.
  if (encoding !== 'windows-1252') yield byteOrderMark(encoding)
  const write = { separator, quote: settings.quote }
  if (hasHeader) yield encodeText(csvLine([...header, title[language]], write), encoding)
  for (let afterRow = 0; ; ) {
    const rows = await transact(db, { tenant }, tx =>
      readRows(tx, tenant, importId, { afterRow, limit: page, did: 'refused' }),
    )
    for (const row of rows) {
      const reason = csvLine([rowSentence(row.code ?? '', row.data ?? {})[language]], write)
      yield encodeText(`${row.source ?? ''}${separator}${reason}`, encoding)
    }
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    afterRow = last.rowNo
  }
}

type Make = (code: string, data: ProblemData) => KontorError
// Codes of rows come out of the database: whose they are is found by asking each room.
const rooms = [csvProblem, catalogProblem, stockProblem] as readonly unknown[] as readonly Make[]

/** What a code of a row means, with its values. */
export function rowSentence(code: string, data: ProblemData): Texts {
  for (const make of rooms)
    try {
      return make(code, data).texts
    } catch (error) {
      if (!(error instanceof TypeError)) throw error // a TypeError says: not a code of this room
    }
  // What keeps an order from being made stands in the catalogue of reasons.
  return explain(code, data)
}
