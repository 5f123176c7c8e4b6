/** A way into a JSON value: `['items', '0', 'vat']`. */
export type Place = readonly string[]

/**
 * The places of a payload that `read` looks at, present or not, each once: whatever is not among them cannot matter. What `read`
 * throws is passed over.
 */
export function placesRead(payload: unknown, read: (payload: unknown) => unknown): readonly Place[] {
  const places = new Map<string, Place>()
  try {
    read(watched(payload, [], place => places.set(place.join('\n'), place)))
  } catch {
    // As far as it came: places behind what it refuses are not looked at.
  }
  return [...places.values()]
}

/** The name of a place, the same for all elements of a list: `items[].vat`. */
export function nameOfPlace(place: Place): string {
  return place.reduce((name, key) => (/^\d+$/.test(key) ? `${name}[]` : name ? `${name}.${key}` : key), '')
}

/** A copy with another value at the place; undefined where nothing can stand there. The payload stays as it is. */
export function withValueAt(payload: unknown, place: Place, value: unknown): unknown {
  const copy: unknown = structuredClone(payload)
  let holder: unknown = copy
  for (const key of place.slice(0, -1)) holder = isHolder(holder) ? holder[key] : undefined
  const last = place.at(-1)
  if (!isHolder(holder) || last === undefined) return undefined
  holder[last] = value
  return copy
}

function watched(value: unknown, place: Place, seen: (place: Place) => void): unknown {
  if (!isHolder(value)) return value
  return new Proxy(value, {
    get: (holder, key) => {
      if (typeof key === 'symbol' || (Array.isArray(holder) && !/^\d+$/.test(key)))
        return Reflect.get(holder, key)
      const inner = [...place, key]
      seen(inner)
      return watched(Reflect.get(holder, key), inner, seen)
    },
  })
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
