import { z } from 'zod'

/** How far a list is counted: who has more wants to filter. */
export const countLimit = 10_000

/** The input of every list: keyset paging. */
export const pageInput = {
  after: z
    .uuid()
    .optional()
    .meta({ description: 'The "next" of the page before.', 'x-de': 'Das „next“ der vorigen Seite.' }),
  limit: z
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: 'So many entries at most.', 'x-de': 'Höchstens so viele Einträge.' }),
}

/** The output of every list. `count` stops at `countLimit`; then `countCapped` is true. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).readonly(),
    next: z.uuid().nullable(),
    count: z.int(),
    countCapped: z.boolean(),
  })
}

/** Makes a page of rows that were asked for with `limit + 1`, and of the count. */
export function asPage<T extends { readonly id: string }>(rows: readonly T[], limit: number, count: number) {
  const items = rows.slice(0, limit)
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    count: Math.min(count, countLimit),
    countCapped: count > countLimit,
  }
}
