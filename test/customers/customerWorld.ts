import assert from 'node:assert/strict'
import { operator } from '../../src/company/rights.ts'
import type { Doing } from '../../src/customers/customerHistory.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { perform } from '../../src/operations/perform.ts'
import type { World } from '../import/world.ts'

export const eva: Doing = { name: 'Eva', now: new Date('2026-11-20T10:00:00Z') }

/** Does an operation as the person at the machine would, by name. Its answer is checked against its shape by `perform`. */
export async function ask<T = Record<string, unknown>>(
  world: Pick<World, 'kontor' | 'tenant'>,
  name: string,
  input: object,
): Promise<T> {
  const operation = allOperations.find(one => one.name === name)
  assert.ok(operation, name)
  const call = { kontor: world.kontor, tenant: world.tenant, actor: operator('Eva'), language: 'de' as const }
  const { output } = await perform(call, operation, { ...input })
  return output as T
}
