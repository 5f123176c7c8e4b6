/** The raw SQL that comes with an item: the shop runs it line by line. Here only what fills the table of combinations is understood. */
import type { ShopState } from '../state.ts'

const deleting =
  /^DELETE FROM teigenschaftkombiwert WHERE kEigenschaftKombi\s*(?:=\s*(\d+)|IN\s*\(([\d,\s]+)\))\s*;?$/i
const inserting =
  /^INSERT INTO teigenschaftkombiwert\s*\(\s*kEigenschaftKombi\s*,\s*kEigenschaft\s*,\s*kEigenschaftWert\s*\)\s*VALUES\s*((?:\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\)\s*,?\s*)+);?$/i

/** Runs each line of more than ten characters. What is not understood is logged, as an error of the database would be. */
export function runSql(state: ShopState, text: string): void {
  const { teigenschaftkombiwert } = state.tables.at
  for (const line of text.split('\n').map(one => one.trim())) {
    if (line.length <= 10) continue
    const gone = deleting.exec(line)
    const filled = inserting.exec(line)
    if (gone)
      for (const key of (gone[1] ?? gone[2] ?? '').split(',')) teigenschaftkombiwert.deleteOf(key.trim())
    else if (filled)
      for (const [, kEigenschaftKombi = '', kEigenschaft = '', kEigenschaftWert = ''] of (
        filled[1] ?? ''
      ).matchAll(/\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)/g))
        teigenschaftkombiwert.put({ kEigenschaftKombi, kEigenschaft, kEigenschaftWert })
    else state.log.rowError('SQL', `not understood: ${line.slice(0, 80)}`)
  }
}
