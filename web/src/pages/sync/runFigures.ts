import type { Figures, Run, RunPart, Walk } from '../../api/runs.ts'

/** Kinds that come in and kinds that go out, in the order in which they are shown. */
export const receivedKinds = [
  'order',
  'customer',
  'payment',
  'order_status',
  'order_address',
  'refund',
  'cancellation_request',
  'cancellation_accepted',
  'cancellation_refused',
  'return',
  'term',
] as const
export const sentKinds = [
  'category',
  'manufacturer',
  'characteristic',
  'item',
  'image',
  'cross_selling',
  'price',
  'stock',
  'customer',
  'order_status',
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'cancellation_answer',
  'return',
  'confirmation',
  'document',
] as const
/** Shown also where a run has nothing of them. */
export const usuallyReceived: readonly string[] = ['order', 'customer', 'payment']

/** Kinds of data that can be sent completely. */
export const completeKinds = [
  'categories',
  'manufacturers',
  'characteristics',
  'items',
  'images',
  'cross-selling',
  'prices',
  'stock',
  'customers',
  'status',
] as const
export type CompleteKind = (typeof completeKinds)[number]

/** What a person can choose, and the kinds of data that belong to it: all of the catalogue goes together. */
export const syncKinds = {
  orders: ['orders'],
  stock: ['stock'],
  catalogue: ['categories', 'manufacturers', 'characteristics', 'items', 'images', 'cross-selling', 'prices'],
  feedback: ['customers', 'status'],
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
  const walk = walkOf(run.complete ?? [])
  if (walk) return { share: walk.total > 0 ? walk.done / walk.total : undefined, left: walk.left }
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

/** How far complete synchronisations are together; undefined where there is none, or nobody knows how much there is. */
export function walkOf(
  walks: readonly Walk[],
): { readonly done: number; readonly total: number; readonly left: number | undefined } | undefined {
  if (walks.length === 0 || walks.some(one => one.total === null)) return undefined
  const lefts = walks.map(one => one.secondsLeft)
  return {
    done: walks.reduce((sum, one) => sum + one.done, 0),
    total: walks.reduce((sum, one) => sum + (one.total ?? 0), 0),
    // Channels and lanes work side by side: the last one counts.
    left: lefts.includes(null) ? undefined : Math.max(...lefts.map(Number)) * 1000,
  }
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
