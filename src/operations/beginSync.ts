import type { z } from 'zod'
import { checkPreview, openPreview, type PreviewWish, previewSync, readPreview } from '../sync/previewSync.ts'
import type { SyncRun } from '../sync/runs.ts'
import { askForSync, leftOut, workOffSync } from '../sync/startSync.ts'
import { type Context, inTransaction } from './operation.ts'
import { syncInput, syncWish } from './syncInput.ts'
import { laneParts } from './syncParts.ts'

/** A synchronisation, or a preview of one, that was asked for; `work` does it. */
export interface BegunSync {
  readonly runId: string
  /** Names of locked connections, which are left out. */
  readonly locked: readonly string[]
  readonly channels: readonly string[]
  readonly complete: boolean
  work(options: Parameters<typeof workOffSync>[3]): Promise<SyncRun>
}

/**
 * Begins what the input says: a synchronisation, a dry run, or just what a preview showed, if that still holds. Throws
 * CONNECTION_UNKNOWN, NOTHING_COMPLETE, PREVIEW_UNKNOWN and PREVIEW_CHANGED.
 */
export async function beginSync(context: Context, given: z.infer<typeof syncInput>): Promise<BegunSync> {
  const parts = laneParts(context)
  const wishOf = (input: z.infer<typeof syncInput>): PreviewWish => ({
    ...syncWish(context, input),
    only: input.only,
  })
  if (given.dryRun) {
    const wish = wishOf(given)
    const runId = await inTransaction(context, tx => openPreview(tx, wish, context.kontor.now()))
    return {
      runId,
      locked: [],
      channels: given.channels,
      complete: false,
      work: ({ signal }) => previewSync(parts, wish, runId, signal),
    }
  }
  const { preview } = given
  let input = given
  if (preview !== undefined) {
    const sums = await inTransaction(context, tx => readPreview(tx, context.tenant, preview))
    const { channels, only, complete } = sums
    input = syncInput.parse({ channels, only, complete })
    await checkPreview(parts, wishOf(input), preview, sums)
  }
  const wish = syncWish(context, input)
  const started = await inTransaction(context, tx => askForSync(tx, wish))
  return {
    runId: started.runId,
    locked: leftOut(started),
    channels: input.channels,
    complete: input.complete,
    work: options => workOffSync(parts, wish, started, options),
  }
}
