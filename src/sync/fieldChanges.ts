import { canonical } from '../port/canonical.ts'

/** A field that is not as it was: its path within what is sent, such as `texts.de.name`; absent values are null. */
export interface FieldChange {
  readonly aspect: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** The fields in which two states of an aspect differ; lists are compared as a whole. Without a former state every field is new. */
export function fieldChanges(aspect: string, before: unknown, after: unknown, path = ''): FieldChange[] {
  if (same(before, after)) return []
  if (!isRecord(after) || !(before === undefined || before === null || isRecord(before)))
    return [{ aspect, field: path, before: before ?? null, after: after ?? null }]
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after)])
  return [...keys]
    .sort()
    .flatMap(key => fieldChanges(aspect, before?.[key], after[key], path === '' ? key : `${path}.${key}`))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b
  return canonical(a).text === canonical(b).text
}
