/** What the reference system was sent: categories, items with prices and stock, deliveries, payments, statuses. */

import { createHash } from 'node:crypto'
import { exact } from '../../src/base/decimal.ts'
import { fieldsOf, listOf, textOf, type WireObject } from './wireJson.ts'

/** One element of a writing call, as it came over the wire. */
export interface Entry {
  readonly no: number
  readonly id: string
  readonly reference: string
  readonly place: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ShopObject {
  readonly kind: string
  readonly id: string
  readonly no: number
  readonly reference: string
  readonly place: string
  fields: Readonly<Record<string, unknown>>
}

/** What became of one element. */
export type Stored =
  | { readonly id: string; readonly nested: readonly { readonly no: number; readonly id: string }[] }
  | { readonly error: { readonly code: string; readonly field: string; readonly text: string } }
  | 'skipped'

export interface ObjectsOptions {
  /** Whose key an object has: `theirs` makes a new one of every entry without id; `ours` goes by the sender's number. */
  readonly keys: 'theirs' | 'ours'
  /** Whether a stock that is sent loses what was sold and not yet fetched. */
  readonly stock: 'absolute' | 'subtractsUnfetched'
  readonly unfetched: (sku: string) => readonly string[]
  readonly orderExists: (id: string) => boolean
  readonly customerExists: (id: string) => boolean
  /** A status that is sent changes the order, and so its time of change: the system tells us what we told it. */
  readonly orderChanged: (id: string) => void
}

export interface Objects {
  /** References that are refused, and references that are passed over without a word. */
  readonly refused: Set<string>
  readonly skipped: Set<string>
  /** What `put` would answer, without doing it. */
  look(kind: string, entry: Entry): Stored | undefined
  put(kind: string, entry: Entry): Stored
  remove(kind: string, entry: Entry): void
  of(kind: string): readonly ShopObject[]
  /** How often an object was written, by kind and reference. */
  readonly written: ReadonlyMap<string, number>
  /** The stock that the shop shows for an item; undefined where it was never told one. */
  shown(itemNumber: string): string | undefined
  /** Somebody edits an item in the shop itself. */
  edit(itemNumber: string, fields: Readonly<Record<string, unknown>>): void
  /** What the shop shows of an object now; undefined where it has none. */
  show(kind: string, entry: Entry): Readonly<Record<string, unknown>> | undefined
  /** A sale: the shop shows less at once. */
  sell(itemNumber: string, quantity: string): void
  /** The whole state as one text. */
  text(): string
}

/** An empty shelf. */
export function createObjects(options: ObjectsOptions): Objects {
  const all = new Map<string, ShopObject>()
  const shelf = new Map<string, string>()
  const written = new Map<string, number>()
  const refused = new Set<string>()
  const skipped = new Set<string>()
  let number = 100
  const ours = options.keys === 'ours'
  const keyOf = (kind: string, no: number, id: string) => `${kind} ${ours && !ofRecord.has(kind) ? no : id}`
  const same = (kind: string, entry: Entry) => {
    const id = kind === 'order_status' ? textOf(entry.fields['order']) : entry.id
    return all.get(keyOf(kind, entry.no, id))
  }
  // An image without the bytes that its hash names is none.
  const imageFault = (entry: Entry): Stored | undefined => {
    const content = Buffer.from(textOf(entry.fields['content']), 'base64')
    if (createHash('sha256').update(content).digest('hex') !== entry.fields['hash'])
      return failed('not_valid', 'content', 'these are not the bytes of the image')
    return item(entry) ? undefined : failed('gone', 'item', 'there is no such item')
  }
  const item = ({ fields }: Entry) => all.get(keyOf('item', Number(fields['itemNo']), textOf(fields['item'])))
  const idFor = (kind: string, entry: Entry) => {
    if (kind === 'order_status') return textOf(entry.fields['order'])
    if (kind === 'customer') return entry.id
    return ours ? `${kind}:${entry.no}` : String(++number)
  }
  const look = (kind: string, entry: Entry): Stored | undefined => {
    if (refused.has(entry.reference))
      return failed('not_valid', 'reference', `"${entry.reference}" is not valid here`)
    if (skipped.has(entry.reference)) return 'skipped'
    const offered = offeredIn(kind, entry)
    if (offered !== undefined && !/^-?\d+(\.\d+)?$/.test(offered))
      return failed('not_valid', 'offered', `"${offered}" is no quantity`)
    if (kind === 'image') {
      const fault = imageFault(entry)
      if (fault) return fault
    }
    if (kind === 'cross_selling' && !item(entry)) return failed('gone', 'item', 'there is no such item')
    if (ofItem.has(kind)) return item(entry) ? undefined : failed('gone', 'item', 'there is no such item')
    if (ofOrder.has(kind) && !options.orderExists(textOf(entry.fields['order'])))
      return failed('gone', 'order', 'there is no such order')
    if (kind === 'customer')
      return options.customerExists(entry.id) ? undefined : failed('gone', 'id', 'there is no such customer')
    if (entry.id !== '' && !ours && !ofOrder.has(kind) && !same(kind, entry))
      return failed('gone', 'id', 'there is no such object')
    return undefined
  }
  const show = (itemNumber: string, sent: string) => {
    const open = options.stock === 'absolute' ? [] : options.unfetched(itemNumber)
    shelf.set(itemNumber, open.reduce((rest, quantity) => rest.minus(exact(quantity)), exact(sent)).toFixed())
  }
  return {
    refused,
    skipped,
    look,
    written,
    put: (kind, entry) => {
      const name = `${kind} ${entry.reference}`
      written.set(name, (written.get(name) ?? 0) + 1)
      const answer = look(kind, entry)
      if (answer) return answer
      const offered = offeredIn(kind, entry)
      const owner = ofItem.has(kind) ? item(entry) : undefined
      if (owner) {
        owner.fields = {
          ...owner.fields,
          [kind]: entry.fields,
          ...(kind === 'price' ? pricesIn(entry.fields) : {}),
        }
        if (offered !== undefined) show(textOf(owner.fields['itemNumber']), offered)
        return { id: owner.id, nested: [] }
      }
      const known = same(kind, entry)
      const id = known?.id ?? idFor(kind, entry)
      const { no, reference, place } = entry
      const { content: _, ...fields } = entry.fields
      if (known) known.fields = { ...known.fields, ...fields }
      else all.set(keyOf(kind, no, id), { kind, id, no, reference, place, fields })
      if (kind === 'order_status') options.orderChanged(id)
      if (offered !== undefined) show(textOf(entry.fields['itemNumber']), offered)
      return { id, nested: nestedOf(entry.fields).map(no => ({ no, id: `${id}.${no}` })) }
    },
    remove: (kind, entry) => {
      const known = same(kind, entry)
      if (known) all.delete(keyOf(kind, known.no, known.id))
    },
    of: kind => [...all.values()].filter(object => object.kind === kind),
    shown: itemNumber => shelf.get(itemNumber),
    edit: (itemNumber, fields) => {
      for (const object of all.values())
        if (object.kind === 'item' && object.fields['itemNumber'] === itemNumber)
          object.fields = { ...object.fields, ...fields }
    },
    show: (kind, entry) => {
      const known = same(ofItem.has(kind) ? 'item' : kind, entry)
      if (!known) return undefined
      const offered = shelf.get(textOf(known.fields['itemNumber']))
      const { price: _, stock, ...fields } = known.fields
      return { ...fields, stock: { ...fieldsOf(stock), ...(offered === undefined ? {} : { offered }) } }
    },
    sell: (itemNumber, quantity) => {
      const stock = shelf.get(itemNumber)
      if (stock !== undefined) shelf.set(itemNumber, exact(stock).minus(exact(quantity)).toFixed())
    },
    text: () => JSON.stringify([[...all.values()], [...shelf]]),
  }
}

const ofItem: ReadonlySet<string> = new Set(['price', 'stock'])
// They are known by the ids of the records that were given out.
const ofRecord: ReadonlySet<string> = new Set(['order_status', 'customer'])
const ofOrder: ReadonlySet<string> = new Set([
  'order_status',
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'return',
  'confirmation',
  'document',
])

// A stock that is sent alone, or with its item; undefined where there is none.
function offeredIn(kind: string, { fields }: Entry): string | undefined {
  const stock = kind === 'stock' ? fields : kind === 'item' ? fieldsOf(fields['stock']) : {}
  return stock['offered'] === undefined ? undefined : textOf(stock['offered'])
}

// What the shop shows as the price of an item, however it was sent.
function pricesIn({ prices, vat, currency }: Readonly<Record<string, unknown>>) {
  return { prices, vat, currency }
}

function failed(code: string, field: string, text: string): Stored {
  return { error: { code, field, text } }
}

// Variations, their values and those of characteristics have ids of their own; an object carries ours in `no`.
function nestedOf(fields: Readonly<Record<string, unknown>>): readonly number[] {
  const variations = listOf(fields['variations'])
    .map(fieldsOf)
    .flatMap(variation => [variation, ...listOf(variation['values']).map(fieldsOf)])
  return [...variations, ...listOf(fields['values']).map(fieldsOf)].map(nested => Number(nested['no']))
}

/** An entry of a writing call; what it does not hold is empty. */
export function entryOf(value: unknown): Entry {
  const entry = fieldsOf(value)
  return {
    no: Number(entry['no']),
    id: textOf(entry['id']),
    reference: textOf(entry['reference']),
    place: textOf(entry['place']),
    fields: fieldsOf(entry['fields']),
  }
}

/** An answer of `put` as it stands in a list of results. */
export function resultWire(entry: Entry, stored: Stored): WireObject {
  const head = { no: entry.no, reference: entry.reference }
  if (stored === 'skipped') return head
  return 'error' in stored
    ? { ...head, error: stored.error }
    : { ...head, id: stored.id, nested: stored.nested }
}
