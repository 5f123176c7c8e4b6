/**
 * A function of the keys of an object that is worked out once for each list of keys: systems send the same few shapes over and over. The
 * memory is bounded, because they choose the keys.
 */
export function byKeys<T>(make: (keys: readonly string[]) => T): (keys: readonly string[]) => T {
  const ofLength = new Map<number, { readonly keys: readonly string[]; readonly made: T }[]>()
  let count = 0
  return keys => {
    if (keys.length > longest) return make(keys)
    const known = ofLength.get(keys.length)
    if (known) for (const one of known) if (isSame(one.keys, keys)) return one.made
    // Names cut out of a text keep the whole of it in memory.
    const own: readonly string[] = JSON.parse(JSON.stringify(keys))
    const made = make(own)
    const isFull = count >= mostShapes || (known?.length ?? 0) >= mostOfLength
    if (isFull) ofLength.clear()
    count = isFull ? 1 : count + 1
    const entry = { keys: own, made }
    if (known && !isFull) known.push(entry)
    else ofLength.set(keys.length, [entry])
    return made
  }
}

const mostShapes = 1000
// No record has so many fields; an object with a key for each of its things is never the same again.
const longest = 200
// They are looked through one after the other.
const mostOfLength = 50

function isSame(one: readonly string[], other: readonly string[]): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}

/**
 * An object that has these keys, in their order, all with null: a form to be copied (`{ ...form }`) and filled. An object to which more than a
 * dozen keys are added one by one becomes a hash table, and everything that is done with it takes several times as long; a copy does not.
 */
export function formOf(keys: readonly string[]): Readonly<Record<string, unknown>> {
  return JSON.parse(`{${keys.map(key => `${JSON.stringify(key)}:null`).join()}}`)
}
