import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { connectionIdOf } from '../channels/connectionStore.ts'
import { countRows } from '../channels/ledgerQueries.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import {
  type AssignedCustomer,
  type Candidate,
  type Candidates,
  compareCandidates,
  customersById,
  matchCandidates,
} from '../customers/matchCandidates.ts'
import { matchReasonsIn } from '../customers/matchWords.ts'
import { checkResultsOf, type OpenCheck, openChecksOf } from '../sales/inboxChecks.ts'
import {
  countInbox,
  countInboxStates,
  type InboxRow,
  inboxStates,
  listInbox,
  matchFactsOf,
  readInbox,
} from '../sales/inboxQueries.ts'
import { whichConnection } from './connectionShape.ts'
import { inboxDetailShape, inboxRowShape, type ShownInboxRow } from './inboxShapes.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** The inbox: web orders that wait for take-over. */
export const inboxOperations: readonly Operation[] = [
  operation({
    name: 'inbox.list',
    method: 'GET',
    path: '/inbox',
    command: 'inbox list',
    right: 'inbox.read',
    summary: {
      en: 'List the web orders in the inbox, newest first, with their checks and the customer that fits',
      de: 'Die Webshopbestellungen im Eingang auflisten, Neueste zuerst, mit Prüfungen und passendem Kunden',
    },
    input: z.object({
      ...pageInput,
      connection: whichConnection.optional(),
      state: z.enum(inboxStates).default('all').meta({
        description:
          'ready: can be taken over; open: something is missing; confirm: waits for our yes or no; pending: not released.',
        'x-de':
          'ready: kann übernommen werden; open: Angabe fehlt; confirm: wartet auf Bestätigung; pending: nicht freigegeben.',
      }),
      search: z.string().max(200).optional().meta({
        description: 'Part of the number, the customer or an item.',
        'x-de': 'Teil der Nummer, des Kunden oder eines Artikels.',
      }),
    }),
    output: pageOf(inboxRowShape),
    run: (context, { after, limit, connection, state, search }) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, connection)
        const filter = { connectionId, state, search }
        const rows = await listInbox(tx, context.tenant, filter, { after, limit: limit + 1 })
        const shown = await showRows(tx, context, rows)
        return asPage(shown, limit, await countInbox(tx, context.tenant, filter, countLimit + 1))
      }),
  }),
  operation({
    name: 'inbox.counts',
    method: 'GET',
    path: '/inbox/counts',
    command: 'inbox counts',
    right: 'inbox.read',
    summary: {
      en: 'Count the inbox: ready, open, to be confirmed, pending, and what is parked before it',
      de: 'Den Eingang zählen: übernehmbar, Angabe fehlt, zu bestätigen, ausstehend, und was davor geparkt ist',
    },
    input: z.object({ connection: whichConnection.optional() }),
    output: z.object({
      items: z.array(
        z.object({ state: z.enum([...inboxStates, 'parked']), count: z.int(), countCapped: z.boolean() }),
      ),
    }),
    run: (context, { connection }) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, connection)
        const states = await countInboxStates(tx, context.tenant, connectionId, countLimit + 1)
        const parked = { outcome: 'parked', kind: 'order', connectionId, limit: countLimit + 1 }
        const all = [
          ...states,
          { state: 'parked' as const, count: await countRows(tx, context.tenant, parked) },
        ]
        return {
          items: all.map(({ state, count }) => ({
            state,
            count: Math.min(count, countLimit),
            countCapped: count > countLimit,
          })),
        }
      }),
  }),
  operation({
    name: 'inbox.show',
    method: 'GET',
    path: '/inbox/:id',
    command: 'inbox show <id>',
    right: 'inbox.read',
    summary: {
      en: 'Show a web order with its lines, open checks and the customers that fit',
      de: 'Eine Webshopbestellung mit Positionen, fehlenden Angaben und passenden Kunden zeigen',
    },
    input: z.object({
      id: z.uuid().meta({ description: 'Id of the web order.', 'x-de': 'Kennung der Webshopbestellung.' }),
    }),
    output: inboxDetailShape,
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        const order = await readInbox(tx, context.tenant, id)
        if (!order) throw channelProblem('RECORD_UNKNOWN', { id })
        const [matched] = await matchCandidates(tx, context.tenant, [matchFactsOf(order)])
        const candidates = matched?.candidates ?? []
        const compared = await compareCandidates(
          tx,
          context.tenant,
          order.address,
          candidates.map(candidate => candidate.customerId),
        )
        const [row] = await showRows(tx, context, [order])
        return {
          id,
          externalNumber: order.externalNumber,
          order: row ?? null,
          record: { ...order.record },
          checks: openChecksOf(order.openChecks, order.checkData).map(one => inWords(context, one)),
          candidates: candidates.flatMap(candidate => {
            const facts = compared.find(one => one.customerId === candidate.customerId)
            return facts ? [{ ...named(context, candidate), ...facts }] : []
          }),
          lines: order.positions,
        }
      }),
  }),
]

async function showRows(
  tx: Tx,
  context: Pick<Context, 'tenant' | 'language'>,
  rows: readonly InboxRow[],
): Promise<ShownInboxRow[]> {
  const candidates = await matchCandidates(tx, context.tenant, rows.map(matchFactsOf))
  const assigned = await customersById(
    tx,
    context.tenant,
    rows.flatMap(row => row.assignedCustomerId ?? []),
  )
  return rows.map((row, index) => show(context, row, candidates[index], assigned))
}

function show(
  context: Pick<Context, 'language'>,
  row: InboxRow,
  matched: Candidates | undefined,
  assigned: ReadonlyMap<string, AssignedCustomer>,
): ShownInboxRow {
  const { connectionId, customerExternalId, address, checkData, ...rest } = row
  const { assignedCustomerId, assignedBy, assignedNew, matching, ...shown } = rest
  const [first] = openChecksOf(row.openChecks, checkData)
  const chosen = assignedCustomerId ? assigned.get(assignedCustomerId) : undefined
  const match = matched?.match && !assignedNew ? named(context, matched.match) : null
  const checks = checkResultsOf(row.openChecks)
  // Nobody has tried yet, but it is known already that a person has to choose.
  const unclear = matched?.unclear && !chosen && !assignedNew && checks.customer === 'ok'
  return {
    ...shown,
    place: [address?.postcode, address?.city].filter(Boolean).join(' '),
    checks: unclear ? { ...checks, customer: 'ask' } : checks,
    match: chosen ? { ...chosen, how: 'person', score: 100, because: [] } : match,
    candidates: matched?.candidates.length ?? 0,
    firstBlocker: first ? inWords(context, first) : null,
    assigned: chosen ? { customerId: chosen.customerId, by: assignedBy ?? '' } : null,
    assignedNew,
  }
}

function named({ language }: Pick<Context, 'language'>, { because, ...candidate }: Candidate) {
  return { ...candidate, because: matchReasonsIn(language, because) }
}

function inWords({ language }: Pick<Context, 'language'>, { code, data }: OpenCheck) {
  const reason = explain(code, data)
  return { code, reason: reason[language], remedy: reason.remedy[language] }
}
