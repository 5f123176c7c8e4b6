import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { dayOf, dayPlus, startOfDay } from '../base/days.ts'
import { openConflicts } from '../channels/conflictStore.ts'
import { heldByChannel } from '../channels/guardLists.ts'
import { dayOutcomes, listPlatforms, type PlatformRow, waitingLimit } from '../channels/platformStore.ts'
import { explain } from '../channels/reasons.ts'
import { companyFrame } from '../company/companyStore.ts'
import { titleIn } from '../port/titleIn.ts'
import { type SoldByDay, soldByDay } from '../sales/homeFigures.ts'
import { healthOf, healthShape, wellHealth } from './health.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { stoppedSentence } from './stoppedSentence.ts'

/** How many days the small bars show, with today. */
export const barDays = 14

const platformShape = z.object({
  channelId: z.uuid(),
  channel: z.string(),
  connectionId: z.uuid(),
  connection: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  state: z.enum(['ok', 'note', 'failing', 'locked', 'off']),
  /** What there is to say of the state, in one sentence. */
  sentence: z.string(),
  /** What a person can do; null where nothing has to be done. */
  remedy: z.string().nullable(),
  since: z.date().nullable(),
  takeOverByItself: z.boolean(),
  lastFetch: z.date().nullable(),
  ordersToday: z.int(),
  bars: z.array(z.object({ day: z.iso.date(), orders: z.int() })),
  waiting: z.object({
    count: z.int(),
    countCapped: z.boolean(),
    oldest: z.date().nullable(),
    kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
    /** Kinds of which everything is being walked through. */
    sweeps: z.array(z.string()).readonly(),
  }),
  /** What the guard holds: the sum, and one line per list. */
  guarded: z.object({ held: z.int(), sentences: z.array(z.string()) }),
  /** Fields that the shop changed and a person has to decide about; `seen` is false where the system cannot be asked. */
  conflicts: z.object({ open: z.int(), seen: z.boolean() }),
  errors: z.object({ failedRuns: z.int(), parked: z.int(), refused: z.int() }),
  running: z.boolean(),
  nextAt: z.date().nullable(),
})
export type ShownPlatform = z.infer<typeof platformShape>

/** Platforms: whether selling runs, in five seconds. */
export const platformOperations: readonly Operation[] = [
  operation({
    name: 'platform.list',
    method: 'GET',
    path: '/platforms',
    command: 'platform list',
    right: 'connections.read',
    summary: {
      en: 'Show how each sales channel does: state, last fetch, orders, what waits, errors of 24 hours',
      de: 'Zeigen, wie es jedem Verkaufskanal geht: Zustand, letzter Abruf, Bestellungen, Wartendes, Fehler in 24 Stunden',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(platformShape.extend({ health: healthShape })),
      /** The orders of today by outcome; they add up to what is in the ledger. */
      today: z.object({
        day: z.iso.date(),
        inLedger: z.int(),
        outcomes: z.array(z.object({ outcome: z.string(), count: z.int() })),
      }),
    }),
    run: context =>
      inTransaction(context, async tx => {
        const now = context.kontor.now()
        const { timeZone } = await companyFrame(tx, context.tenant)
        const day = dayOf(now, timeZone)
        const sold = await soldByDay(tx, context.tenant, { timeZone, now }, { days: barDays, yearsBack: 0 })
        const outcomes = await dayOutcomes(tx, context.tenant, startOfDay(day, timeZone))
        const inLedger = outcomes.reduce((sum, one) => sum + one.count, 0)
        const rows = await showPlatforms(tx, context, sold, day)
        const health = await healthOf(tx, context)
        const items = rows.map(row => ({ ...row, health: health.get(row.connectionId) ?? wellHealth }))
        return { items, today: { day, inLedger, outcomes } }
      }),
  }),
]

/** The channels with their state in words; `sold` holds the orders of the days up to `today`. */
export async function showPlatforms(
  tx: Tx,
  context: Context,
  sold: readonly SoldByDay[],
  today: string,
): Promise<ShownPlatform[]> {
  const days = Array.from({ length: barDays }, (_, at) => dayPlus(today, at - barDays + 1))
  const rows = await listPlatforms(tx, context.tenant, context.kontor.now())
  const held = await heldByChannel(tx, context.tenant)
  const conflicts = new Map((await openConflicts(tx, context.tenant)).map(one => [one.channelId, one.open]))
  return rows.map(row => {
    const stops = held.filter(stop => stop.channelId === row.channelId)
    const guarded = {
      held: stops.reduce((sum, stop) => sum + stop.held, 0),
      sentences: stops.map(stop => stoppedSentence(context.language, stop)),
    }
    const own = sold.filter(one => one.channelId === row.channelId)
    const ordersOn = (day: string) => own.reduce((sum, one) => (one.day === day ? sum + one.orders : sum), 0)
    const counts = row.waiting.map(({ kind, count }) => ({ kind, count: Math.min(count, waitingLimit) }))
    const connector = context.kontor.connectors.get(row.system)
    const oldest = row.waiting.map(one => new Date(one.oldest).getTime())
    const count = counts.reduce((sum, one) => sum + one.count, 0)
    return {
      channelId: row.channelId,
      channel: row.channel,
      connectionId: row.connectionId,
      connection: row.connection,
      system: row.system,
      systemTitle: connector ? titleIn(connector, context.language) : row.system,
      ...stateOf(context, row, count, guarded.sentences[0]),
      guarded,
      conflicts: {
        open: conflicts.get(row.channelId) ?? 0,
        seen: connector?.send?.item?.read !== undefined,
      },
      takeOverByItself: row.takeOverByItself,
      lastFetch: row.lastFetch,
      ordersToday: ordersOn(today),
      bars: days.map(day => ({ day, orders: ordersOn(day) })),
      waiting: {
        count,
        countCapped: row.waiting.some(one => one.count >= waitingLimit),
        oldest: oldest.length > 0 ? new Date(Math.min(...oldest)) : null,
        kinds: counts,
        sweeps: row.sweeps,
      },
      errors: { failedRuns: row.failedRuns, parked: row.parked, refused: row.refused },
      running: row.running,
      nextAt: row.nextAt,
    }
  })
}

const say = {
  de: {
    locked: (by: string) => `Übertragung gesperrt${by ? ` von ${by}` : ''}.`,
    off: 'Nicht aktiv: Es wird nichts importiert.',
    never: 'Noch nie abgerufen.',
    refused: (count: number) => `${count} vom Kanal abgelehnt.`,
    parked: (count: number) => (count === 1 ? '1 Datensatz geparkt.' : `${count} Datensätze geparkt.`),
    guarded: 'Liste ansehen, freigeben oder verwerfen.',
    waiting: (count: number) => (count === 1 ? '1 Änderung wartet.' : `${count} Änderungen warten.`),
    ok: 'Alles übertragen.',
  },
  en: {
    locked: (by: string) => `Transmission locked${by ? ` by ${by}` : ''}.`,
    off: 'Not active: nothing is imported.',
    never: 'Never fetched yet.',
    refused: (count: number) => `${count} refused by the channel.`,
    parked: (count: number) => (count === 1 ? '1 record parked.' : `${count} records parked.`),
    guarded: 'Look at the list, release or drop it.',
    waiting: (count: number) => (count === 1 ? '1 change waits.' : `${count} changes wait.`),
    ok: 'Everything sent.',
  },
} as const

// What a person has to do comes first; what goes on by itself comes last.
function stateOf(
  { language }: Pick<Context, 'language'>,
  row: PlatformRow,
  waiting: number,
  stopped: string | undefined,
): Pick<ShownPlatform, 'state' | 'sentence' | 'remedy' | 'since'> {
  const words = say[language]
  if (row.lockedAt) {
    const by = [row.lockedBy, row.lockReason].filter(Boolean).join(', ')
    return { state: 'locked', sentence: words.locked(by), remedy: null, since: row.lockedAt }
  }
  const code = row.refusedCode ?? row.failedCode
  if (code) {
    const reason = explain(code, (row.refusedCode ? row.refusedData : row.failedData) ?? {})
    const since = row.refusedCode ? row.refusedAt : row.failingSince
    return { state: 'failing', sentence: reason[language], remedy: reason.remedy[language] || null, since }
  }
  const plain = (state: ShownPlatform['state'], sentence: string) => ({
    state,
    sentence,
    remedy: null,
    since: null,
  })
  if (!row.active) return plain('off', words.off)
  if (stopped) return { ...plain('note', stopped), remedy: words.guarded }
  if (row.refused > 0) return plain('note', words.refused(row.refused))
  if (row.parked > 0) return plain('note', words.parked(row.parked))
  if (!row.lastFetch) return plain('ok', words.never)
  return plain('ok', waiting > 0 ? words.waiting(waiting) : words.ok)
}
