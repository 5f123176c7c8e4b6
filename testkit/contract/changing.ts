/**
 * Records that appear, change and vanish between any two pages, at any position of the list: all of them, one after the other. In
 * the end every record of the system is here, with its newest content.
 */

import assert from 'node:assert/strict'
import type { PullKind, RawRecord } from '../../src/port/connector.ts'
import type { IncomingKind } from '../../src/port/records.ts'
import { type Bench, withBench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { neutralOf, readAll, recordOf, smallPage } from './reading.ts'
import type { ContractSubject } from './subject.ts'

/** Where in the list it happens: at its ends, and around the last record that was given out. */
const positions = ['first', 'before', 'at', 'after', 'last'] as const
const acts = ['insert', 'update', 'delete'] as const

type Position = (typeof positions)[number]
type Act = (typeof acts)[number]

/** A record of the system as it should be known in the end. */
interface Known {
  readonly kind: IncomingKind
  text: string
  /** Given out and told so before it changed: nobody can see what the system does not tell again. */
  unseen?: true
}

/** The cases of each list that is read. */
export function changingCases(subject: ContractSubject): readonly ContractCase[] {
  const { connector } = subject
  return (connector.pull?.kinds ?? []).flatMap(list =>
    acts.map(act => ({
      name: `${list.kind}: loses nothing when one is ${act === 'insert' ? 'inserted' : `${act}d`} between any two pages, wherever it stands`,
      needs: ['insertRecord', 'updateRecord', 'deleteRecord'] as const,
      notFor: unless(connector.pull !== undefined, 'this connector does not pull'),
      run: async ({ note }: Bench) => {
        let tried = 0
        for (const apart of takesAway(subject, list) ? [1] : [1, 0])
          for (let gap = 1, pages = 2; gap < pages; gap++)
            for (const position of positions) {
              const trial = { act, apart, gap, position, turn: tried++ }
              await withBench(subject, async fresh => {
                pages = await tryOne(fresh, list, trial)
              })
              assert.ok(pages >= 4, `only ${pages} pages`)
            }
        note(`${list.kind}: ${tried} times ${act}`)
      },
    })),
  )
}

interface Trial {
  readonly act: Act
  /** Seconds between the records of the list. */
  readonly apart: number
  /** After this page. */
  readonly gap: number
  readonly position: Position
  /** Shifts the kinds of a list that holds several, so that each of them comes to stand everywhere. */
  readonly turn: number
}

// One trial on a system of its own. How many pages its list had.
async function tryOne(bench: Bench, list: PullKind, trial: Trial): Promise<number> {
  const { clock, subject } = bench
  const kinds = [list.kind, ...(list.also ?? [])]
  const size = Math.min(smallPage(bench.connector), list.largestPage)
  const opened = await bench.open()
  const known = new Map<string, Known>()
  const put = async (number: number, text: string, behind?: string) => {
    const kind = kinds[(number + trial.turn) % kinds.length] ?? list.kind
    const id = (await bench.system.insertRecord?.(kind, text, behind)) ?? ''
    known.set(id, { kind, text })
  }
  for (let number = 0; number < size * 4 - 1; number++) {
    await put(number, `record ${number} of ${trial.turn}`)
    clock.advance(trial.apart)
  }
  clock.advance(5)
  const given: string[] = []
  const between = async (page: { readonly records: readonly RawRecord[] }, number: number) => {
    given.push(...page.records.map(record => record.externalId))
    if (number === trial.gap) {
      const id = idAt(trial.position, [...known.keys()], given)
      if (id === undefined) return // all of them were given out: there is nothing behind
      if (trial.act === 'insert')
        await put(
          99,
          `inserted in ${trial.turn}`,
          trial.position === 'last' ? undefined : trial.position === 'first' ? '' : id,
        )
      else await change(bench, trial, known, id, takesAway(subject, list) && given.includes(id))
    }
    clock.advance(1)
  }
  const first = await readAll(bench, opened, { want: size, between }, list)
  const came: RawRecord[] = [...first.records]
  let { watermark } = first
  for (let later = 0; later < 2; later++) {
    clock.advance(3600)
    const more = await readAll(bench, opened, { want: size, watermark }, list)
    came.push(...more.records)
    watermark = more.watermark
  }
  await opened.close()
  compare(bench, trial, known, came)
  return first.pages
}

async function change(
  bench: Bench,
  { act, turn }: Trial,
  known: Map<string, Known>,
  id: string,
  taken: boolean,
) {
  const record = known.get(id)
  assert.ok(record, `${id} was never placed`)
  if (act === 'delete') {
    await bench.system.deleteRecord?.(record.kind, id)
    known.delete(id)
    return
  }
  record.text = `changed in ${turn}`
  if (taken) record.unseen = true
  await bench.system.updateRecord?.(record.kind, id, record.text)
}

function idAt(position: Position, ids: readonly string[], given: readonly string[]): string | undefined {
  const seen = new Set(given)
  const last = given.length - 1
  return {
    first: ids[0],
    before: given[last - 1] ?? given[last],
    at: given[last],
    after: ids.find(id => !seen.has(id)),
    last: ids.at(-1),
  }[position]
}

function compare(
  bench: Bench,
  trial: Trial,
  known: ReadonlyMap<string, Known>,
  came: readonly RawRecord[],
): void {
  const where = `${trial.act} after page ${trial.gap}, ${trial.position}, records ${trial.apart} s apart`
  const ids = new Set(came.map(record => record.externalId))
  for (const [id, { kind, text, unseen }] of known) {
    assert.ok(ids.has(id), `${kind} ${id} is lost: ${where}`)
    const shown = JSON.stringify(neutralOf(bench, kind, recordOf(came, kind, id).raw))
    assert.ok(unseen || shown.includes(text), `${kind} ${id} does not have its newest content: ${where}`)
  }
}

/** True where the system does not give out again what was told or read. */
function takesAway({ keepsWhatItGives }: ContractSubject, { acked, consumes }: PullKind): boolean {
  return acked === 'records' || acked === 'page' || (consumes && keepsWhatItGives !== true)
}
