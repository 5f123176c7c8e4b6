import { transact } from '../base/database.ts'
import { operation } from '../operations/operation.ts'
import { relinkInput, relinkNote, relinkSummary, startRelink } from '../operations/relink.ts'
import { requestedShape, shownRequest } from '../operations/requestAgain.ts'
import { laneParts } from '../operations/syncParts.ts'
import { productLease } from '../sync/lanes.ts'
import { workOffSync } from '../sync/startSync.ts'
import { progressText } from './progressText.ts'
import type { TerminalOperation } from './terminalOperation.ts'

/** `kontor relink`: what POST /channels/…/relink starts, until it is done. */
export const relinkCommand: TerminalOperation = {
  ...operation({
    name: 'connection.relink',
    long: true,
    method: 'POST',
    path: '/channels/:channel/relink',
    command: 'relink <channel>',
    right: 'connections.write',
    summary: relinkSummary(),
    input: relinkInput,
    output: requestedShape,
    audit: relinkNote,
    async run(context, given) {
      const { db } = context.kontor
      const as = { tenant: context.tenant }
      const { wish, started, id } = await transact(db, as, tx => startRelink(tx, context, given))
      await workOffSync(laneParts(context), wish, started, {
        lease: productLease,
        onRun: (connection, figures) =>
          context.onProgress?.(`${connection}: ${progressText(context.language, figures)}`),
        ...(context.signal ? { signal: context.signal } : {}),
      })
      return transact(db, as, tx => shownRequest(tx, context, started.runId, id))
    },
  }),
  succeeded: output => {
    type Ended = { readonly state?: string; readonly request?: { readonly state?: string } }
    const { state = 'done', request } = output as Ended
    return state === 'done' && request?.state !== 'refused'
  },
}
