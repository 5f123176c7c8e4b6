/**
 * What a child is told to have: its own, and of its parent that which it has nothing of itself. Said once for each `about`
 * (an attribute, a characteristic): whoever has one value of it has all of its own.
 */
export function withInherited<T>(
  own: readonly T[],
  inherited: readonly T[] | undefined,
  about: (row: T) => string,
): readonly T[] {
  if (!inherited || inherited.length === 0) return own
  const has = new Set(own.map(about))
  return [...own, ...inherited.filter(row => !has.has(about(row)))]
}
