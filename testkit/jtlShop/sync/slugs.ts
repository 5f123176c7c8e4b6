/** Addresses of pages. */
import type { Row } from '../store/tables.ts'

/** The address of a page: made of the name where none is sent. */
export function slugOf(row: Row): string {
  const name = (row['cName'] ?? '').replace(/[äöüÄÖÜß]/g, letter => letters[letter] ?? '')
  const plain = name.normalize('NFD').replace(/[^\w\s-]/g, '')
  return row['cSeo'] || plain.trim().replace(/\s+/g, '-')
}

const letters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
}
