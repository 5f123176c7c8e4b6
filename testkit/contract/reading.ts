/** Reading as the engine does it: page by page, stored before acknowledged, from the front where acks make records vanish. */

import assert from 'node:assert/strict'
import { canonical } from '../../src/port/canonical.ts'
import type {
  AckResult,
  Connector,
  Cursor,
  Page,
  Pull,
  PullKind,
  RawRecord,
} from '../../src/port/connector.ts'
import type { IncomingKind, IncomingRecords } from '../../src/port/records.ts'
import type { Bench, Opened } from './bench.ts'
import { checkNeutral } from './neutralRecord.ts'
import { type Receiver, startReceiver } from './receiver.ts'

/** More pages than any case can need: reading that does not end by then does not end. */
const mostPages = 200

export interface Reading {
  readonly records: readonly RawRecord[]
  /** As the engine would store it: the earlier of what the connector says and the start, less the overlap. */
  readonly watermark: string | undefined
  readonly pages: number
}

export interface ReadOptions {
  readonly want?: number
  readonly watermark?: string | undefined
  readonly since?: Date
  /** Done after each page that is not the last, before its acks. */
  readonly between?: (page: Page, number: number) => void | Promise<void>
}

/** How orders are pulled. Only for connectors that pull. */
export function orderPull(connector: Connector): { readonly pull: Pull<unknown>; readonly kind: PullKind } {
  const kind = connector.pull?.kinds.find(entry => entry.kind === 'order' || entry.also?.includes('order'))
  assert.ok(connector.pull && kind, 'orders are pulled')
  return { pull: connector.pull, kind }
}

/** A page size that makes several pages of few records. */
export function smallPage(connector: Connector): number {
  return Math.min(orderPull(connector).kind.largestPage, 3)
}

/** One page, and what holds for every page. */
export async function readPage(
  bench: Bench,
  opened: Opened,
  pull: Pull<unknown>,
  kind: PullKind,
  cursor: Cursor,
  want: number,
): Promise<Page> {
  const answer = await pull.fetch(opened.session, kind.kind, cursor, want)
  const page = pull.read(kind.kind, answer, bench.mapContext())
  checkPage(kind, page)
  return page
}

/** What the system gives out from the front, in a session of its own, without an ack. */
export async function firstPage(bench: Bench): Promise<readonly RawRecord[]> {
  const { pull, kind } = orderPull(bench.connector)
  const opened = await bench.open()
  const page = await readPage(bench, opened, pull, kind, { startedAt: bench.clock.now() }, kind.firstPage)
  await opened.close()
  return page.records
}

/** What holds for every page, whatever is in it. */
export function checkPage(kind: PullKind, page: Page): void {
  const kinds: readonly IncomingKind[] = [kind.kind, ...(kind.also ?? [])]
  for (const record of page.records) {
    assert.ok(
      kinds.includes(record.kind),
      `a page of ${kind.kind} holds a ${record.kind}, which is not declared`,
    )
    assert.equal(typeof record.externalId, 'string', 'externalId is a text')
    assert.equal(typeof record.place, 'string', 'place is a text')
  }
  if (page.watermark !== undefined) {
    assert.ok(page.last, 'a watermark comes with the last page only')
    assert.ok(!Number.isNaN(Date.parse(page.watermark)), `the watermark ${page.watermark} is no instant`)
  }
  if (page.last) assert.equal(page.resume, undefined, 'after the last page there is nothing to go on with')
  else
    assert.ok(
      page.resume !== undefined || isFromTheFront(kind) || kind.consumes,
      'a page that is not the last says where to go on',
    )
}

function isFromTheFront({ acked }: PullKind): boolean {
  return acked === 'records' || acked === 'page'
}

/** Reads one kind to its end and acknowledges each page where the connector wants it. */
export async function readAll(
  bench: Bench,
  opened: Opened,
  options: ReadOptions = {},
  which?: PullKind,
): Promise<Reading> {
  const { pull } = orderPull(bench.connector)
  const kind = which ?? orderPull(bench.connector).kind
  const startedAt = bench.clock.now()
  const start = {
    startedAt,
    ...(options.watermark === undefined ? {} : { watermark: options.watermark }),
    ...(options.since ? { since: options.since } : {}),
  }
  const records: RawRecord[] = []
  let cursor: Cursor = start
  for (let number = 1; number <= mostPages; number++) {
    const page = await readPage(bench, opened, pull, kind, cursor, options.want ?? smallPage(bench.connector))
    records.push(...page.records)
    if (!page.last) await options.between?.(page, number)
    if (kind.acked === 'records')
      for (const result of await acknowledge(bench, opened, page.records))
        assert.ok(result === 'accepted' || result === 'gone', JSON.stringify(result))
    if (page.last)
      return {
        records,
        watermark: storedWatermark(page.watermark, options.watermark, startedAt, kind),
        pages: number,
      }
    cursor = page.resume === undefined ? start : { ...start, resume: page.resume }
  }
  assert.fail(`reading did not end within ${mostPages} pages`)
}

function storedWatermark(
  seen: string | undefined,
  before: string | undefined,
  startedAt: Date,
  kind: PullKind,
): string | undefined {
  if (seen === undefined) return before
  return new Date(Math.min(Date.parse(seen), startedAt.getTime()) - kind.overlapSeconds * 1000).toISOString()
}

/** Acknowledges records, in batches as declared. One result per record, in order. */
export async function acknowledge(
  bench: Bench,
  opened: Opened,
  records: readonly RawRecord[],
): Promise<readonly AckResult[]> {
  const { connector } = bench
  const size = connector.ackBatch ?? 1
  const results = new Map<RawRecord, AckResult>()
  for (const kind of new Set(records.map(record => record.kind))) {
    const list = records.filter(record => record.kind === kind && record.externalId !== '')
    for (let from = 0; from < list.length; from += size) {
      const part = list.slice(from, from + size)
      const acks = part.map(({ externalId }) => ({
        theirs: externalId,
        no: bench.numberOf(kind, externalId),
      }))
      const answers = (await connector.ack?.(opened.session, kind, acks)) ?? []
      assert.equal(answers.length, part.length, 'one ack result per record')
      for (const [at, record] of part.entries()) results.set(record, answers[at] ?? { refused: 'no answer' })
    }
  }
  return records.flatMap(record => results.get(record) ?? [])
}

/** Everything that comes in now, by whichever way it comes: pulled and acknowledged, or pushed to us. */
export async function collect(bench: Bench): Promise<readonly RawRecord[]> {
  const { connector } = bench
  if (connector.pull) {
    const opened = await bench.open()
    const records: RawRecord[] = []
    for (const kind of connector.pull.kinds) records.push(...(await readAll(bench, opened, {}, kind)).records)
    await opened.close()
    return records
  }
  assert.ok(connector.receive, 'records are pulled or received')
  return (await called(bench)).records
}

/** Lets the system call us until it has nothing more to say. What came in by that. */
export async function called(bench: Bench): Promise<Receiver> {
  const { system } = bench
  const receiver = await receiverOf(bench)
  try {
    system.pushTo?.(receiver.url)
    await system.pushed?.()
    return receiver
  } finally {
    await receiver.stop()
  }
}

/** Our side, to be called. Whoever starts it stops it. */
export function receiverOf({ connector, system, clock, ourSide, subject }: Bench): Promise<Receiver> {
  assert.ok(connector.receive, 'this connector is called')
  return startReceiver(connector.receive, system.settings, clock, ourSide, subject.places)
}

/** The newest of the records with that id. */
export function recordOf(records: readonly RawRecord[], kind: IncomingKind, id: string): RawRecord {
  const found = records.findLast(record => record.kind === kind && record.externalId === id)
  assert.ok(found, `${kind} ${id} came in`)
  return found
}

/** The neutral record, made the way the engine makes it: scrubbed, brought into its one form, mapped, checked. */
export function neutralOf<K extends IncomingKind>(bench: Bench, kind: K, raw: unknown): IncomingRecords[K] {
  return checkNeutral(kind, mapped(bench, kind, canonical(bench.connector.scrub(kind, raw)).value))
}

/** What `map` makes of a scrubbed payload, unchecked. */
export function mapped(bench: Bench, kind: IncomingKind, payload: unknown): unknown {
  const map = bench.connector.map[kind]
  assert.ok(map, `there is a map for ${kind}`)
  return map(payload, bench.mapContext())
}

/** The ids of one kind, each as often as it came. */
export function idsOf(records: readonly RawRecord[], kind: IncomingKind = 'order'): readonly string[] {
  return records.filter(record => record.kind === kind).map(record => record.externalId)
}
