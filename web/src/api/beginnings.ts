import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { conditionShape, importedShape } from '../../../src/operations/firstImport.ts'
import type { objectShape } from '../../../src/operations/firstRunObjects.ts'
import type { firstRunShape } from '../../../src/operations/firstRunSteps.ts'
import type { recoveryShape } from '../../../src/operations/recovery.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'
import type { Page } from './page.ts'

/** How a new connection begins. */
export type FirstRun = Answer<typeof firstRunShape>
export type FirstRunStep = FirstRun['steps'][number]
export type FoundObject = Answer<typeof objectShape>
/** Something that has to be matched before a catalogue is imported, and what was imported. */
export type ImportCondition = Answer<typeof conditionShape>
type Imported = Answer<typeof importedShape>
/** What is to be done after a restore. */
export type Recovery = Answer<typeof recoveryShape>
export type RecoveryStep = Recovery['steps'][number]

/** The steps of a first run. */
export function firstRunQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['first-run', connectionId],
    queryFn: ({ signal }) => call<FirstRun>('GET', `/connections/${connectionId}/first-run`, { signal }),
  })
}

/** What the shop has and a person has to decide, page by page. */
export function foundObjectsQuery(connectionId: string) {
  return infiniteQueryOptions({
    queryKey: ['first-run', connectionId, 'objects'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<FoundObject>>('GET', `/connections/${connectionId}/first-run/objects`, {
        query: { state: ['matched', 'ambiguous'], limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })
}

/** Looks what the shop has; changes nothing there. */
export function lookAtShop(connectionId: string): Promise<FirstRun> {
  return call('POST', `/connections/${connectionId}/first-run/look`, { body: {} })
}

/** Links what the shop has to ours, or leaves objects alone. */
export function adoptObjects(
  connectionId: string,
  wish: {
    readonly all?: boolean
    readonly kind?: 'item' | 'category'
    readonly pair?: Readonly<Record<string, string>>
    readonly leave?: readonly string[]
  },
): Promise<FirstRun> {
  return call('POST', `/connections/${connectionId}/first-run/adopt`, { body: wish })
}

/** What has to be matched before the catalogue of the shop is made here. */
export function importConditionsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['first-run', connectionId, 'conditions'],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: readonly ImportCondition[] }>(
          'GET',
          `/connections/${connectionId}/first-run/conditions`,
          { signal },
        )
      ).items,
  })
}

/** Objects of the shop of which the import has something to say: the first hundred. */
export function notedObjectsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['first-run', connectionId, 'noted'],
    queryFn: async ({ signal }) =>
      (
        await call<Page<FoundObject>>('GET', `/connections/${connectionId}/first-run/objects`, {
          query: { noted: true, limit: 100 },
          signal,
        })
      ).items,
  })
}

/** Makes here what only the shop has. */
export function importCatalogue(
  connectionId: string,
  wish: { readonly leaveOut: readonly string[]; readonly withStock?: string },
): Promise<Imported> {
  return call('POST', `/connections/${connectionId}/first-run/import`, { body: { all: true, ...wish } })
}

/** Says whose data counts for what is adopted. */
export function chooseLead(connectionId: string, leads: 'kontor' | 'shop'): Promise<FirstRun> {
  return call('POST', `/connections/${connectionId}/first-run/lead`, { body: { leads } })
}

/** Finishes the first run: from now on what is due is sent. */
export function finishFirstRun(
  connectionId: string,
  wish: { readonly empty?: boolean; readonly withoutLook?: boolean },
): Promise<FirstRun> {
  return call('POST', `/connections/${connectionId}/first-run/finish`, { body: wish })
}

/** What is to be done after a restore. */
export const recoveryQuery = queryOptions({
  queryKey: ['recovery'],
  queryFn: ({ signal }) => call<Recovery>('GET', '/recovery', { signal }),
})

/** Says which number was really given last. */
export function confirmNumber(kind: string, last: string): Promise<object> {
  return call('POST', `/recovery/numbers/${kind}`, { body: { last } })
}

/** Gets the orders that came since the backup. */
export function fetchMissing(
  connectionId: string,
  wish: { readonly all?: boolean; readonly checked?: boolean },
): Promise<{ readonly found: number; readonly new: number; readonly unchanged: number }> {
  return call('POST', `/recovery/connections/${connectionId}/fetch`, { body: wish })
}

/** Lets a connection go on after a restore. */
export function finishRecovery(connectionId: string): Promise<object> {
  return call('POST', `/recovery/connections/${connectionId}/done`, { body: {} })
}
