/** Acknowledging: only what is stored, as often as needed, and honest about what the system said. */

import assert from 'node:assert/strict'
import { Rejected, Unreachable } from '../../src/port/errors.ts'
import { type ContractCase, unless } from './case.ts'
import { isAcked, isConsuming } from './declarations.ts'
import { assertSameIds, place } from './incoming.ts'
import { acknowledge, firstPage, idsOf, readAll } from './reading.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of acknowledging and of asking again. */
export function ackCases(subject: ContractSubject): readonly ContractCase[] {
  const { connector } = subject
  const notFor =
    unless(isAcked(connector), 'orders are not acknowledged') ??
    unless(!isConsuming(subject), 'what was given out is forgotten, acknowledged or not')
  const cases: readonly ContractCase[] = [
    {
      name: 'acknowledges nothing by reading: what was not acknowledged comes again',
      run: async bench => {
        const placed = await place(bench, 3)
        for (let time = 0; time < 2; time++) assertSameIds(idsOf(await firstPage(bench)), placed)
      },
    },
    {
      name: 'makes acknowledged records vanish, and only those',
      run: async bench => {
        const placed = await place(bench, 3)
        const opened = await bench.open()
        const records = await firstPage(bench)
        const results = await acknowledge(
          bench,
          opened,
          records.filter(record => record.externalId !== placed[1]),
        )
        for (const result of results) assert.equal(result, 'accepted')
        assertSameIds(idsOf(await firstPage(bench)), [placed[1] ?? ''])
      },
    },
    {
      name: 'takes the same ack twice without harm',
      run: async bench => {
        await place(bench, 2)
        const opened = await bench.open()
        const records = await firstPage(bench)
        await acknowledge(bench, opened, records)
        for (const result of await acknowledge(bench, opened, records))
          assert.ok(result === 'accepted' || result === 'gone', JSON.stringify(result))
        assert.deepEqual(idsOf(await firstPage(bench)), [])
      },
    },
    {
      name: 'says of an order that is not there any more that it is gone, and acknowledges the rest',
      needs: ['forget'],
      run: async bench => {
        const [gone = ''] = await place(bench, 2)
        const opened = await bench.open()
        const records = (await firstPage(bench)).filter(record => record.kind === 'order')
        await bench.system.forget?.(gone)
        const results = await acknowledge(bench, opened, records)
        for (const [at, record] of records.entries())
          if (record.externalId !== gone) assert.equal(results[at], 'accepted')
          else assert.ok(results[at] === 'gone' || results[at] === 'accepted', JSON.stringify(results[at]))
        assert.deepEqual(idsOf(await firstPage(bench)), [])
      },
    },
    {
      name: 'says which ack was refused, and with which words',
      needs: ['refuseAck'],
      run: async bench => {
        const [refused = ''] = await place(bench, 2)
        const opened = await bench.open()
        const records = (await firstPage(bench)).filter(record => record.kind === 'order')
        await bench.system.refuseAck?.(refused, 'locked by a clerk')
        const results = await acknowledge(bench, opened, records)
        for (const [at, record] of records.entries())
          if (record.externalId === refused) assert.deepEqual(results[at], { refused: 'locked by a clerk' })
          else assert.equal(results[at], 'accepted')
        assertSameIds(idsOf(await firstPage(bench)), [refused])
      },
    },
    {
      name: 'delivers again what was acknowledged in vain',
      needs: ['cutBefore'],
      run: async bench => {
        const placed = await place(bench, 2)
        const opened = await bench.open()
        const records = await firstPage(bench)
        bench.system.fault('cutBefore', 'ack', 1)
        const error = await bench.failure(acknowledge(bench, opened, records))
        assert.ok(error instanceof Unreachable, String(error))
        assertSameIds(idsOf(await firstPage(bench)), placed)
        for (const result of await acknowledge(bench, opened, records)) assert.equal(result, 'accepted')
        assert.deepEqual(idsOf(await firstPage(bench)), [])
      },
    },
    {
      name: 'can repeat an ack whose answer was lost',
      needs: ['cutAfter'],
      run: async bench => {
        await place(bench, 2)
        const opened = await bench.open()
        const records = await firstPage(bench)
        bench.system.fault('cutAfter', 'ack', 1)
        await bench.failure(acknowledge(bench, opened, records))
        for (const result of await acknowledge(bench, opened, records))
          assert.ok(result === 'accepted' || result === 'gone', JSON.stringify(result))
        assert.deepEqual(idsOf(await firstPage(bench)), [])
      },
    },
    {
      name: 'calls nothing for an empty list of acks',
      run: async bench => {
        const opened = await bench.open()
        const before = opened.run.run.http.calls.count
        assert.deepEqual(await connector.ack?.(opened.session, 'order', []), [])
        assert.equal(opened.run.run.http.calls.count, before)
      },
    },
  ]
  return [...cases.map(entry => ({ ...entry, notFor })), ...againCases({ connector })]
}

function againCases({ connector }: Pick<ContractSubject, 'connector'>): readonly ContractCase[] {
  return [
    {
      name: 'makes the system deliver a single order once more, and no other',
      notFor: unless(
        connector.again === 'single' || typeof connector.again === 'function',
        'again for single orders is not declared',
      ),
      run: async bench => {
        const [wanted = ''] = await place(bench, 2)
        // What is offered may depend on what was learned of the system.
        await connector.check(bench.run().run)
        const opened = await bench.open()
        await readAll(bench, opened)
        const again = typeof connector.again === 'function' ? connector.again(bench.facts()) : connector.again
        const asking = Promise.resolve(
          connector.requestAgain?.(opened.session, 'order', [{ theirs: wanted, no: bench.number() }]),
        )
        if (again === 'single') await asking
        else
          assert.ok(
            (await bench.failure(asking)) instanceof Rejected,
            'it is not offered, and done all the same',
          )
        assertSameIds(idsOf((await readAll(bench, opened)).records), again === 'single' ? [wanted] : [])
      },
    },
    {
      name: 'makes the system deliver everything once more',
      notFor: unless(connector.again === 'relink', 'again for everything is not declared'),
      run: async bench => {
        const placed = await place(bench, 3)
        const opened = await bench.open()
        await readAll(bench, opened)
        await connector.requestAgain?.(opened.session, 'order', 'all')
        assertSameIds(idsOf((await readAll(bench, opened)).records), placed)
      },
    },
  ]
}
