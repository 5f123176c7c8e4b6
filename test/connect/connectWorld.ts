import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { perform } from '../../src/operations/perform.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import {
  type ReferenceSystem,
  type SystemOptions,
  startReferenceSystem,
} from '../../testkit/reference/system.ts'
import type { World } from '../import/world.ts'

/** Does an operation of the table as an operator of the world's tenant, by its name. */
export async function act<T = Record<string, unknown>>(
  world: World,
  name: string,
  input: object = {},
  signal?: AbortSignal,
): Promise<T> {
  const operation = allOperations.find(one => one.name === name)
  if (!operation) throw new TypeError(`no operation ${name}`)
  const call = {
    kontor: world.kontor,
    tenant: world.tenant,
    actor: operator('Eva'),
    language: 'en' as const,
    ...(signal ? { signal } : {}),
  }
  return (await perform(call, operation, { ...input })).output as T
}

/** A reference system, and a connection to it that a person has just added: new, with one channel. */
export async function addReference(
  world: World,
  scope: TestScope,
  options: { shape?: Partial<Shape>; system?: SystemOptions; name?: string } = {},
): Promise<{ system: ReferenceSystem; id: string; name: string }> {
  const { shape = {}, name = 'Shop' } = options
  const system = await startReferenceSystem({ way: shape.inward ?? 'acked', ...options.system })
  scope.after(() => system.stop())
  world.install(referenceConnector(shape) as Connector)
  const { id } = await act<{ id: string }>(world, 'connection.add', {
    system: 'reference',
    name,
    set: { url: system.url, token: system.token },
  })
  return { system, id, name }
}

/** What was written at the reference system: calls that are no reading and no session. */
export function writes(system: ReferenceSystem): string[] {
  return system.calls
    .filter(call => call.method === 'POST' && call.path.startsWith('/objects'))
    .map(call => call.path)
}
