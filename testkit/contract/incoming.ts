/** Reading: everything exactly, whatever the pages do meanwhile. */

import assert from 'node:assert/strict'
import type { RawRecord } from '../../src/port/connector.ts'
import { Rejected } from '../../src/port/errors.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { isAcked, isConsuming } from './declarations.ts'
import {
  collect,
  firstPage,
  idsOf,
  neutralOf,
  orderPull,
  readAll,
  readPage,
  recordOf,
  smallPage,
} from './reading.ts'
import { plainOrder } from './samples.ts'
import type { ContractSubject, EventIds } from './subject.ts'

/** The cases of reading. */
export function incomingCases(subject: ContractSubject): readonly ContractCase[] {
  const { connector, places } = subject
  const pulls = unless(connector.pull !== undefined, 'this connector does not pull')
  const byTime =
    pulls ?? unless(!isAcked(connector) && !isConsuming(subject), 'records vanish once they were taken')
  return [
    {
      name: 'brings in every order exactly, over several pages',
      run: async bench => {
        const placed = await place(bench, 7)
        assertSameIds(idsOf(await collect(bench)), placed)
      },
    },
    {
      name: 'brings in nothing, one, a full page and one more than a page',
      notFor: pulls,
      run: async bench => {
        const size = smallPage(connector)
        const opened = await bench.open()
        const placed: string[] = []
        let watermark: string | undefined
        for (const more of [0, 1, size, size + 1]) {
          const fresh = await place(bench, more, placed.length)
          placed.push(...fresh)
          const reading = await readAll(bench, opened, { want: size, watermark })
          watermark = reading.watermark
          for (const id of fresh)
            assert.ok(idsOf(reading.records).includes(id), `${id} of ${more} is missing`)
          for (const id of idsOf(reading.records)) assert.ok(placed.includes(id), `${id} was never placed`)
          bench.clock.advance(3600)
        }
      },
    },
    {
      name: 'reads a page that is larger than all that is there',
      notFor: pulls,
      run: async bench => {
        const { kind } = orderPull(connector)
        const placed = await place(bench, 2)
        const opened = await bench.open()
        assertSameIds(idsOf((await readAll(bench, opened, { want: kind.largestPage })).records), placed)
      },
    },
    {
      name: 'brings in what was placed after the last reading, and nothing for ever',
      run: async bench => {
        const first = await place(bench, 2)
        assertSameIds(idsOf(await collect(bench)), first)
        bench.clock.advance(7200)
        const second = await place(bench, 2, 2)
        const later = idsOf(await collect(bench))
        for (const id of second) assert.ok(later.includes(id), `${id} is missing`)
      },
    },
    {
      name: 'finds a change after the last reading by the watermark, and then nothing older than the overlap',
      needs: ['changeOrder'],
      notFor: byTime,
      run: async bench => {
        const opened = await bench.open()
        const [changed = '', still = ''] = await place(bench, 2)
        const first = await readAll(bench, opened)
        bench.clock.advance(7200)
        await bench.system.changeOrder?.(changed)
        const second = await readAll(bench, opened, { watermark: first.watermark })
        assert.ok(idsOf(second.records).includes(changed), 'the change is missing')
        const before = neutralOf(bench, 'order', recordOf(first.records, 'order', changed).raw)
        const after = neutralOf(bench, 'order', recordOf(second.records, 'order', changed).raw)
        assert.notDeepEqual(after, before, 'the record does not show the change')
        bench.clock.advance(7200)
        await place(bench, 1, 5)
        const third = await readAll(bench, opened, { watermark: second.watermark })
        assert.ok(
          !idsOf(third.records).includes(still),
          `${still} is read again although nothing happened to it`,
        )
      },
    },
    {
      name: 'keeps what is unchanged cheap: a reading without news ends with its first page',
      notFor: pulls,
      run: async bench => {
        const opened = await bench.open()
        await place(bench, 2)
        const first = await readAll(bench, opened)
        bench.clock.advance(7200)
        const before = first.watermark
        const second = await readAll(bench, opened, { watermark: before })
        assert.equal(second.pages, 1)
        if (before !== undefined && second.watermark !== undefined)
          assert.ok(
            second.watermark >= before,
            `the watermark went back from ${before} to ${second.watermark}`,
          )
      },
    },
    {
      name: 'loses nothing while orders are placed and changed between its pages',
      needs: ['changeOrder'],
      notFor: pulls,
      run: losesNothingBetweenPages,
    },
    {
      name: 'loses nothing when more orders than a page hold changed within one second',
      notFor: pulls,
      run: async bench => {
        const size = smallPage(connector)
        const placed = await place(bench, size * 3 + 1, 0, 0)
        const opened = await bench.open()
        const { records } = await readAll(bench, opened, { want: size })
        assertSameIds(idsOf(records), placed)
      },
    },
    {
      name: 'says that it cannot go on where the system has forgotten how, and starts again',
      needs: ['expireResume'],
      notFor: pulls,
      run: async bench => {
        const { pull, kind } = orderPull(connector)
        const placed = await place(bench, 7)
        const opened = await bench.open()
        const start = { startedAt: bench.clock.now() }
        const page = await readPage(bench, opened, pull, kind, start, smallPage(connector))
        assert.ok(page.resume !== undefined, 'there is a second page')
        await bench.system.expireResume?.()
        const error = await bench.failure(
          readPage(bench, opened, pull, kind, { ...start, resume: page.resume }, 3),
        )
        assert.ok(error instanceof Rejected && error.code === 'RESUME_REFUSED', String(error))
        assertSameIds(idsOf((await readAll(bench, opened)).records), placed)
      },
    },
    {
      name: 'is not confused by a page that holds each record twice',
      needs: ['duplicatePage'],
      notFor: pulls,
      run: async bench => {
        const placed = await place(bench, 5)
        bench.system.fault('duplicatePage', 'read', 2)
        assertSameIds([...new Set(idsOf(await collect(bench)))], placed)
      },
    },
    {
      name: 'asks from the date that is wanted when it has no watermark',
      notFor: unless(connector.again === 'since', 'again from a date is not declared'),
      run: async bench => {
        const [old = ''] = await place(bench, 1)
        bench.clock.advance(10 * 86_400)
        const since = bench.clock.now()
        bench.clock.advance(3600)
        const [fresh = ''] = await place(bench, 1, 1)
        const opened = await bench.open()
        const ids = idsOf((await readAll(bench, opened, { since })).records)
        assert.ok(ids.includes(fresh), 'what came after the date is missing')
        assert.ok(!ids.includes(old), 'what was long before the date is asked for all the same')
      },
    },
    {
      name: 'gives a record without id its place in the page, and the others theirs',
      needs: ['placeNameless'],
      run: async bench => {
        const [first = ''] = await place(bench, 1)
        await bench.system.placeNameless?.(plainOrder(50, bench.clock.now()))
        const [last = ''] = await place(bench, 1, 1)
        // An order without id cannot be acknowledged: it stays at the front.
        const records = isAcked(connector) ? await firstPage(bench) : await collect(bench)
        assertSameIds(
          idsOf(records).filter(id => id !== ''),
          [first, last],
        )
        assert.ok(idsOf(records).includes(''), 'the record without id is not there')
      },
    },
    {
      name: 'says of each record which place it belongs to',
      needs: ['places'],
      run: async bench => {
        const ids = new Map<string, string>()
        for (const [n, name] of (places ?? []).entries())
          ids.set(await bench.system.placeOrder(plainOrder(n, bench.clock.now(), { place: name })), name)
        const records = await collect(bench)
        for (const [id, name] of ids) assert.equal(recordOf(records, 'order', id).place, name)
      },
    },
    {
      name: 'brings in every further kind that it declares, each about its order, and nothing besides',
      needs: ['placeEvents'],
      run: async bench => {
        const [id = ''] = await place(bench, 1)
        const events = (await bench.system.placeEvents?.(id)) ?? []
        const records = await collect(bench)
        const all: EventIds = [...events, { kind: 'order', externalId: id }]
        for (const came of records)
          assert.ok(
            all.some(one => isThat(one, came)),
            `${came.kind} ${came.externalId} came in, which nobody made`,
          )
        for (const event of events) {
          const { kind, externalId } = event
          const came = records.findLast(one => isThat(event, one))
          assert.ok(came, `${kind} ${externalId} came in`)
          const record: object = neutralOf(bench, kind, came.raw)
          if ('order' in record)
            assert.deepEqual(record.order, { theirs: id }, `${kind} is about another order`)
        }
      },
    },
    {
      name: 'leaves out what the system does not show any more, instead of emptying it',
      needs: ['fade'],
      notFor: pulls ?? unless(!isConsuming(subject), 'what was read cannot be read again'),
      run: async bench => {
        const [id = ''] = await place(bench, 1)
        const before = neutralOf(bench, 'order', recordOf(await firstPage(bench), 'order', id).raw)
        assert.ok(before.billing, 'there is an address at first')
        bench.clock.advance(60)
        await bench.system.fade?.(id)
        const after = neutralOf(bench, 'order', recordOf(await firstPage(bench), 'order', id).raw)
        assert.notDeepEqual(after.billing, before.billing, 'the simulator still shows it')
        assert.equal(after.billing?.lastName, undefined)
      },
    },
    {
      name: 'counts what the system has for a day',
      notFor: unless(connector.count !== undefined, 'this connector cannot count'),
      run: async bench => {
        const from = bench.clock.now()
        await place(bench, 3)
        bench.clock.advance(86_400)
        const to = bench.clock.now()
        await place(bench, 2, 3)
        const opened = await bench.open()
        assert.equal(await connector.count?.(opened.session, 'order', from, to), 3)
      },
    },
  ]
}

function isThat({ kind, externalId, begins }: EventIds[number], came: RawRecord): boolean {
  if (came.kind !== kind) return false
  return begins ? came.externalId.startsWith(externalId) : came.externalId === externalId
}

/** Places orders, `apart` seconds after each other. Their ids. */
export async function place(bench: Bench, count: number, from = 0, apart = 1): Promise<string[]> {
  const ids: string[] = []
  for (let n = from; n < from + count; n++) {
    const order = plainOrder(n, bench.clock.now(), { number: `R-${bench.number()}` })
    ids.push(await bench.system.placeOrder(order))
    bench.clock.advance(apart)
  }
  return ids
}

/** The same ids, each at least once; a second look at some of them is no fault. */
export function assertSameIds(came: readonly string[], expected: readonly string[]): void {
  assert.deepEqual([...new Set(came)].sort(), [...expected].sort())
  assert.ok(came.length <= expected.length * 3 + 3, `${came.length} records for ${expected.length} orders`)
}

async function losesNothingBetweenPages(bench: Bench): Promise<void> {
  const { connector, system, clock } = bench
  const placed = await place(bench, 8, 0, 0)
  const opened = await bench.open()
  const changed = new Set<string>()
  // Longer ago than any overlap: what is passed over now is not found by the next reading either.
  clock.advance(7 * 86_400)
  const first = await readAll(bench, opened, {
    between: async (_page, number) => {
      // Some that have been read, so that all behind them move up, and one that is still to come.
      const touched = number === 1 ? [placed[0], placed[6]] : number <= 3 ? [placed[number - 1]] : []
      for (const id of touched)
        if (id !== undefined) {
          await system.changeOrder?.(id)
          changed.add(id)
        }
      if (number <= 3) placed.push(await system.placeOrder(plainOrder(100 + number, clock.now())))
      clock.advance(1)
    },
  })
  clock.advance(3600)
  const second = await readAll(bench, opened, { watermark: first.watermark })
  const came = [...first.records, ...second.records]
  assert.deepEqual([...new Set(idsOf(came))].sort(), [...placed].sort())
  if (isAcked(connector) || isConsuming(bench.subject)) return
  // What was changed was changed before the second reading: its newest state has come by then.
  const fresh = await bench.open()
  const again = await readAll(bench, fresh)
  for (const id of changed)
    assert.deepEqual(
      neutralOf(bench, 'order', recordOf(came, 'order', id).raw),
      neutralOf(bench, 'order', recordOf(again.records, 'order', id).raw),
      `the newest state of ${id} did not come`,
    )
}
