import type { Language } from '../base/errors.ts'

/** Draws the answer of a command for people: a table for a list, lines for one thing. No colour; the same everywhere. */
export function printResult(output: unknown, language: Language): string {
  const plain: unknown = JSON.parse(JSON.stringify(output ?? null))
  if (plain === null) return ''
  if (Array.isArray(plain)) return table(plain, language)
  if (!isRecord(plain)) return `${cell(plain, language)}\n`
  const { items, next, count, countCapped, ...rest } = plain
  if (!Array.isArray(items)) return details(plain, language)
  const more = typeof next === 'string' ? `${words[language].next}: --after ${next}\n` : ''
  const total = typeof count === 'number' ? `${words[language].count(count, countCapped === true)}\n` : ''
  return (
    table(items, language) +
    total +
    more +
    (Object.keys(rest).length > 0 ? `\n${details(rest, language)}` : '')
  )
}

const words = {
  de: {
    none: 'Keine Einträge.',
    next: 'Weiter mit',
    yes: 'ja',
    no: 'nein',
    count: (count: number, capped: boolean) =>
      (capped ? `mehr als ${count}` : `${count}`) + (count === 1 ? ' Eintrag' : ' Einträge'),
  },
  en: {
    none: 'No entries.',
    next: 'More with',
    yes: 'yes',
    no: 'no',
    count: (count: number, capped: boolean) =>
      (capped ? `more than ${count}` : `${count}`) + (count === 1 ? ' entry' : ' entries'),
  },
} as const

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function details(record: Readonly<Record<string, unknown>>, language: Language): string {
  const entries = Object.entries(record)
  const lists = entries.filter(([, value]) => isTable(value))
  const lines = entries.filter(([, value]) => !isTable(value))
  const width = Math.max(0, ...lines.map(([name]) => head(name).length))
  return [
    ...lines.map(([name, value]) => `${head(name).padEnd(width)}  ${cell(value, language)}`.trimEnd()),
    ...lists.map(([name, value]) => `\n${head(name)}\n${table(rowsOf(value), language).trimEnd()}`),
    '',
  ].join('\n')
}

/** A list of things, or things by name, is drawn as a table. */
function isTable(value: unknown): boolean {
  const many = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : []
  return many.length > 0 && many.every(isRecord)
}

function rowsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return Object.entries(value as Record<string, object>).map(([name, row]) => ({ '': name, ...row }))
}

function table(rows: readonly unknown[], language: Language): string {
  if (rows.length === 0) return `${words[language].none}\n`
  if (!rows.every(isRecord)) return rows.map(row => `${cell(row, language)}\n`).join('')
  // What itself consists of parts has no place in a cell, and a column without any value is only width.
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
    .filter(name => !rows.some(row => isTable(row[name])))
    .map(name => ({ name: head(name), cells: rows.map(row => cell(row[name], language)) }))
    .filter(column => column.cells.some(text => text !== ''))
    .map(column => {
      const numeric = column.cells.every(text => /^-?[\d.]*$/.test(text))
      const width = Math.max(...[column.name, ...column.cells].map(text => [...text].length))
      return { ...column, pad: (text: string) => padded(text, width, numeric) }
    })
  const line = (texts: readonly string[]) => `${texts.join('  ').trimEnd()}\n`
  return (
    line(columns.map(column => column.pad(column.name))) +
    rows.map((_, at) => line(columns.map(column => column.pad(column.cells[at] ?? '')))).join('')
  )
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length))
  return right ? space + text : text + space
}

/** `createdAt` is shown as "created at". */
function head(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, low: string, high: string) => `${low} ${high.toLowerCase()}`)
}

function cell(value: unknown, language: Language): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? words[language].yes : words[language].no
  if (Array.isArray(value) && !value.some(one => typeof one === 'object'))
    return value.map(one => cell(one, language)).join(', ')
  if (typeof value === 'number') return String(Math.round(value * 10) / 10) // a measure: amounts are text
  const text =
    typeof value === 'object' ? (Object.keys(value).length > 0 ? JSON.stringify(value) : '') : String(value)
  return visible(text)
}

/** What comes from a shop must not steer the terminal or break the line. */
export function visible(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '')
}
