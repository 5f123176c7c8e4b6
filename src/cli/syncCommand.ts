import { transact } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { type Context, operation } from '../operations/operation.ts'
import { laneParts } from '../operations/syncParts.ts'
import { runShape, showRun, syncInput, syncWish } from '../operations/syncRuns.ts'
import { productLease } from '../sync/lanes.ts'
import type { FiguresByKind } from '../sync/runs.ts'
import { askForSync, leftOut, workOffSync } from '../sync/startSync.ts'
import { completeProgress } from './completeProgress.ts'
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
      const wish = syncWish(context, input)
      const started = await transact(context.kontor.db, { tenant: context.tenant }, tx =>
        askForSync(tx, wish),
      )
      const over = new AbortController()
      const shown = input.complete ? completeProgress(context, input.channels, over.signal) : undefined
      const finished = await workOffSync(laneParts(context), wish, started, {
        lease: productLease,
        onRun: (connection, figures) =>
          context.onProgress?.(`${connection}: ${progressText(context, figures)}`),
        ...(context.signal ? { signal: context.signal } : {}),
      }).finally(() => over.abort())
      await shown
      return {
        ...showRun(context, finished),
        locked: leftOut(started),
      }
    },
  }),
  succeeded: output => (output as { readonly state: string }).state === 'done',
}

const words: Readonly<
  Record<Language, Readonly<Record<'found' | 'new' | 'parked' | 'sent' | 'accepted', string>>>
> = {
  de: { found: 'gefunden', new: 'neu', parked: 'geparkt', sent: 'gesendet', accepted: 'angenommen' },
  en: { found: 'found', new: 'new', parked: 'parked', sent: 'sent', accepted: 'accepted' },
}

/** What a run did until now, in one line. */
export function progressText({ language }: Pick<Context, 'language'>, figures: FiguresByKind): string {
  const said = words[language]
  return Object.entries(figures)
    .map(([kind, one]) =>
      one.sent > 0
        ? `${kind} ${one.sent} ${said.sent}, ${one.accepted} ${said.accepted}`
        : `${kind} ${one.found} ${said.found}, ${one.new} ${said.new}, ${one.parked} ${said.parked}`,
    )
    .join('; ')
}
