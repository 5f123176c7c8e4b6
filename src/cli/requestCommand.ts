import { z } from 'zod'
import { transact } from '../base/database.ts'
import { previewShape } from '../operations/againShapes.ts'
import { operation } from '../operations/operation.ts'
import {
  preview,
  requestedShape,
  requestInput,
  requestNote,
  shownRequest,
  startRequest,
} from '../operations/requestAgain.ts'
import { laneParts } from '../operations/syncParts.ts'
import { productLease } from '../sync/lanes.ts'
import { workOffSync } from '../sync/startSync.ts'
import { progressText } from './progressText.ts'
import type { TerminalOperation } from './terminalOperation.ts'

const input = requestInput.extend({
  preview: z.boolean().default(false).meta({
    description: 'Only show what would come; writes nothing.',
    'x-de': 'Nur zeigen, was käme; schreibt nichts.',
  }),
})

/** `kontor request-orders`: what POST /channels/…/requests starts, until it is worked off; or its preview. */
export const requestCommand: TerminalOperation = {
  ...operation({
    name: 'request.start',
    long: true,
    method: 'POST',
    path: '/channels/:channel/requests',
    command: 'request-orders <channel>',
    right: 'sync.start',
    summary: {
      en: 'Request orders again from an instant on, and wait for the end',
      de: 'Bestelldaten ab einem Zeitpunkt nachträglich anfordern und das Ende abwarten',
    },
    input,
    output: z.union([requestedShape, previewShape]),
    audit: (given, output) => requestNote(given, 'request' in output ? output : {}),
    async run(context, given) {
      if (given.preview) return preview(context, given)
      const { db } = context.kontor
      const as = { tenant: context.tenant }
      const { wish, started, id } = await transact(db, as, tx => startRequest(tx, context, given))
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
