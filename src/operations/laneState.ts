import { fill, type Language, type Texts } from '../base/errors.ts'
import { explain } from '../channels/reasons.ts'
import type { LaneFacts } from '../sync/laneOverview.ts'
import { isWithin } from '../sync/nextRun.ts'
import { writeWindows } from './laneWindows.ts'

/** How a lane is, so that a screen needs no rule of its own: each differs in sign, word and colour. */
export const laneStates = [
  'running',
  'locked',
  'refused',
  'stalled',
  'open',
  'failing',
  'paused',
  'waiting',
  'outsideWindow',
  'off',
  'ok',
] as const
export type LaneState = (typeof laneStates)[number]

const sentences: Readonly<Record<Exclude<LaneState, 'refused'>, Texts>> = {
  running: { de: 'Läuft seit {since}.', en: 'Running since {since}.' },
  locked: {
    de: 'Die Verbindung ist gesperrt; was fällig ist, wird danach gesendet.',
    en: 'The connection is locked; what is due is sent when it is unlocked.',
  },
  stalled: {
    de: 'Der Prozess, der hier arbeitet, meldet sich nicht mehr; ein anderer übernimmt.',
    en: 'The process that works here gives no sign of life; another one takes over.',
  },
  open: {
    de: 'Pausiert seit {opened}: Die Verbindung ist gestört ({reason}). Nächster Versuch {until}.',
    en: 'Pauses since {opened}: the connection is failing ({reason}). Next attempt {until}.',
  },
  failing: {
    de: 'Gescheiterte Läufe nacheinander: {failures}. {reason} Nächster Versuch {until}.',
    en: 'Failed runs in a row: {failures}. {reason} Next attempt {until}.',
  },
  paused: {
    de: 'Der Shop bittet um eine Pause bis {until}.',
    en: 'The shop asks for a pause until {until}.',
  },
  waiting: { de: 'Wartet auf einen freien Platz.', en: 'Waits for a free slot.' },
  outsideWindow: {
    de: 'Außerhalb des Zeitfensters {windows} ({zone}).',
    en: 'Outside of its window {windows} ({zone}).',
  },
  off: { de: 'Läuft nur auf Anforderung.', en: 'Runs only when asked to.' },
  ok: { de: 'In Ordnung.', en: 'All right.' },
}

/** The state of a lane and the sentence that says it. */
export function laneState(
  lane: LaneFacts,
  now: Date,
  language: Language,
): { state: LaneState; sentence: string } {
  const state = stateOf(lane, now)
  if (state === 'refused')
    return { state, sentence: explain(lane.refusedCode ?? '', lane.refusedData ?? {})[language] }
  const failed = lane.runs.find(run => run.code !== null)
  const data = {
    since: shown(lane.runningSince, lane.timeZone),
    opened: shown(lane.openedAt, lane.timeZone),
    until: shown(state === 'open' ? lane.nextTryAt : lane.notBefore, lane.timeZone),
    failures: lane.failures,
    reason: reasonOf(state === 'open' ? lane.openCode : failed?.code, language),
    windows: writeWindows(lane.windows, language),
    zone: lane.timeZone,
  }
  return { state, sentence: fill(sentences[state][language], data) }
}

function stateOf(lane: LaneFacts, now: Date): LaneState {
  if (lane.runId) return lane.lives ? 'running' : 'stalled'
  if (lane.lockedAt) return 'locked'
  if (lane.refusedCode) return 'refused'
  const pauses = lane.notBefore !== null && lane.notBefore > now
  if (lane.openedAt) return 'open'
  if (lane.failures > 0) return 'failing'
  if (pauses) return 'paused'
  if (lane.asked) return 'waiting'
  if (lane.everySeconds === null) return 'off'
  return lane.windows && !isWithin(lane.windows, lane.timeZone, now) ? 'outsideWindow' : 'ok'
}

function reasonOf(code: string | null | undefined, language: Language): string {
  return code ? explain(code, {})[language] : ''
}

// The wall clock of the connection, as its window is meant.
function shown(moment: Date | null, timeZone: string): string {
  return moment
    ? new Intl.DateTimeFormat('de', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(moment)
    : '–'
}
