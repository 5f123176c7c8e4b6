import assert from 'node:assert/strict'
import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { beginSync } from '../../src/operations/beginSync.ts'
import type { Context } from '../../src/operations/operation.ts'
import { syncInput } from '../../src/operations/syncInput.ts'
import { productLease } from '../../src/sync/lanes.ts'
import type { SyncRun } from '../../src/sync/runs.ts'
import type { PushWorld } from '../push/pushWorld.ts'

/** What the operation `sync.preview` answers. */
export interface PreviewPage {
  readonly items: readonly {
    readonly name: string
    readonly kind: string
    readonly action: string
    readonly code: string | null
    readonly reason: string | null
    readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[]
  }[]
  readonly counts: Readonly<Record<string, number>>
  readonly next: string | null
}

/** Begins a synchronisation as a person does, and works it off. */
export async function run({ world }: Pick<PushWorld, 'world'>, input: object): Promise<SyncRun> {
  const begun = await beginSync(contextOf(world), syncInput.parse(input))
  return begun.work({ lease: productLease })
}

/** A page of what a dry run would have done. */
export async function preview(
  { world }: Pick<PushWorld, 'world'>,
  id: string,
  more: object = {},
): Promise<PreviewPage> {
  const operation = allOperations.find(one => one.name === 'sync.preview')
  assert.ok(operation)
  return (await operation.run(contextOf(world), operation.input.parse({ id, ...more }))) as PreviewPage
}

/** What stands in these tables, to be compared with what stands there later. */
export async function prints(
  { world }: Pick<PushWorld, 'world'>,
  tables: readonly string[],
): Promise<unknown> {
  const rows = tables.map(table =>
    world.query(
      `select '${table}' as name, count(*) || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${table} t`,
    ),
  )
  return (await Promise.all(rows)).flat()
}

function contextOf({ kontor, tenant }: PushWorld['world']): Context {
  return { kontor, tenant, actor: operator('tester'), language: 'en', afterCommit: work => work() }
}
