import { nameOf } from './payloads.ts'

/**
 * Objects of the shop by what they are called: those of exactly that name first, then those whose name the shop has tidied (case, space,
 * tags, entities, composed letters). One that is called exactly as another of `ours` is left to that.
 */
export function byNames<T>(
  objects: readonly T[],
  namesOf: (object: T) => readonly string[],
  ours: readonly string[],
): (name: string) => readonly T[] {
  const reserved = new Set(ours)
  const exact = new Map<string, Set<T>>()
  const tidied = new Map<string, Set<T>>()
  for (const object of objects) {
    const names = namesOf(object).filter(Boolean)
    for (const name of names) add(exact, name, object)
    if (names.some(name => reserved.has(name))) continue
    for (const name of names) add(tidied, comparedName(name), object)
  }
  return name => [...(exact.get(name) ?? []), ...(tidied.get(comparedName(name)) ?? [])]
}

function comparedName(name: string): string {
  const plain = nameOf(name.replace(/<[^>]*>/g, ' ')).normalize('NFKC')
  // Capitals rather than small letters: shops write ß as SS, and nothing leads back.
  return plain.replace(/\s+/g, ' ').trim().toUpperCase()
}

function add<T>(all: Map<string, Set<T>>, name: string, object: T): void {
  const known = all.get(name)
  if (known) known.add(object)
  else all.set(name, new Set([object]))
}
