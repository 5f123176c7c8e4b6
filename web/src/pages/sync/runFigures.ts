import type { Figures, Run, RunPart } from '../../api/runs.ts'

/** Kinds that come in and kinds that go out, in the order in which they are shown. */
export const receivedKinds = ['order', 'customer', 'payment'] as const
export const sentKinds = ['category', 'item', 'price', 'stock', 'order_status', 'delivery'] as const

/** What a person can choose, and the kinds of data that belong to it: categories, items and prices go together. */
export const syncKinds = {
  orders: ['orders'],
  stock: ['stock'],
  catalogue: ['categories', 'items', 'prices'],
  feedback: ['status'],
} as const
export type SyncKind = keyof typeof syncKinds

/** Sums the figures of parts, kind by kind. */
export function sumFigures(parts: readonly Pick<RunPart, 'figures'>[]): Record<string, Required<Figures>> {
  const sums: Record<string, Record<keyof Figures, number>> = {}
  for (const { figures } of parts)
    for (const [kind, one] of Object.entries(figures)) {
      const sum = sums[kind] ?? { ...none }
      sums[kind] = sum
      for (const name of Object.keys(none) as (keyof Figures)[]) sum[name] += one[name] ?? 0
    }
  return sums
}

/** Sums one figure over all kinds. */
export function total(parts: readonly Pick<RunPart, 'figures'>[], name: keyof Figures): number {
  return parts.reduce(
    (sum, part) =>
      sum + Object.values(part.figures).reduce((inner, figures) => inner + (figures[name] ?? 0), 0),
    0,
  )
}

/**
 * How far a run is, from 0 to 1, and how long it will still take in ms: a part that runs is compared with how long its
 * kind of work took the last time. Undefined while nobody knows.
 */
export function estimate(
  run: Run,
  before: readonly RunPart[],
  now: number,
): { readonly share: number | undefined; readonly left: number | undefined } {
  if (run.endedAt !== null) return { share: 1, left: 0 }
  let done = 0
  let expected = 0
  for (const part of run.parts) {
    const last = before.find(
      one =>
        one.state === 'done' &&
        one.id !== part.id &&
        one.connection === part.connection &&
        one.lane === part.lane &&
        one.startedAt !== null &&
        one.endedAt !== null,
    )
    const began = part.startedAt ? Date.parse(part.startedAt) : now
    const took = part.endedAt ? Date.parse(part.endedAt) - began : undefined
    const usual =
      took ?? (last ? Date.parse(last.endedAt ?? '') - Date.parse(last.startedAt ?? '') : undefined)
    if (usual === undefined) return { share: undefined, left: undefined }
    const length = Math.max(usual, 100)
    expected += length
    // What takes longer than usual stays just before its end.
    done += part.endedAt ? length : Math.min(now - began, length * 0.95)
  }
  if (expected === 0) return { share: undefined, left: undefined }
  return { share: done / expected, left: Math.max(0, expected - done) }
}

const none: Required<Figures> = {
  found: 0,
  new: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  parked: 0,
  sent: 0,
  accepted: 0,
  pending: 0,
  rejected: 0,
  unknown: 0,
  ms: 0,
}
