import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { fieldShape, templateShape } from '../../../src/operations/csvTemplates.ts'
import type { previewShape } from '../../../src/operations/importPreview.ts'
import type { importShape, settingsShape } from '../../../src/operations/importShapes.ts'
import type { importRowShape } from '../../../src/operations/imports.ts'
import { language } from '../words/i18n.ts'
import type { Answer } from './asJson.ts'
import { addressOf, call, onceKey, type Query } from './call.ts'
import type { Page } from './page.ts'

/** What files can be exported here; orders are exported from their list. */
export const exportKinds = ['item', 'price', 'stock', 'category'] as const
export const csvKinds = [...exportKinds, 'order'] as const
export type CsvKind = (typeof csvKinds)[number]
/** What an import does in earnest, and what it only tries. */
export type Import = Answer<typeof importShape>
export type ImportRow = Answer<typeof importRowShape>
export type CsvPreview = Answer<typeof previewShape>
export type CsvField = Answer<typeof fieldShape>
export type Template = Answer<typeof templateShape>
export type CsvSettings = z.input<typeof settingsShape>

/** A file that was uploaded, and how it is wanted to be read. */
export interface CsvWish {
  readonly file: string
  readonly name: string
  readonly kind?: CsvKind | undefined
  readonly template?: string | undefined
  readonly settings: CsvSettings
}

/** How a file is read, and its first rows. */
export function previewQuery(wish: CsvWish) {
  return queryOptions({
    queryKey: ['csv', 'preview', wish],
    queryFn: ({ signal }) => call<CsvPreview>('POST', '/imports/detect', { body: wish, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** Begins an import, or a dry run of it. */
export function startImport(wish: CsvWish & { readonly dryRun: boolean }): Promise<{ readonly id: string }> {
  return call('POST', '/imports', { body: wish, idempotencyKey: onceKey() })
}

/** Does in earnest what a dry run has shown. */
export function runImport(id: string): Promise<{ readonly id: string }> {
  return call('POST', `/imports/${id}/run`, { body: {}, idempotencyKey: onceKey() })
}

/** Stops an import after the rows that it is at. */
export function cancelImport(id: string): Promise<Import> {
  return call('POST', `/imports/${id}/cancel`, { body: {} })
}

/** Whether an import goes on. */
export function isOn({ state }: Pick<Import, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

/** One import; asked again while it goes on. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['csv', 'import', id],
    queryFn: ({ signal }) => call<Import>('GET', `/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && !isOn(state.data) ? false : 700),
  })
}

/** All imports, newest first. */
export const importsQuery = infiniteQueryOptions({
  queryKey: ['csv', 'imports'],
  queryFn: ({ pageParam, signal }) =>
    call<Page<Import>>('GET', '/imports', { query: { limit: 100, after: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next,
})

/** Rows of an import with something to say, all or those with one outcome. */
export function importRowsQuery(id: string, did: ImportRow['did'] | undefined) {
  return infiniteQueryOptions({
    queryKey: ['csv', 'rows', id, did],
    queryFn: ({ pageParam, signal }) =>
      call<{ items: readonly ImportRow[]; next: number | null }>('GET', `/imports/${id}/rows`, {
        query: { did, limit: 100, afterRow: pageParam },
        signal,
      }),
    initialPageParam: 0 as number | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
}

/** The fields that columns can mean. */
export function fieldsQuery(kind: CsvKind) {
  return queryOptions({
    queryKey: ['csv', 'fields', kind, language()],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly CsvField[] }>('GET', `/csv-fields/${kind}`, { signal })).items,
    staleTime: 60_000,
  })
}

/** How files of one source are read, under a name. */
export const templatesQuery = queryOptions({
  queryKey: ['csv', 'templates'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Template[] }>('GET', '/csv-templates', { signal })).items,
})

/** Keeps how a file is read under a name. */
export function saveTemplate(name: string, kind: CsvKind, settings: CsvSettings): Promise<Template> {
  return call('PUT', `/csv-templates/${encodeURIComponent(name)}`, { body: { kind, settings } })
}

/** Takes a template away; imports that were read by it stay as they are. */
export function removeTemplate(id: string): Promise<unknown> {
  return call('DELETE', `/csv-templates/${id}`)
}

/** Where the refused rows of an import are, as a file. */
export function refusedAddress(id: string): string {
  return addressOf(`/imports/${id}/refused.csv`, { language: language() })
}

/** Where the objects of a kind are, as a file. */
export function exportAddress(kind: CsvKind, query: Query): string {
  return addressOf(`/exports/${kind}.csv`, { ...query, language: language() })
}

/** Warehouses that can be chosen. */
export const warehousesQuery = queryOptions({
  queryKey: ['csv', 'warehouses'],
  queryFn: async ({ signal }) =>
    (
      await call<{ items: readonly { readonly id: string; readonly name: string }[] }>('GET', '/warehouses', {
        signal,
      })
    ).items,
})
