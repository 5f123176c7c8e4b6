import type { MapRow } from '../../api/channels.ts'

/** By carrier of ours the id of the one of theirs that it is. */
export function carriersMapped(rows: readonly MapRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows
      .filter(row => row.list === 'carrier')
      .flatMap(row => (row.ours?.split(',') ?? []).map(code => [code, row.theirs] as const)),
  )
}

/**
 * What `changeMaps` takes for carriers, from what was chosen for each of ours (empty: none). It wants the whole list of ours for each of
 * theirs that is named; one that moves leaves its former place by itself.
 */
export function carrierChange(
  rows: readonly MapRow[],
  chosen: Readonly<Record<string, string>>,
): Record<string, string> {
  const before = carriersMapped(rows)
  const after = new Map([...before, ...Object.entries(chosen)])
  const touched = Object.entries(chosen).map(([code, theirs]) => theirs || (before.get(code) ?? ''))
  return Object.fromEntries(
    [...new Set(touched)]
      .filter(Boolean)
      .map(theirs => [theirs, [...after].flatMap(([code, of]) => (of === theirs ? [code] : [])).join(',')]),
  )
}
