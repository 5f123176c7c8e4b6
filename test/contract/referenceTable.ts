/**
 * The reference system: each of its options stands otherwise than its connector was made for, in each shape. A case notices it,
 * or there is a reason why nothing is lost or doubled. An option without a row fails the test.
 */

import assert from 'node:assert/strict'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { shapes } from '../../testkit/reference/shapes.ts'
import { referenceSide } from '../../testkit/reference/subject.ts'
import type { SystemOptions } from '../../testkit/reference/system.ts'
import { tryCases } from './quirkTrial.ts'

/** Clock, secrets, and how soon a push is repeated: they do nothing to a record. */
type NoHabit = 'now' | 'token' | 'pushSecret' | 'retryMs'

/** What the options can be. */
export const optionValues = {
  way: ['acked', 'watermark', 'token', 'consuming', 'pushed'],
  outward: ['perRecord', 'wholeCall', 'tickets', 'received', 'letters'],
  keys: ['theirs', 'ours'],
  stock: ['absolute', 'subtractsUnfetched'],
  largestPage: [100, 2],
} as const satisfies { readonly [K in Exclude<keyof SystemOptions, NoHabit>]-?: readonly SystemOptions[K][] }
export type Option = keyof typeof optionValues

/** What an option is where a shape leaves it out. */
const usual = {
  way: 'acked',
  outward: 'perRecord',
  keys: 'theirs',
  stock: 'absolute',
  largestPage: 100,
} as const

export type ReferenceVerdict = { readonly by: string } | { readonly why: string }

export interface ReferenceFlip {
  readonly name: string
  readonly shape: string
  readonly option: Option
  readonly from: string
  readonly to: string
  readonly system: SystemOptions
  /** The system as its connector was made for it. */
  readonly made: SystemOptions
  readonly connector: Partial<Shape>
  readonly verdict: ReferenceVerdict
}

/** Every option of every shape at every other value. */
export function referenceFlips(): readonly ReferenceFlip[] {
  return shapes.flatMap(({ name, system, connector }) =>
    (Object.keys(optionValues) as Option[]).flatMap(option =>
      optionValues[option].flatMap(to => {
        const from = system[option] ?? usual[option]
        if (from === to) return []
        const shape = /\((.*)\)/.exec(name)?.[1] ?? name
        const flipped = { ...system, [option]: to }
        const verdict = verdictOf(option, { from: String(from), to: String(to) }, { ...usual, ...system })
        const flip = { name, shape, option, from: String(from), to: String(to) }
        return [{ ...flip, system: flipped, made: system, connector, verdict }]
      }),
    ),
  )
}

const reads = 'brings in every order exactly, over several pages'
const stores = 'category: stores each, and says under which id'

function verdictOf(
  option: Option,
  { from, to }: { readonly from: string; readonly to: string },
  { way }: Required<Pick<SystemOptions, 'way'>>,
): ReferenceVerdict {
  switch (option) {
    case 'way':
      if (from === 'pushed')
        return { why: 'whoever is called asks for nothing: how it could be read does not matter' }
      if (from === 'acked' && to === 'consuming')
        return { by: 'acknowledges nothing by reading: what was not acknowledged comes again' }
      return { by: reads }
    case 'outward':
      if (from === 'letters')
        return { why: 'it takes what is laid out for it, however it would answer a call' }
      if (from === 'perRecord' && to === 'wholeCall')
        return { by: 'category: rejects the bad one and stores the others' }
      if (from === 'wholeCall' && to === 'perRecord')
        return { by: 'category: stores nothing of a call with a bad one' }
      return { by: stores }
    case 'keys':
      return to === 'theirs'
        ? { by: 'category: ends the same when it is sent twice' }
        : {
            why: 'it is looked for before it is sent again; where our number would do, that is one look too many',
          }
    case 'stock':
      if (way === 'pushed')
        return { why: 'what is pushed to us is fetched when it is sold: there is nothing unfetched' }
      return {
        by:
          to === 'absolute'
            ? 'shows a stock less what was sold and not fetched yet'
            : 'shows a stock as it was sent',
      }
    case 'largestPage':
      return {
        why: 'the system says itself whether there is more; a page may always be smaller than what was asked for',
      }
  }
}

/** Does what the verdict says, and throws where it is not so. */
export async function tryReference(flip: ReferenceFlip): Promise<void> {
  const { verdict, system, made } = flip
  // What holds wherever nothing is lost or doubled.
  if ('why' in verdict) return assert.equal(await said(flip, system, [reads, stores]), undefined)
  assert.ok(await said(flip, system, [verdict.by]), 'no case notices it')
  assert.equal(await said(flip, made, [verdict.by]), undefined, 'as it was made for')
}

function said({ name, connector, made }: ReferenceFlip, system: SystemOptions, names: readonly string[]) {
  // What the simulator declines is said of the system that the connector was made for.
  const { without } = referenceSide(name, made)
  const subject = {
    ...referenceSide(name, system),
    without,
    seed: 1,
    connector: referenceConnector(connector),
  }
  return tryCases(subject, names)
}
