import fc from 'fast-check'

/** One thing that is done to a value: at which place, and what. */
interface Harm {
  readonly where: number
  readonly what: 'delete' | 'replace' | 'wrap' | 'double' | 'rename'
  readonly by: unknown
}

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '0',
    0,
    -1,
    1e21,
    1e-9,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    '\0',
    '\ud800',
    '__proto__',
    'NaN',
    '1,5',
    '1e999',
    '-',
    '2026-13-45T99:99:99Z',
    '0000-00-00 00:00:00',
    '9'.repeat(400),
    '<x>&',
    { toString: null },
    { length: 3 },
    'constructor',
  ),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Some damages, to be done with `damaged`. */
export const harms: fc.Arbitrary<readonly Harm[]> = fc.array(
  fc.record({
    where: fc.nat(),
    what: fc.constantFrom('delete', 'replace', 'replace', 'wrap', 'double', 'rename'),
    by: strange,
  }),
  { minLength: 1, maxLength: 4 },
)

/** A copy of a JSON value with these things done to it. The value stays as it is. */
export function damaged(value: unknown, list: readonly Harm[]): unknown {
  const root: { value?: unknown } = { value: structuredClone(value) }
  for (const harm of list) {
    const places = placesOf(root)
    const place = places[harm.where % places.length]
    if (place) harmAt(place.holder, place.key, harm)
  }
  return root.value
}

/** A copy for each place in the value and each of the usual things that stand there in real shops: one place at a time. */
export function* eachHarm(value: unknown): Generator<unknown> {
  const count = placesOf({ value }).length
  for (let where = 0; where < count; where++) {
    for (const what of ['delete', 'wrap', 'double'] as const)
      yield damaged(value, [{ where, what, by: undefined }])
    for (const by of usual) yield damaged(value, [{ where, what: 'replace', by }])
  }
}

const usual = [null, '', '0', 0, -1, true, [], {}, 'x', '1,5', '0000-00-00 00:00:00', '\0'] as const

type Holder = Record<string | number, unknown>

function placesOf(root: object): { readonly holder: Holder; readonly key: string | number }[] {
  const places: { holder: Holder; key: string | number }[] = []
  const open: object[] = [root]
  for (let holder = open.pop(); holder; holder = open.pop())
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder: holder as Holder, key })
      if (typeof inner === 'object' && inner !== null) open.push(inner)
    }
  return places
}

function harmAt(holder: Holder, key: string | number, { what, by }: Harm): void {
  const inner = holder[key]
  switch (what) {
    case 'delete':
      delete holder[key]
      return
    case 'replace':
      holder[key] = structuredClone(by)
      return
    case 'wrap':
      holder[key] = typeof by === 'string' ? { [by]: inner } : [inner]
      return
    case 'double':
      holder[key] = [structuredClone(inner), structuredClone(inner)]
      return
    case 'rename':
      delete holder[key]
      holder[`${key}_`] = inner
      return
  }
}

/** The same bytes with some of them changed, cut or doubled. */
export function damagedBytes(bytes: Uint8Array, list: readonly Harm[]): Uint8Array {
  let copy = Buffer.from(bytes)
  for (const { where, what, by } of list) {
    const at = where % (copy.length + 1)
    const inserted = Buffer.from(typeof by === 'string' ? by : (JSON.stringify(by) ?? ''))
    if (what === 'delete') copy = copy.subarray(0, at)
    else if (what === 'double') copy = Buffer.concat([copy, copy.subarray(at)])
    else
      copy = Buffer.concat([
        copy.subarray(0, at),
        inserted,
        copy.subarray(at + (what === 'replace' ? inserted.length : 0)),
      ])
  }
  return copy
}

/** The same value with the keys of every object in another order. */
export function otherOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, otherOrder(inner)]),
  )
}

/** The value itself, frozen to its ground: whoever changes it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const inner of Object.values(value)) frozen(inner)
    Object.freeze(value)
  }
  return value
}
