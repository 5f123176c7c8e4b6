import type { LocalTexts, Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { manufacturerModel, specificModel } from './alongModels.ts'
import { globalsFor } from './groups.ts'
import { type PushNames, pushNames, type Session } from './handshake.ts'
import { byNames } from './names.ts'
import { type Entry, pushAll } from './push.ts'
import { ofWhole } from './pushResults.ts'
import { linkLeftover, refusal, sentOf, textProblem } from './sendParts.ts'
import { link, type Unlinked, unlinkedBefore, unlinkedNow } from './unlinked.ts'

/** Sends manufacturers complete. One result per element, in order. */
export async function sendManufacturers(session: Session, list: readonly Outgoing<'manufacturer'>[]) {
  if (list.length === 0) return []
  const globals = await globalsFor(session)
  const entries = list.map(element => ({
    no: element.ref.no,
    models: [manufacturerModel(element, globals)],
  }))
  return sendNamed(session, manufacturers, list, entries)
}

/** Sends characteristics complete, with their values. A text is needed of each: values without one would be nameless. */
export async function sendCharacteristics(session: Session, list: readonly Outgoing<'characteristic'>[]) {
  if (list.length === 0) return []
  const globals = await globalsFor(session)
  const entries = list.map(element => {
    const { texts, values } = element.state
    const problem = [texts, ...values.map(value => value.texts)]
      .map(one => textProblem(one, globals))
      .find(one => one)
    return { no: element.ref.no, models: [specificModel(element, globals)], ...refusal(problem) }
  })
  return sendNamed(session, characteristics, list, entries)
}

/**
 * Looks for manufacturers that the shop holds without a link, by their name, and links them. Gives their id; undefined for what
 * is not there, and for what is linked already.
 */
export function findManufacturers(session: Session, list: readonly Outgoing<'manufacturer'>[]) {
  return findNamed(session, manufacturers, list)
}

/** The same of characteristics, by a name, with those of their values that are called alike. */
export function findCharacteristics(session: Session, list: readonly Outgoing<'characteristic'>[]) {
  return findNamed(session, characteristics, list)
}

/** A kind whose objects are known by what they are called. */
interface Named<E> {
  readonly names: PushNames
  readonly namesOf: (element: E) => readonly string[]
  readonly valuesOf: (element: E) => readonly { readonly ref: Ref; readonly texts: LocalTexts }[]
}

const manufacturers: Named<Outgoing<'manufacturer'>> = {
  names: pushNames.manufacturer,
  namesOf: ({ state }) => [state.name],
  valuesOf: () => [],
}
const characteristics: Named<Outgoing<'characteristic'>> = {
  names: pushNames.characteristic,
  namesOf: ({ state }) => namesIn(state.texts),
  valuesOf: ({ state }) => state.values,
}

interface Numbered {
  readonly ref: Ref
}

// What the shop has already under that name is linked before: a shop that was there before us shows nothing twice.
async function sendNamed<E extends Numbered>(
  session: Session,
  kind: Named<E>,
  list: readonly E[],
  entries: readonly Entry[],
): Promise<readonly SendResult[]> {
  const fresh = sentOf(list, entries).filter(isNew)
  if (fresh.length > 0) await linkNamed(session, kind, fresh, await unlinkedBefore(session, kind.names))
  const way = { names: kind.names, idNames: ['id'], resultOf: ofWhole }
  const results = await pushAll(session, way, entries)
  await linkLeftover(session, kind.names, list, results, () => findNamed(session, kind, list))
  return results
}

async function findNamed<E extends Numbered>(
  session: Session,
  kind: Named<E>,
  list: readonly E[],
): Promise<readonly (string | undefined)[]> {
  const wanted = list.filter(isNew)
  const isEnough = (objects: readonly Unlinked[]) => matching(kind, objects, wanted).length === wanted.length
  const objects = wanted.length === 0 ? [] : await unlinkedNow(session, kind.names, isEnough)
  const found = await linkNamed(session, kind, wanted, objects)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
}

// The object first: whoever breaks off in between finds its values again by their names.
async function linkNamed<E extends Numbered>(
  session: Session,
  kind: Named<E>,
  wanted: readonly E[],
  objects: readonly Unlinked[],
): Promise<ReadonlyMap<number, string>> {
  const pairs = matching(kind, objects, wanted)
  const found = new Map(pairs.map(([element, object]) => [element.ref.no, object.theirs]))
  await link(session, kind.names.controller, found)
  const values = pairs.flatMap(([element, object]) => {
    const ours = kind.valuesOf(element).flatMap(({ texts }) => namesIn(texts))
    const known = byNames(object.values, value => value.names, ours)
    const taken = new Set<string>()
    return kind.valuesOf(element).flatMap(({ ref, texts }): [number, string][] => {
      const it = namesIn(texts)
        .flatMap(known)
        .find(value => !taken.has(value.theirs))
      if (it === undefined || ref.theirs !== '') return []
      taken.add(it.theirs)
      return [[ref.no, it.theirs]]
    })
  })
  await link(session, 'specificValue', new Map(values))
  return found
}

// The first of several of one name, and each for one of ours only.
function matching<E extends Numbered>(
  kind: Named<E>,
  objects: readonly Unlinked[],
  wanted: readonly E[],
): readonly (readonly [E, Unlinked])[] {
  const named = byNames(objects, object => object.names, wanted.flatMap(kind.namesOf))
  const taken = new Set<string>()
  return wanted.flatMap((element): (readonly [E, Unlinked])[] => {
    const object = kind
      .namesOf(element)
      .flatMap(named)
      .find(one => !taken.has(one.theirs))
    if (!object) return []
    taken.add(object.theirs)
    return [[element, object]]
  })
}

function isNew({ ref }: Numbered): boolean {
  return ref.theirs === ''
}

function namesIn(texts: LocalTexts): readonly string[] {
  return Object.values(texts).map(({ name }) => name)
}
