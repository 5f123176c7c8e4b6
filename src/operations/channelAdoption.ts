import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { listAsks, type PlaceAsk } from '../channels/askStore.ts'
import { newestOfferAdoption, type OfferAdoption } from '../channels/offerAdoptionStore.ts'
import { explain } from '../channels/reasons.ts'
import { reportedCount } from '../channels/reportStore.ts'
import { isUnread, mayAskAgain } from '../sync/asks.ts'
import { offerFigures } from '../sync/foundOffers.ts'
import { linksOf } from '../sync/linksOf.ts'
import { type PlaceOfChannel, placeOfChannel } from './channelPlace.ts'
import type { Context } from './operation.ts'

/** How far it is that the existing offers of a channel are read and linked. */
export const offerAdoptionShape = z.object({
  channelId: z.uuid(),
  /** The system can list its offers. */
  can: z.boolean(),
  /** `waiting`: a report was asked for, and is not here whole; `begins`: the next run of the connection reads. */
  state: z.enum(['never', 'waiting', 'begins', 'reading', 'linking', 'done', 'failed']),
  /** The letter that asks for the report: it lies there, it was taken, or nobody takes it; null: there is none. */
  letter: z.enum(['lies', 'taken', 'untaken']).nullable(),
  mayAsk: z.boolean(),
  askedAt: z.date().nullable(),
  askedBy: z.string().nullable(),
  endedAt: z.date().nullable(),
  leads: z.enum(['kontor', 'shop']).nullable(),
  /** Rows of the report that are here, while it is awaited. */
  rows: z.int(),
  /** The newest report that was asked for by itself ("channel ask"), without wanting its offers linked; null: none. */
  report: z
    .object({
      askedAt: z.date(),
      askedBy: z.string(),
      /** As above; null: it is answered. */
      letter: z.enum(['lies', 'taken', 'untaken']).nullable(),
      reportedAt: z.date().nullable(),
      rows: z.int(),
      /** Reading the offers takes this one; else it asks for another, or waits for this. */
      isUnread: z.boolean(),
    })
    .nullable(),
  /** Why the offers cannot be read. */
  refused: z.object({ code: z.string(), sentence: z.string(), remedy: z.string() }).nullable(),
  found: z.int(),
  /** By this reading, or by hand since. */
  linked: z.int(),
  linkedBefore: z.int(),
  /** Of those: to another item than their number says. */
  otherwise: z.int(),
  unmatched: z.int(),
  ambiguous: z.int(),
  leftAlone: z.int(),
})

/** Shows how far the adoption of a channel's offers is. Throws CONNECTION_UNKNOWN, SYSTEM_UNKNOWN. */
export async function shownAdoption(
  tx: Tx,
  context: Context,
  channel: string,
): Promise<z.infer<typeof offerAdoptionShape>> {
  const found = await placeOfChannel(tx, context, channel)
  const { tenant, language } = context
  const { channelId, connection, connector } = found
  const of = { tenant, connectionId: connection.id }
  const adoption = await newestOfferAdoption(tx, tenant, channelId)
  const report = await newestReport(tx, of, found)
  const ask = report && report.id === adoption?.askId && !report.answeredAt ? report : undefined
  const isHere = adoption !== undefined && adoption.state !== 'asked'
  const figures = isHere ? await offerFigures(tx, linksAt(context, found)) : undefined
  const { linked = 0, ...others } = figures ?? noFigures
  return {
    channelId,
    can: connector.inventory?.kinds.includes('item') ?? false,
    state: stateOf(adoption, ask),
    letter: ask ? letterOf(ask) : null,
    mayAsk: mayAsk(context, found, adoption, ask),
    askedAt: adoption?.askedAt ?? null,
    askedBy: adoption?.askedBy ?? null,
    endedAt: adoption?.endedAt ?? null,
    leads: adoption?.leads ?? null,
    rows: ask ? await reportedCount(tx, tenant, connection.id, ask.id) : 0,
    report:
      report && report.id !== adoption?.askId
        ? {
            askedAt: report.askedAt,
            askedBy: report.askedBy,
            letter: report.answeredAt ? null : letterOf(report),
            reportedAt: report.reportedAt,
            rows: await reportedCount(tx, tenant, connection.id, report.id),
            isUnread: isUnread(report, adoption?.askId, context.kontor.now()),
          }
        : null,
    refused: adoption?.refusedCode
      ? refusedBy(adoption.refusedCode, adoption.refusedData ?? {}, language)
      : null,
    ...others,
    linked: Math.min(adoption?.linked ?? 0, linked),
    linkedBefore: Math.max(linked - (adoption?.linked ?? 0), 0),
  }
}

const noFigures = { found: 0, linked: 0, otherwise: 0, unmatched: 0, ambiguous: 0, leftAlone: 0 }

/** Where the links of the offers of a channel lie. */
export function linksAt({ tenant }: Context, { connection, connector, channelId }: PlaceOfChannel) {
  const channels = connection.channels.filter(one => one.id === channelId)
  return linksOf({ tenant, connection: { ...connection, channels }, connector }, 'item')
}

function letterOf(ask: PlaceAsk) {
  return ask.untakenAt ? ('untaken' as const) : ask.lies ? ('lies' as const) : ('taken' as const)
}

/** The newest ask for the report of a channel's offers, answered or not; undefined: none, or its system is read by calls. */
export async function newestReport(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string },
  { connector, connection, channelId }: PlaceOfChannel,
): Promise<PlaceAsk | undefined> {
  const at = connection.channels.find(one => one.id === channelId)?.place ?? ''
  const asks = await listAsks(tx, of, at)
  return asks.find(one => one.name === connector.inventory?.reportedBy)
}

function stateOf(adoption: OfferAdoption | undefined, ask: PlaceAsk | undefined) {
  if (!adoption || adoption.state === 'given_up') return 'never' as const
  if (adoption.state !== 'asked') return adoption.state
  return adoption.askId && ask?.id === adoption.askId ? ('waiting' as const) : ('begins' as const)
}

// While it is worked on nothing new is asked for; a letter only when the former one came to nothing.
function mayAsk(
  context: Context,
  { connection, connector, place }: PlaceOfChannel,
  adoption: OfferAdoption | undefined,
  ask: PlaceAsk | undefined,
): boolean {
  if (connection.phase !== 'ready' || !connector.inventory?.kinds.includes('item')) return false
  if (connector.receive?.signUp && (!place || place.closed)) return false
  if (!adoption || adoption.endedAt) return true
  return ask !== undefined && mayAskAgain(ask, context.kontor.now(), place?.changedAt ?? null)
}

function refusedBy(code: string, data: OfferAdoption['refusedData'], language: Context['language']) {
  const reason = explain(code, data ?? {})
  return { code, sentence: reason[language], remedy: reason.remedy[language] }
}
