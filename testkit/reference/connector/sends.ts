/** Out: what each kind is on the wire, and what the answers mean. */

import { Rejected } from '../../../src/port/errors.ts'
import type { Outgoing, SendResult } from '../../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../../src/port/records.ts'
import type { Send, Sends } from '../../../src/port/send.ts'
import { call, type Session } from './api.ts'
import {
  type ResultPayload,
  readFailure,
  readFound,
  readReceipt,
  readResults,
  readShown,
  readTicketStates,
  readTickets,
  type ShownItem,
} from './payloads.ts'
import type { Shape } from './shape.ts'
import { itemShown, priceShown, stockShown } from './shownFields.ts'
import { type SentKind, wireFields } from './wireFields.ts'

/** How each kind is sent in that shape. */
export function sendsOf(shape: Shape): Sends<Session> {
  return {
    category: made('category', shape),
    manufacturer: made('manufacturer', shape),
    characteristic: made('characteristic', shape),
    item: {
      ...made('item', shape),
      parents: true,
      ...(withinItem(shape) ? { carries: ['cross_selling'] } : {}),
      read: async (session, list) => (await shown(session, 'item', list)).map(itemShown),
    },
    price: {
      ...set('price', shape),
      read: async (session, list) => (await shown(session, 'price', list)).map(priceShown),
    },
    stock: {
      ...set('stock', shape),
      read: async (session, list) => (await shown(session, 'stock', list)).map(stockShown),
    },
    image: made('image', shape),
    ...(withinItem(shape) ? {} : { cross_selling: made('cross_selling', shape) }),
    customer: set('customer', shape),
    order_status: set('order_status', shape),
    delivery: made('delivery', shape),
    payment: made('payment', shape),
    refund: made('refund', shape),
    cancellation: made('cancellation', shape),
    cancellation_answer: made('cancellation_answer', shape),
    return: made('return', shape),
    confirmation: made('confirmation', shape),
    document: made('document', shape),
  }
}

// The shop that subtracts (dbeS) takes it as a part of the item.
function withinItem({ stock }: Shape): boolean {
  return stock === 'subtractsUnfetched'
}

/** A value that is set: the same call twice ends the same. */
function set<K extends SentKind>(kind: K, shape: Shape): Send<Session, K> {
  return { ...sent(kind, shape), repeat: 'safe' }
}

/** An object that is made. Under their keys a repetition would make it twice, so that it can be found first. */
function made<K extends SentKind>(kind: K, shape: Shape): Send<Session, K> {
  const send = {
    ...sent(kind, shape),
    // Its queue has no word for what is gone.
    ...(shape.outward === 'letters'
      ? {}
      : { remove: (session: Session, list: Removals) => remove(session, kind, list) }),
  }
  if (shape.keys === 'ours') return { ...send, repeat: 'keyed' }
  return {
    ...send,
    repeat: 'readBack',
    find: (session, list) => find(session, kind, list),
    ...(kind === 'item' ? { findsByName: true } : {}),
  }
}

function sent<K extends SentKind>(kind: K, shape: Shape) {
  return {
    atomic: shape.outward === 'wholeCall',
    linkedBy: shape.places ? ('channel' as const) : ('connection' as const),
    batch: 50,
    send: (session: Session, list: readonly Outgoing<K>[]) => write(session, shape, kind, list),
  }
}

async function write<K extends SentKind>(
  session: Session,
  shape: Shape,
  kind: K,
  all: readonly Outgoing<K>[],
): Promise<readonly SendResult[]> {
  const lost = new Map<number, SendResult>()
  const list: Outgoing<K>[] = []
  const entries: object[] = []
  for (const element of all) {
    const content = await contentOf(session, element.state)
    if (typeof content === 'object') {
      lost.set(element.ref.no, content)
      continue
    }
    list.push(element)
    entries.push({
      no: element.ref.no,
      id: element.ref.theirs,
      reference: referenceOf(kind, element),
      place: element.place,
      fields: { ...wireFields[kind](element.state), content },
    })
  }
  const results =
    shape.outward === 'letters'
      ? lettersOf(kind, list, entries)
      : list.length === 0
        ? []
        : await callWith(session, shape, kind, list, entries)
  const resultOfNo = new Map(list.map(({ ref }, at) => [ref.no, results[at]]))
  return all.map(({ ref }) => lost.get(ref.no) ?? resultOfNo.get(ref.no) ?? unanswered)
}

// The bytes of an image, as text; of one whose bytes are lost here, why it is not sent.
async function contentOf({ run }: Session, state: object): Promise<string | undefined | SendResult> {
  if (!('hash' in state) || typeof state.hash !== 'string') return undefined
  try {
    return Buffer.from((await run.blob?.(state.hash)) ?? []).toString('base64')
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    return { result: 'rejected', code: error.code, text: error.detail }
  }
}

// What is newer takes the place of what was laid out of the same object.
function lettersOf<K extends SentKind>(
  kind: K,
  list: readonly Outgoing<K>[],
  entries: readonly object[],
): readonly SendResult[] {
  return list.map(({ ref, place }, at) => ({
    result: 'queued',
    letter: { key: `${kind}/${ref.no}`, place, type: kind, body: entries[at] },
  }))
}

async function callWith<K extends SentKind>(
  session: Session,
  shape: Shape,
  kind: K,
  list: readonly Outgoing<K>[],
  entries: readonly object[],
): Promise<readonly SendResult[]> {
  const answer = await call(session, 'POST', `/objects/${kind}`, { entries }, [422])
  if (answer.status === 422) {
    const { reference, error } = readFailure(answer.body)
    throw new Rejected(codeOf(error.code), `${reference}.${error.field}`, session.run.http.redact(error.text))
  }
  switch (shape.outward) {
    case 'letters':
      throw new TypeError('letters are not sent by a call')
    case 'perRecord':
    case 'wholeCall': {
      const results = new Map(readResults(answer.body).map(result => [result.no, result]))
      return list.map(({ ref }) => resultOf(results.get(ref.no), session))
    }
    case 'tickets': {
      const tickets = new Map(readTickets(answer.body).map(({ no, ticket }) => [no, ticket]))
      return list.map(({ ref }) => {
        const ticket = tickets.get(ref.no)
        return ticket === undefined ? unanswered : { result: 'pending', ticket }
      })
    }
    case 'received': {
      const read = readReceipt(answer.body)
      return list.map(() => (read === list.length ? { result: 'accepted', proof: 'received' } : unanswered))
    }
  }
}

/** What became of tickets, in their order. Needs nothing but the tickets: they outlive session and process. */
export async function results(session: Session, tickets: readonly string[]): Promise<readonly SendResult[]> {
  if (tickets.length === 0) return []
  const query = new URLSearchParams(tickets.map((ticket): [string, string] => ['ticket', ticket]))
  const states = new Map(
    readTicketStates((await call(session, 'GET', `/tickets?${query}`)).body).map(state => [
      state.ticket,
      state,
    ]),
  )
  return tickets.map(ticket => {
    const state = states.get(ticket)
    if (state?.state === 'open') return { result: 'pending', ticket }
    return resultOf(state?.result, session)
  })
}

function resultOf(result: ResultPayload | undefined, session: Session): SendResult {
  if (!result) return unanswered
  const { error, id, nested } = result
  if (error)
    return {
      result: 'rejected',
      code: codeOf(error.code),
      field: error.field,
      text: session.run.http.redact(error.text),
    }
  // Passed over in silence is not stored, whatever the status of the whole answer says.
  if (id === undefined)
    return { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'passed over without a reason' }
  return {
    result: 'accepted',
    proof: 'stored',
    theirs: id,
    ...(nested.length > 0 ? { nested: nested.map(ref => ({ no: ref.no, theirs: ref.id })) } : {}),
  }
}

const unanswered: SendResult = { result: 'unknown', text: 'the answer does not speak of it' }

function codeOf(code: string): string {
  return code === 'gone' ? 'REMOTE_DELETED' : 'REMOTE_VALIDATION'
}

async function find<K extends OutgoingKind>(session: Session, kind: K, list: readonly Outgoing<K>[]) {
  if (list.length === 0) return []
  const references = list.map(element => referenceOf(kind, element))
  const query = new URLSearchParams(references.map((reference): [string, string] => ['reference', reference]))
  const found = new Map(
    readFound((await call(session, 'GET', `/objects/${kind}?${query}`)).body).map(({ reference, id }) => [
      reference,
      id,
    ]),
  )
  return references.map(reference => found.get(reference))
}

type Removals = readonly {
  readonly ref: { readonly no: number; readonly theirs: string }
  readonly place: string
}[]

async function remove(session: Session, kind: OutgoingKind, list: Removals): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  await call(session, 'POST', `/objects/${kind}/remove`, {
    entries: list.map(({ ref }) => ({ no: ref.no, id: ref.theirs })),
  })
  return list.map(() => ({ result: 'accepted', proof: 'stored' }))
}

// What the system shows of items now, in the order of the list.
async function shown(
  session: Session,
  kind: SentKind,
  list: Removals,
): Promise<readonly (ShownItem | undefined)[]> {
  if (list.length === 0) return []
  const query = new URLSearchParams(
    list.flatMap(({ ref }): [string, string][] => [
      ['no', String(ref.no)],
      ['id', ref.theirs],
    ]),
  )
  const found = readShown((await call(session, 'GET', `/objects/${kind}/shown?${query}`)).body)
  return list.map(({ ref }) => found.get(ref.no))
}

// The name by which an object is found again: the item number where it has one, else our key.
function referenceOf(kind: OutgoingKind, { ref, state }: Outgoing<OutgoingKind>): string {
  return kind === 'item' && 'itemNumber' in state ? state.itemNumber : `${kind}-${ref.no}`
}
