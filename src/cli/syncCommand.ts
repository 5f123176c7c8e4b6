import { beginSync } from '../operations/beginSync.ts'
import { operation } from '../operations/operation.ts'
import { syncInput } from '../operations/syncInput.ts'
import { runShape, showRun } from '../operations/syncRuns.ts'
import { productLease } from '../sync/lanes.ts'
import { completeProgress } from './completeProgress.ts'
import { progressText } from './progressText.ts'
import type { TerminalOperation } from './terminalOperation.ts'

/** `kontor sync`: what POST /sync-runs starts, worked off here, with its progress, until it is done. */
export const syncCommand: TerminalOperation = {
  ...operation({
    name: 'sync.start',
    long: true,
    method: 'POST',
    path: '/sync-runs',
    command: 'sync [channels…]',
    right: 'sync.start',
    summary: {
      en: 'Synchronise and wait for the end; joins what is on',
      de: 'Abgleichen und das Ende abwarten; schließt sich Laufendem an',
    },
    input: syncInput,
    output: runShape,
    audit: (_, output) => ({ objectKind: 'sync_run', objectId: output.id }),
    async run(context, input) {
      const begun = await beginSync(context, input)
      const over = new AbortController()
      const shown = begun.complete ? completeProgress(context, begun.channels, over.signal) : undefined
      const finished = await begun
        .work({
          lease: productLease,
          onRun: (connection, figures) =>
            context.onProgress?.(`${connection}: ${progressText(context.language, figures)}`),
          ...(context.signal ? { signal: context.signal } : {}),
        })
        .finally(() => over.abort())
      await shown
      return {
        ...showRun(context, finished),
        locked: [...begun.locked],
      }
    },
  }),
  succeeded: output => (output as { readonly state: string }).state === 'done',
}
