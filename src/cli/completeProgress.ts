import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { type CompleteSweep, listComplete, namedChannels } from '../channels/completeStore.ts'
import type { Context } from '../operations/operation.ts'
import { paceOf } from '../sync/walk.ts'

/** Between two looks; each that shows something new is a line. */
const lookMs = 1_000

/**
 * Tells the terminal how far the complete synchronisations of these channels have come, whoever works on them, until
 * `signal` is aborted.
 */
export async function completeProgress(
  context: Context,
  channels: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  let said = ''
  while (!signal.aborted) {
    await wait(lookMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    const rows = await transact(context.kontor.db, { tenant: context.tenant }, async tx => {
      const found = await namedChannels(tx, context.tenant, channels)
      return listComplete(tx, context.tenant, { channelIds: found.map(channel => channel.id) })
    })
    const text = rows.map(row => progressText(context.language, row)).join('; ')
    if (text !== said && text !== '') context.onProgress?.(text)
    said = text
  }
}

const words = {
  de: { of: 'von', about: 'etwa ', each: '/s', left: 'noch', paused: 'angehalten' },
  en: { of: 'of', about: 'about ', each: '/s', left: 'left:', paused: 'paused' },
} as const satisfies Record<Language, unknown>

/** "Shop: item 1200 of about 100000 (1 %), 95/s, left: 17 min". */
export function progressText(
  language: Language,
  row: Pick<CompleteSweep, 'channel' | 'kind' | 'done' | 'total' | 'estimated' | 'workMs' | 'pausedAt'>,
): string {
  const say = words[language]
  const { perSecond, secondsLeft } = paceOf(row.done, row.total, row.workMs)
  const share = row.total ? ` (${Math.floor((row.done * 100) / row.total)} %)` : ''
  const total = row.total === null ? '' : ` ${say.of} ${row.estimated ? say.about : ''}${row.total}${share}`
  return [
    `${row.channel}: ${row.kind} ${row.done}${total}`,
    ...(perSecond === null ? [] : [`${perSecond}${say.each}`]),
    ...(row.pausedAt ? [say.paused] : secondsLeft === null ? [] : [`${say.left} ${duration(secondsLeft)}`]),
  ].join(', ')
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
