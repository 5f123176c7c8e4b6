import { transact, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import { answerOf, keepPage, openPages, type PageKey, parkPage, settlePage } from '../channels/pageStore.ts'
import { storeCursor, type StoredCursor } from '../channels/cursorStore.ts'
import { freshStatistics } from '../channels/ledgerStore.ts'
import type { Ack, Answer, Page, PullKind } from '../port/connector.ts'
import { PortError } from '../port/errors.ts'
import type { IncomingKind } from '../port/records.ts'
import { importBatch, isOfRecord } from './importBatch.ts'
import type { ImportContext } from './importContext.ts'
import { prepareRecords } from './prepareRecords.ts'
import { addFigures, addNotes, noFigures, storeFigures } from './runs.ts'
import { sendAcks } from './sendAcks.ts'

/** An answer that was kept (where the system may forget it) and read. */
export interface TakenPage {
  readonly page: Page
  readonly kept: PageKey | undefined
}

/**
 * Keeps the bytes of an answer before anybody reads them, where the system may not give them again; then reads them. An
 * answer that cannot be read stays parked and visible, and its error passes through: the call may be made again.
 */
export async function takeAnswer(context: ImportContext, pull: PullKind, answer: Answer): Promise<TakenPage> {
  const kept = pull.consumes && answer.body.length > (pull.emptyBytes ?? 0) ? await keep(context, pull.kind, answer) : undefined
  return { page: await readOrPark(context, pull.kind, answer, kept), kept }
}

/**
 * Imports what a page holds, with the cursor behind it in the transaction of its last records, and acknowledges after the
 * commit. Answers the external ids, all of them in the ledger now.
 */
export async function importPage(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  { page, kept }: TakenPage,
  cursor: StoredCursor | undefined,
): Promise<string[]> {
  const started = performance.now()
  const byKind = Map.groupBy(prepareRecords(context.connector, page.records), record => record.kind)
  const kinds: IncomingKind[] = [...byKind.keys()]
  if (kinds.length === 0 && (cursor || kept)) await settle(context, pull.kind, kept, cursor)
  const acks: { kind: IncomingKind; list: readonly Ack[] }[] = []
  for (const [index, kind] of kinds.entries()) {
    const records = byKind.get(kind) ?? []
    const last = index === kinds.length - 1
    try {
      const result = await importBatch(context, kind, records, {
        acked: pull.acked,
        also: async (tx, figures) => {
          const all = addFigures(structuredClone(context.figures), { [kind]: { ...figures, ms: performance.now() - started } })
          await settleInside(tx, context, pull.kind, last ? kept : undefined, last ? cursor : undefined)
          if (context.runId) await storeFigures(tx, context.tenant, context.runId, all, { kind, at: context.now() })
        },
      })
      addFigures(context.figures, { [kind]: { ...result.figures, ms: performance.now() - started } })
      acks.push({ kind, list: result.acks })
    } catch (error) {
      if (!kept || !isOfRecord(error)) throw error
      await park(context, kept, 'INTERNAL_ERROR', error) // not even parking its records worked: the page keeps them
      throw error
    }
  }
  context.onProgress?.(context.figures)
  await keepStatisticsFresh(context, acks.length > 0)
  for (const { kind, list } of acks) await sendAcks(context, session, kind, list)
  return [...byKind.values()].flat().map(record => record.externalId)
}

/** Pages that a killed run had kept and not settled: the shop may not give them again, so they come first. */
export async function importOpenPages(context: ImportContext, session: unknown): Promise<void> {
  const { connector, tenant, connection } = context
  if (connection.openPages === 0) return
  const pages = await transact(context.db, { tenant }, tx => openPages(tx, { tenant, connectionId: connection.id, state: 'received' }))
  for (const kept of pages) {
    const pull = connector.pull?.kinds.find(one => one.kind === kept.kind)
    if (!pull) continue // a kind that this connector does not read any more stays visible as received
    try {
      const page = await readOrPark(context, kept.kind, answerOf(context.keyring, tenant, kept), kept)
      await importPage(context, session, pull, { page, kept }, undefined)
    } catch (error) {
      if (!(error instanceof PortError)) throw error // parked: visible, and no reason to stop
    }
  }
}

// After the 1st, 4th, 16th and 64th page of a run: by then the tables are large enough for good plans, or not fresh at all.
async function keepStatisticsFresh(context: ImportContext, imported: boolean): Promise<void> {
  if (!imported) return
  context.pages = (context.pages ?? 0) + 1
  if ([1, 4, 16, 64].includes(context.pages)) await transact(context.db, { tenant: context.tenant }, freshStatistics)
}

function keep(context: ImportContext, kind: IncomingKind, answer: Answer): Promise<PageKey> {
  return context.write(tx =>
    keepPage(tx, { tenant: context.tenant, connectionId: context.connection.id, kind, runId: context.runId, answer, now: context.now(), keyring: context.keyring }),
  )
}

async function readOrPark(context: ImportContext, kind: IncomingKind, answer: Answer, kept: PageKey | undefined): Promise<Page> {
  try {
    const page = context.connector.pull?.read(kind, answer)
    if (!page) throw new TypeError(`${context.connector.name} reads nothing`)
    return page
  } catch (error) {
    if (kept) await park(context, kept, error instanceof PortError ? error.code : 'PAYLOAD_INVALID', error)
    throw error
  }
}

async function park(context: ImportContext, kept: PageKey, code: string, error: unknown): Promise<void> {
  const reference = newId().slice(-12)
  context.log.error({ reference, connection: context.connection.name, ...errorFacts(error) }, 'page parked')
  await context.write(tx => parkPage(tx, context.tenant, kept, code, reference))
}

function settle(context: ImportContext, kind: IncomingKind, kept: PageKey | undefined, cursor: StoredCursor | undefined): Promise<void> {
  return context.write(tx => settleInside(tx, context, kind, kept, cursor))
}

async function settleInside(tx: Tx, context: ImportContext, kind: IncomingKind, kept: PageKey | undefined, cursor: StoredCursor | undefined): Promise<void> {
  const { tenant, connection } = context
  if (kept) await settlePage(tx, tenant, kept)
  if (cursor) await storeCursor(tx, { tenant, connectionId: connection.id, kind, now: context.now() }, cursor)
  if (context.runId) await addNotes(tx, tenant, context.runId, context.notes.splice(0))
}

/** Figures of a kind that was asked for and had nothing. */
export function nothingFound(context: ImportContext, kind: IncomingKind): void {
  context.figures[kind] ??= noFigures()
}
