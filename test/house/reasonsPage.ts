import { writeFile } from 'node:fs/promises'
import { type Reason, reasons } from '../../src/channels/reasons.ts'
import { projectFolder } from './projectFiles.ts'

/** The text of docs/reasons.md, made of the reason catalogue. */
export function reasonsPage(): string {
  const rows = Object.entries<Reason>(reasons)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { de, en, remedy }]) => row([`\`${code}\``, de, remedy.de, en, remedy.en]))
  return [
    '# Reasons',
    '',
    'Generated from `src/channels/reasons.ts` by `node bin/run.mjs test/house/reasonsPage.ts`; a test compares. Do not edit.',
    '',
    'Why a record was not imported, waits, or cannot be taken over yet; why a run or a connection stopped. Codes are stable.',
    'Words in braces are filled in. What a code does to a record (parked, open check, waiting, ignored) stands in',
    '[import.md](import.md).',
    '',
    row(['Code', 'Deutsch', 'Abhilfe', 'English', 'Remedy']),
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (import.meta.main) await writeFile(`${projectFolder}docs/reasons.md`, reasonsPage())
