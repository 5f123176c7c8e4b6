/** `read`, `scrub` and `map` are pure: they can be done again, later, elsewhere, and with anything. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonical } from '../../src/port/canonical.ts'
import type { Answer } from '../../src/port/connector.ts'
import { Rejected, Unreachable } from '../../src/port/errors.ts'
import type { IncomingKind } from '../../src/port/records.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { damaged, damagedBytes, eachHarm, frozen, harms, otherOrder } from './damage.ts'
import { isConsuming } from './declarations.ts'
import { place } from './incoming.ts'
import { checkNeutral } from './neutralRecord.ts'
import { checkPage, collect, mapped, orderPull, smallPage } from './reading.ts'
import type { ContractSubject } from './subject.ts'

const runs = 300

/** The cases of the pure functions. */
export function purityCases(subject: ContractSubject): readonly ContractCase[] {
  const { connector, without } = subject
  const pulls = unless(connector.pull !== undefined, 'this connector does not pull')
  return [
    {
      name: 'reads the same bytes the same way, without a session, also after they were stored',
      notFor: pulls,
      run: async bench => {
        const { pull, kind } = orderPull(connector)
        const answer = await firstAnswer(bench)
        const page = pull.read(kind.kind, frozen(answer), bench.mapContext())
        assert.ok(page.records.length > 0)
        assert.deepEqual(pull.read(kind.kind, answer, bench.mapContext()), page)
        assert.deepEqual(pull.read(kind.kind, stored(answer), bench.mapContext()), page)
      },
    },
    {
      name: 'reads damaged bytes as a page, or says that the answer cannot be read',
      notFor: pulls,
      run: async bench => {
        const { pull, kind } = orderPull(connector)
        const answer = await firstAnswer(bench)
        property(bench, harms, list => {
          const page = orError(
            () =>
              pull.read(kind.kind, { ...answer, body: damagedBytes(answer.body, list) }, bench.mapContext()),
            Unreachable,
          )
          if (page) checkPage(kind, page)
        })
      },
    },
    {
      name: 'scrubs without touching what it is given, and twice like once',
      run: async bench => {
        for (const { kind, raw } of await payloads(bench, without.placeEvents === undefined)) {
          const once = canonical(connector.scrub(kind, frozen(structuredClone(raw))))
          assert.equal(
            canonical(connector.scrub(kind, raw)).text,
            once.text,
            'scrub differs from time to time',
          )
          assert.equal(
            canonical(connector.scrub(kind, once.value)).text,
            once.text,
            'scrub is not idempotent',
          )
        }
      },
    },
    {
      name: 'scrubs to the same text whatever order the keys come in',
      run: async bench => {
        for (const { kind, raw } of await payloads(bench, without.placeEvents === undefined))
          assert.equal(
            canonical(connector.scrub(kind, otherOrder(raw))).text,
            canonical(connector.scrub(kind, raw)).text,
          )
      },
    },
    {
      name: 'scrubs an unchanged record to the same text each time it is given out',
      notFor: pulls ?? unless(!isConsuming(subject), 'a record is given out once only'),
      run: async bench => {
        await place(bench, 1)
        const looks = []
        for (let look = 0; look < 2; look++) {
          const { pull, kind } = orderPull(connector)
          const opened = await bench.open()
          const answer = await pull.fetch(
            opened.session,
            kind.kind,
            { startedAt: bench.clock.now() },
            kind.firstPage,
          )
          looks.push(
            pull
              .read(kind.kind, answer, bench.mapContext())
              .records.map(({ kind, raw }) => canonical(connector.scrub(kind, raw)).text),
          )
          await opened.close()
          bench.clock.advance(600)
        }
        assert.deepEqual(looks[1], looks[0])
      },
    },
    {
      name: 'maps the same payload to the same record, without touching it',
      run: async bench => {
        for (const { kind, raw } of await payloads(bench, without.placeEvents === undefined)) {
          const payload = frozen(canonical(connector.scrub(kind, raw)).value)
          const record = mapped(bench, kind, payload)
          assert.deepEqual(mapped(bench, kind, structuredClone(payload)), record)
          assert.deepEqual(JSON.parse(JSON.stringify(record)), record, 'a record is stored as JSON')
        }
      },
    },
    {
      name: 'scrubs and maps payloads in which any one field is missing or strange',
      run: async bench => {
        for (const { kind, raw } of await payloads(bench, without.placeEvents === undefined))
          for (const harmed of eachHarm(raw))
            survives(bench, kind, canonical(connector.scrub(kind, harmed)).value)
      },
    },
    {
      name: 'scrubs and maps damaged payloads to a good record, or rejects them with the path',
      run: async bench => {
        const list = await payloads(bench, without.placeEvents === undefined)
        property(bench, fc.tuple(fc.nat(), harms), ([which, todo]) => {
          const { kind, raw } = list[which % list.length] ?? assert.fail('no payload')
          const harmed = damaged(raw, todo)
          survives(bench, kind, canonical(connector.scrub(kind, harmed)).value)
          survives(bench, kind, damaged(canonical(connector.scrub(kind, raw)).value, todo))
        })
      },
    },
    {
      name: 'scrubs and rejects what is no payload at all',
      run: async bench => {
        for (const kind of Object.keys(connector.map) as IncomingKind[])
          for (const nothing of [null, undefined, true, 0, '', 'x', [], [[]], {}, Object.create(null)]) {
            const error = await bench.failure(
              (async () => mapped(bench, kind, canonical(connector.scrub(kind, nothing)).value))(),
            )
            assert.ok(error instanceof Rejected, `${kind} of ${JSON.stringify(nothing)}: ${error}`)
          }
      },
    },
  ]
}

function survives(bench: Bench, kind: IncomingKind, payload: unknown): void {
  const record = orError(() => mapped(bench, kind, payload), Rejected)
  if (record !== undefined) checkNeutral(kind, record)
}

/** The result, or undefined where it throws an error of that class; any other error flies. */
function orError<T>(attempt: () => T, expected: typeof Rejected | typeof Unreachable): T | undefined {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof expected) return undefined
    throw error
  }
}

function property<T>(bench: Bench, arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void {
  const seed = bench.subject.seed ?? Math.floor(Math.random() * 2 ** 31)
  bench.note(`seed ${seed}`)
  fc.assert(fc.property(arbitrary, holds), { seed, numRuns: runs })
}

async function firstAnswer(bench: Bench): Promise<Answer> {
  const { pull, kind } = orderPull(bench.connector)
  await place(bench, 5)
  const opened = await bench.open()
  return pull.fetch(opened.session, kind.kind, { startedAt: bench.clock.now() }, smallPage(bench.connector))
}

function stored(answer: Answer): Answer {
  return { ...JSON.parse(JSON.stringify({ ...answer, body: undefined })), body: Uint8Array.from(answer.body) }
}

/** Real payloads: one of each kind that the simulator makes, and those of the subject. */
async function payloads(
  bench: Bench,
  events: boolean,
): Promise<readonly { readonly kind: IncomingKind; readonly raw: unknown }[]> {
  const [id = ''] = await place(bench, 2)
  if (events) await bench.system.placeEvents?.(id)
  return [...(bench.subject.payloads ?? []), ...(await collect(bench))]
}
