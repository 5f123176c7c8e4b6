import type { Language } from '../base/errors.ts'
import { runShape, type ShownRun } from '../operations/syncRuns.ts'
import { visible } from './printResult.ts'
import { progressText } from './progressText.ts'

type Part = ShownRun['parts'][number]

const words = {
  de: {
    run: 'Lauf',
    seconds: 's',
    all: 'alle Verbindungen',
    locked: 'Gesperrt und darum ausgelassen',
    unlock: 'entsperren: „kontor channel unlock NAME“ oder „kontor connection unlock NAME“',
    nothing: 'nichts zu tun',
    none: 'Noch keine Verbindung: „kontor connection add“ bindet einen Shop an, „kontor systems“ nennt die Systeme.',
    states: {
      wanted: 'wartet',
      running: 'läuft',
      done: 'fertig',
      failed: 'fehlgeschlagen',
      cancelled: 'abgebrochen',
      lost: 'verloren (ein anderer Prozess hat übernommen)',
    },
    lanes: {
      orders: 'Bestellungen',
      stock: 'Bestand',
      catalogue: 'Katalog',
      feedback: 'Rückmeldungen',
    } as Readonly<Record<string, string>>,
  },
  en: {
    run: 'run',
    seconds: 's',
    all: 'all connections',
    locked: 'Locked and therefore left out',
    unlock: 'unlock: "kontor channel unlock NAME" or "kontor connection unlock NAME"',
    nothing: 'nothing to do',
    none: 'No connection yet: "kontor connection add" connects a shop, "kontor systems" names the systems.',
    states: {
      wanted: 'waits',
      running: 'is on',
      done: 'done',
      failed: 'failed',
      cancelled: 'cancelled',
      lost: 'lost (another process took over)',
    },
    lanes: {
      orders: 'orders',
      stock: 'stock',
      catalogue: 'catalogue',
      feedback: 'feedback',
    } as Readonly<Record<string, string>>,
  },
} as const

/**
 * A synchronisation for people: one line for each lane with what it did, below it why it failed and what it noted, each
 * sentence once with what to do, and what was left out. Undefined if the answer is no run.
 */
export function runText(output: unknown, language: Language): string | undefined {
  const run = runShape.safeParse(output).data
  if (!run) return undefined
  const said = new Set<string>()
  const { locked, unlock, none, nothing, run: word } = words[language]
  // A run that nobody asked for with connections, and that is no lane's own.
  const isEmpty = run.parts.length === 0 && run.lane === null && run.locked?.length === 0
  const parts = run.parts.length > 0 || isEmpty ? run.parts : [run]
  const done = (part: Part) => progressText(language, part.figures) || (part.state === 'done' ? nothing : '')
  const lines = [
    `${stateOf(run, language)} (${word} ${run.id})`,
    ...parts.flatMap(part => [
      `${placeOf(part, language)}: ${[stateOf(part, language), done(part)].filter(Boolean).join(', ')}`,
      ...sentencesOf(part).filter(sentence => !said.has(sentence) && said.add(sentence)),
    ]),
    ...sentencesOf(run).filter(sentence => !said.has(sentence)),
    ...(isEmpty && run.state === 'done' ? [none] : []),
    ...(run.locked && run.locked.length > 0 ? [`${locked}: ${run.locked.join(', ')} (${unlock})`] : []),
  ]
  return lines.map(line => `${line.startsWith('  ') ? '  ' : ''}${visible(line.trim())}\n`).join('')
}

function placeOf({ connection, lane }: Part, language: Language): string {
  const { all, lanes } = words[language]
  return [connection ?? all, lane ? (lanes[lane] ?? lane) : ''].filter(Boolean).join(', ')
}

function stateOf({ state, startedAt, endedAt }: Part, language: Language): string {
  const { states, seconds } = words[language]
  if (!startedAt || !endedAt) return states[state]
  const took = (endedAt.getTime() - startedAt.getTime()) / 1000
  return `${states[state]}, ${took.toLocaleString(language, { maximumFractionDigits: 1 })} ${seconds}`
}

/** Why it failed and what it noted: sentence, what to do, code. */
function sentencesOf({ code, reason, remedy, notes }: Part): string[] {
  const one = (code: string, ...texts: (string | null | undefined)[]) =>
    `  ${texts.filter(Boolean).join(' ')} (${code})`
  return [
    ...(code ? [one(code, reason, remedy)] : []),
    ...notes.map(note => one(note.code, note.text, note.remedy)),
  ]
}
