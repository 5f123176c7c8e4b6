/** Attributes of a customer that `map` kept as pairs, to be sent back; null where the value was not kept. What is no pair is left out. */
export function keptAttributes(
  kept: Readonly<Record<string, unknown>> | undefined,
): readonly [string, string | null][] {
  const list = kept?.['attributes']
  return (Array.isArray(list) ? list : []).flatMap((pair): [string, string | null][] =>
    Array.isArray(pair) && typeof pair[0] === 'string'
      ? [[pair[0], typeof pair[1] === 'string' ? pair[1] : null]]
      : [],
  )
}
