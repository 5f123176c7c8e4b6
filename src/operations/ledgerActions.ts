import { z } from 'zod'
import { transact } from '../base/database.ts'
import { connectionIdOf, findConnection } from '../channels/connectionStore.ts'
import { listLedger } from '../channels/ledgerQueries.ts'
import { productLease } from '../sync/lanes.ts'
import {
  type ActionResult,
  ignoreRecords,
  retryDownload,
  retryImport,
  retryPages,
} from '../sync/ledgerActions.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { laneParts } from './syncParts.ts'

const records = z
  .array(z.uuid())
  .min(1)
  .max(500)
  .meta({ description: 'Ids of the records.', 'x-de': 'Kennungen der Datensätze.' })
const results = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      outcome: z.string(),
      code: z.string().nullable(),
      /** Why nothing was done with this one. */
      problem: z.object({ code: z.string(), text: z.string() }).optional(),
    }),
  ),
})
const audit = (input: { readonly ids: readonly string[] }) => ({
  objectKind: 'ledger',
  data: { ids: input.ids },
})

/** What a person can do with records of the ledger: three different actions, and taking them back. */
export const ledgerActionOperations: readonly Operation[] = [
  operation({
    name: 'ledger.retry-import',
    long: true,
    method: 'POST',
    path: '/ledger/retry-import',
    command: 'ledger retry-import <ids>',
    right: 'ledger.write',
    summary: {
      en: 'Import records again from their stored payload',
      de: 'Datensätze aus den gespeicherten Rohdaten neu importieren',
    },
    input: z.object({ ids: records }),
    output: results,
    audit,
    run: async (context, { ids }) => ({
      items: shown(context, await retryImport(laneParts(context), wish(context, ids))),
    }),
  }),
  operation({
    name: 'ledger.retry-parked',
    long: true,
    method: 'POST',
    path: '/ledger/retry-parked',
    command: 'ledger retry-parked',
    right: 'ledger.write',
    summary: {
      en: 'Import all parked records again, for instance after items were created',
      de: 'Alle geparkten Datensätze neu importieren, etwa nachdem Artikel angelegt wurden',
    },
    input: z.object({
      code: z.string().max(60).optional().meta({
        description: 'Only those with this reason code.',
        'x-de': 'Nur die mit diesem Grund.',
      }),
      connection: whichConnection.optional(),
    }),
    output: z.object({ tried: z.int(), staged: z.int(), waiting: z.int(), parked: z.int() }),
    audit: (_, output) => ({ objectKind: 'ledger', data: { tried: output.tried } }),
    run: retryParked,
  }),
  operation({
    name: 'ledger.again',
    long: true,
    method: 'POST',
    path: '/ledger/again',
    command: 'ledger again <ids>',
    right: 'ledger.write',
    summary: {
      en: 'Take back "ignore", or import once more what was ignored',
      de: '„Ignorieren“ zurücknehmen und neu importieren',
    },
    input: z.object({ ids: records }),
    output: results,
    audit,
    run: async (context, { ids }) => ({
      items: shown(context, await retryImport(laneParts(context), wish(context, ids))),
    }),
  }),
  operation({
    name: 'ledger.retry-download',
    long: true,
    method: 'POST',
    path: '/ledger/retry-download',
    command: 'ledger retry-download <ids>',
    right: 'ledger.write',
    summary: {
      en: 'Make the shop deliver records once more',
      de: 'Datensätze vom Shop noch einmal anfordern',
    },
    input: z.object({ ids: records }),
    output: results,
    audit,
    run: async (context, { ids }) => ({
      items: shown(context, await retryDownload(laneParts(context), wish(context, ids))),
    }),
  }),
  operation({
    name: 'ledger.ignore',
    long: true,
    method: 'POST',
    path: '/ledger/ignore',
    command: 'ledger ignore <ids>',
    right: 'ledger.write',
    summary: {
      en: 'Ignore records; can be taken back',
      de: 'Datensätze ignorieren; lässt sich zurücknehmen',
    },
    input: z.object({
      ids: records,
      why: z.string().trim().min(1).max(500).meta({ description: 'Why.', 'x-de': 'Warum.' }),
    }),
    output: results,
    audit,
    run: async (context, { ids, why }) => ({
      items: shown(
        context,
        await ignoreRecords(context.kontor, { tenant: context.tenant, ids, why, by: context.actor.name }),
      ),
    }),
  }),
  operation({
    name: 'page.retry',
    long: true,
    method: 'POST',
    path: '/connections/:connection/inbound-pages/retry',
    command: 'page retry <connection>',
    right: 'ledger.write',
    summary: {
      en: 'Try to read the unreadable answers of a connection again',
      de: 'Unlesbare Antworten einer Verbindung noch einmal lesen',
    },
    input: z.object({ connection: whichConnection }),
    output: z.object({ read: z.int(), parked: z.int() }),
    audit: ({ connection }) => ({ objectKind: 'connection', objectId: connection }),
    run: async (context, { connection }) => {
      const found = await inTransaction(context, tx => findConnection(tx, context.tenant, connection))
      return retryPages(laneParts(context), { ...wish(context, []), connectionId: found.id })
    },
  }),
]

// In portions: each is a run of its lane, and what is still parked afterwards is not tried twice.
async function retryParked(
  context: Context,
  input: { code?: string | undefined; connection?: string | undefined },
) {
  const { db } = context.kontor
  const as = { tenant: context.tenant }
  const connectionId = await transact(db, as, tx => connectionIdOf(tx, context.tenant, input.connection))
  const done = { tried: 0, staged: 0, waiting: 0, parked: 0 }
  for (let after: string | undefined; !context.signal?.aborted; ) {
    const filter = { outcome: 'parked', code: input.code, connectionId, after, limit: 500 }
    const rows = await transact(db, as, tx => listLedger(tx, context.tenant, filter))
    after = rows.at(-1)?.id
    if (after === undefined) break
    const ended = await retryImport(
      laneParts(context),
      wish(
        context,
        rows.map(row => row.id),
      ),
    )
    done.tried += ended.length
    for (const { outcome } of ended)
      if (outcome === 'staged' || outcome === 'waiting' || outcome === 'parked') done[outcome]++
  }
  return done
}

function shown({ language }: Context, results: readonly ActionResult[]) {
  return results.map(({ problem, ...one }) => ({
    ...one,
    ...(problem ? { problem: { code: problem.code, text: problem.texts[language] } } : {}),
  }))
}

function wish(context: Context, ids: readonly string[]) {
  return {
    tenant: context.tenant,
    ids,
    by: context.actor.name,
    holder: context.kontor.holder,
    lease: productLease,
  }
}
