import type { Language } from '../../base/errors.ts'
import type { DemoSummary } from './demoSummary.ts'

/** The summary of the demo for a person: runs, where every row ended, and whether all adds up. */
export function printSummary(summary: DemoSummary, language: Language): string {
  const german = language === 'de'
  const head = german
    ? ['Shop', 'Abgleich', 'Art', 'gefunden', 'neu', 'aktualisiert', 'unverändert', 'übersprungen', 'geparkt']
    : ['shop', 'run', 'kind', 'found', 'new', 'updated', 'unchanged', 'skipped', 'parked']
  const runs = summary.runs.flatMap(run =>
    Object.entries(run.kinds).map(([kind, one]) =>
      [run.shop, run.run, kind, one.found, one.new, one.updated, one.unchanged, one.skipped, one.parked].map(
        String,
      ),
    ),
  )
  const endHead = german
    ? ['wo', 'Shop', 'Zeilen', 'Rechnungen', 'GBP']
    : ['where', 'shop', 'rows', 'invoices', 'GBP']
  const ends = summary.ends.map(end => [
    end.text,
    end.shop ?? '–',
    String(end.rows),
    String(end.invoices),
    end.gross,
  ])
  const total = [
    german ? 'Datei' : 'file',
    '',
    String(summary.file.rows),
    String(summary.file.invoices),
    summary.file.gross,
  ]
  return [
    '',
    ...table(head, runs, 3),
    '',
    ...table(endHead, [...ends, total], 2),
    '',
    ...summary.checks.map(check => `${check.ok ? '✓' : '✕'} ${check.text}`),
    '',
  ].join('\n')
}

// Columns as wide as their longest cell; figures to the right.
function table(head: readonly string[], rows: readonly (readonly string[])[], textColumns: number): string[] {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map(row => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column < textColumns ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map(width => '─'.repeat(width))), ...rows.map(line)]
}
