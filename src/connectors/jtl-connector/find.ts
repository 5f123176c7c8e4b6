import type { Outgoing } from '../../port/outgoing.ts'
import { pushNames, type Session } from './handshake.ts'
import { byNames } from './names.ts'
import { link, type Unlinked, unlinkedBefore, unlinkedNow } from './unlinked.ts'

type Found = ReadonlyMap<number, string>

/**
 * Looks for products that the shop holds without a link, which is what a call that failed midway leaves behind: found by
 * their SKU, they are linked to our number. Gives their id; undefined for what is not there, and for what is linked
 * already: our number makes the repetition end the same.
 */
export async function findItems(
  session: Session,
  list: readonly Outgoing<'item'>[],
): Promise<readonly (string | undefined)[]> {
  const wanted = list.filter(isNew)
  const isEnough = (objects: readonly Unlinked[]) => itemsIn(objects, wanted).size === wanted.length
  const found =
    wanted.length === 0 ? none : itemsIn(await unlinkedNow(session, pushNames.item, isEnough), wanted)
  await link(session, 'product', found)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
}

/** The same for categories, by a name and the parent; parents are looked for before their children. */
export async function findCategories(
  session: Session,
  list: readonly Outgoing<'category'>[],
): Promise<readonly (string | undefined)[]> {
  const wanted = list.filter(isNew)
  const isEnough = (objects: readonly Unlinked[]) => categoriesIn(objects, wanted).size === wanted.length
  const found =
    wanted.length === 0
      ? none
      : categoriesIn(await unlinkedNow(session, pushNames.category, isEnough), wanted)
  await link(session, 'category', found)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
}

/**
 * Links what is sent for the first time to what the shop has already under the same SKU: a shop that was there before us
 * must not show everything twice.
 */
export async function linkItems(session: Session, list: readonly Outgoing<'item'>[]): Promise<void> {
  const wanted = list.filter(isNew)
  if (wanted.length === 0) return
  await link(session, 'product', itemsIn(await unlinkedBefore(session, pushNames.item), wanted))
}

/** The same for categories of the same name below the same parent. */
export async function linkCategories(session: Session, list: readonly Outgoing<'category'>[]): Promise<void> {
  const wanted = list.filter(isNew)
  if (wanted.length === 0) return
  await link(session, 'category', categoriesIn(await unlinkedBefore(session, pushNames.category), wanted))
}

/** The elements with parents before their children, as far as both are among them; else in the order given. */
export function parentsFirst<T extends { readonly ref: { readonly no: number } }>(
  list: readonly T[],
  parentOf: (element: T) => number | undefined,
): readonly T[] {
  const byNo = new Map(list.map(element => [element.ref.no, element]))
  const ordered = new Set<T>()
  const add = (element: T, below: number) => {
    const parent = byNo.get(parentOf(element) ?? 0)
    if (parent && !ordered.has(parent) && below < list.length) add(parent, below + 1)
    ordered.add(element)
  }
  for (const element of list) add(element, 0)
  return [...ordered]
}

const none: Found = new Map()

function isNew({ ref }: { readonly ref: { readonly theirs: string } }): boolean {
  return ref.theirs === ''
}

// The first of several under one SKU: the others were there before us, or are left from an older mishap.
function itemsIn(objects: readonly Unlinked[], wanted: readonly Outgoing<'item'>[]): Found {
  const numbers = new Map(wanted.map(({ ref, state }) => [state.itemNumber, ref.no]))
  const found = new Map<number, string>()
  for (const { sku, theirs } of objects) {
    const no = numbers.get(sku)
    if (no !== undefined && !found.has(no)) found.set(no, theirs)
  }
  return found
}

function categoriesIn(objects: readonly Unlinked[], wanted: readonly Outgoing<'category'>[]): Found {
  const found = new Map<number, string>()
  const taken = new Set<string>()
  const ours = wanted.flatMap(({ state }) => Object.values(state.texts).map(({ name }) => name))
  const byName = byNames(objects, object => object.names, ours)
  for (const { ref, state } of parentsFirst(wanted, element => element.state.parent?.no)) {
    const named = Object.values(state.texts).flatMap(({ name }) => byName(name))
    const it = named.find(object => !taken.has(object.theirs) && isBelow(object, state.parent, found))
    if (!it) continue
    found.set(ref.no, it.theirs)
    taken.add(it.theirs)
  }
  return found
}

function isBelow(
  { parentTheirs, parentNo }: Unlinked,
  parent: { readonly no: number; readonly theirs: string } | undefined,
  found: Found,
): boolean {
  if (!parent) return parentNo === 0 && (parentTheirs === '' || parentTheirs === '0')
  return (
    parentNo === parent.no ||
    (parentTheirs !== '' && parentTheirs === (found.get(parent.no) ?? parent.theirs))
  )
}
