/** Every way in which a switch of the simulated shop can stand otherwise than usual, and what comes of it. */

import assert from 'node:assert/strict'
import { type ShopTroubles, shopSubject } from '../../testkit/jtlConnector/contractSubject.ts'
import { type FaultKind, faultKinds } from '../../testkit/jtlConnector/faults.ts'
import {
  batchFailures,
  type Generation,
  type Quirks,
  quirkNames,
  quirksOf,
  quirkTable,
} from '../../testkit/jtlConnector/quirks.ts'
import { shopFaultRows } from './faultTable.ts'
import { batchRows, cases, quirkRows, type Verdict } from './quirkTable.ts'
import { asItIs, mutated, tryCases } from './quirkTrial.ts'

export interface Flip {
  readonly generation: Generation
  readonly name: string
  /** `on`, `off`, what a failing model does, or `played`. */
  readonly to: string
  readonly quirks: Partial<Quirks>
  readonly troubles: ShopTroubles
  /** Undefined where nobody has said what it can lose or double. */
  readonly verdict: Verdict | undefined
}

/** What a connector has to do wherever nothing is wrong. */
const usualCases = [cases.reads, cases.acks, cases.item]

/** All of them, for both generations, in the order of the tables. */
export function allFlips(): readonly Flip[] {
  return ([5, 3] as const).flatMap(generation => [
    ...quirkNames.map(name => quirkFlip(generation, name)),
    ...batchFailures
      .filter(to => to !== quirksOf(generation).batchFailure)
      .map(to => ({
        generation,
        name: 'batchFailure',
        to,
        quirks: { batchFailure: to },
        troubles: {},
        verdict: batchRows[generation][to],
      })),
    ...faultKinds.map(name => faultFlip(generation, name)),
  ])
}

function quirkFlip(generation: Generation, name: (typeof quirkNames)[number]): Flip {
  const on = !quirkTable[name].on[generation]
  const row = Object.hasOwn(quirkRows, name) ? quirkRows[name] : undefined
  return {
    generation,
    name,
    to: on ? 'on' : 'off',
    quirks: { [name]: on },
    troubles: {},
    verdict: on ? row?.on : row?.off,
  }
}

function faultFlip(generation: Generation, name: FaultKind): Flip {
  const row = Object.hasOwn(shopFaultRows, name) ? shopFaultRows[name] : undefined
  const { verdict, mutants, ...troubles } = row ?? {}
  const own = verdict?.as === 'copes' && mutants ? { ...verdict, mutant: mutants[generation] } : verdict
  return { generation, name, to: 'played', quirks: {}, troubles, verdict: own }
}

/** Does what the verdict says, and throws where it is not so. What a case said, for whoever prints it. */
export async function tryFlip({ generation, name, quirks, troubles, verdict }: Flip): Promise<string> {
  assert.ok(verdict, `${name} has no row: say in test/contract what it can lose or double`)
  const shop = shopSubject(generation, quirks, troubles)
  switch (verdict.as) {
    case 'noticed': {
      const said = await tryCases(asItIs(shop), [verdict.by])
      assert.ok(said, `no case notices ${name}`)
      assert.equal(await tryCases(asItIs(shopSubject(generation)), [verdict.by]), undefined, 'without it')
      return said
    }
    case 'copes': {
      const { mutant, by, besides = {} } = verdict
      const odd = shopSubject(generation, { ...besides, ...quirks }, troubles)
      assert.equal(await tryCases(asItIs(odd), [by]), undefined, 'the connector as it is')
      const said = await tryCases(mutated(odd, mutant), [by])
      assert.ok(said, `no case notices a connector that ${mutant.name}`)
      // A fault that the case plays by itself cannot be left out of it.
      const isPlayed = Object.keys(quirks).length === 0 && !troubles.plan
      const usual = shopSubject(generation, besides)
      const alone = await tryCases(mutated(usual, mutant), [isPlayed ? cases.reads : by])
      assert.equal(alone, undefined, `the mutant is in trouble without ${name}`)
      return `${mutant.name}: ${said}`
    }
    case 'harmless': {
      const called: string[] = []
      assert.equal(
        await tryCases(
          asItIs(shop, method => called.push(method)),
          usualCases,
        ),
        undefined,
      )
      assert.deepEqual(
        called.filter(method => verdict.never?.test(method)),
        [],
      )
      return verdict.why
    }
  }
}
