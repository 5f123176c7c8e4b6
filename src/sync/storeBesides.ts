import type { Tx } from '../base/database.ts'
import { rememberFacts } from '../channels/connectionStore.ts'
import { keepNotices } from '../channels/noticeStore.ts'
import { awaitsReport } from '../channels/offerAdoptionStore.ts'
import { storeReported } from '../channels/reportStore.ts'
import { keepPosted } from '../documents/postedDocuments.ts'
import { canonical } from '../port/canonical.ts'
import type { Received, ReceivedDone } from '../port/receive.ts'
import type { ImportContext } from './importContext.ts'
import { requestLane } from './lanes.ts'
import { exchangeLetters } from './letters.ts'
import { takePlaces } from './places.ts'
import { storeNamed } from './storeNamed.ts'
import { takeTickets } from './takeTickets.ts'

/** What a call gets besides the outcomes of its records. */
export type Besides = Pick<ReceivedDone, 'letters' | 'documents'>

/**
 * What a call brings and wants besides records, in its transaction, places before what names them. Its answer counts: of a transaction that
 * is tried again nothing is handed out twice.
 */
export async function storeBesides(tx: Tx, context: ImportContext, read: Received): Promise<Besides> {
  const { tenant, connection, now } = context
  const of = { tenant, connectionId: connection.id }
  if (read.remember)
    await rememberFacts(
      tx,
      tenant,
      connection.id,
      canonical(read.remember).value as Readonly<Record<string, unknown>>, // as a database can hold it
    )
  await takePlaces(tx, context, read)
  const letters = await exchangeLetters(tx, context, read)
  if (read.named) await storeNamed(tx, tenant, connection.id, read.named, now())
  if (read.rows) {
    await storeReported(tx, tenant, connection.id, read.rows, now())
    if (read.rows.done && (await awaitsReport(tx, of, read.rows.ask)))
      await requestLane(tx, { ...of, kind: 'catalogue' })
  }
  await keepNotices(tx, tenant, connection.id, read.notices ?? [], now())
  await takeTickets(tx, context, read.tickets ?? [])
  const documents = read.documents && (await keepDocuments(tx, context, read.documents))
  if (read.wake) await requestLane(tx, { ...of, kind: 'orders' })
  return { letters, ...(documents ? { documents } : {}) }
}

function keepDocuments(tx: Tx, context: ImportContext, given: NonNullable<Received['documents']>) {
  const { tenant, connection, now, blobs } = context
  if (!blobs) throw new TypeError('documents came, and nobody said where files lie')
  return keepPosted(
    tx,
    { tenant, connectionId: connection.id, now: now(), by: connection.name },
    given,
    blobs,
  )
}
