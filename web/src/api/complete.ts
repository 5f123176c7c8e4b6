import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { Walk } from './runs.ts'

/** A complete synchronisation of one kind at one channel that is not at its end. */
export interface Sweep extends Walk {
  readonly connectionId: string
  readonly connection: string
  readonly state: 'on' | 'paused'
  readonly runId: string | null
  readonly askedBy: string
  readonly pausedAt: string | null
  readonly pausedBy: string | null
}

/** Complete synchronisations that are on or paused. */
export const sweepsQuery = queryOptions({
  queryKey: ['sync-complete'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Sweep[] }>('GET', '/sync-complete', { signal })).items,
  refetchInterval: 5_000,
})

/** Pauses complete synchronisations of these connections or channels, or lets them go on, or gives them up. */
export function changeSweeps(
  act: 'pause' | 'resume' | 'discard',
  channels: readonly string[],
): Promise<object> {
  return call('POST', `/sync-complete/${act}`, { body: { channels } })
}
