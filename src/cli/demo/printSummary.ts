import type { Language } from '../../base/errors.ts'
import type { DemoSummary } from './demoSummary.ts'

/** The summary of the demo for a person: runs, where every row ended, and whether all adds up. */
export function printSummary(summary: DemoSummary, language: Language): string {
  const german = language === 'de'
  const head = german ? ['Shop', 'Abgleich', 'Art', ...figuresDe] : ['shop', 'run', 'kind', ...figureKeys]
  const runs = summary.runs.flatMap(run =>
    Object.entries(run.kinds)
      .filter(([, one]) => one.found + one.sent > 0)
      .map(([kind, one]) => [run.shop, run.run, kind, ...figureKeys.map(key => String(one[key]))]),
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
    ...table(
      german
        ? ['Shop', 'Artikel', 'Bestand anders', 'Preis anders', 'Aufträge', 'Stand anders']
        : ['shop', 'items', 'stock differs', 'price differs', 'orders', 'status differs'],
      summary.shops.map(one => [
        one.shop,
        ...[
          one.items,
          one.stockDiffers.length,
          one.priceDiffers.length,
          one.orders,
          one.statusDiffers.length,
        ].map(String),
      ]),
      1,
    ),
    '',
    ...summary.checks.map(check => `${check.ok ? '✓' : '✕'} ${check.text}`),
    '',
  ].join('\n')
}

const figureKeys = [
  'found',
  'new',
  'updated',
  'unchanged',
  'parked',
  'sent',
  'accepted',
  'rejected',
  'unknown',
] as const
const figuresDe = [
  'gefunden',
  'neu',
  'aktualisiert',
  'unverändert',
  'geparkt',
  'gesendet',
  'angenommen',
  'abgelehnt',
  'ohne Antwort',
]

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
