import { Rejected } from '../../port/errors.ts'
import type { Outgoing } from '../../port/outgoing.ts'
import { sendAcks } from './acks.ts'
import { can, type PushNames, pushNames, type Session } from './handshake.ts'
import { pageOf } from './pages.ts'
import { idText, isModel, nameOf, textOf } from './payloads.ts'
import { numberIn } from './push.ts'

type Model = Readonly<Record<string, unknown>>

/**
 * Looks for products that the shop holds without a link, which is what a call that failed midway leaves behind: found by
 * their SKU, they are linked to our number. Gives their id; undefined for what is not there, and for what is linked
 * already: our number makes the repetition end the same.
 */
export async function findItems(
  session: Session,
  list: readonly Outgoing<'item'>[],
): Promise<readonly (string | undefined)[]> {
  const wanted = new Map(list.filter(isUnlinked).map(({ ref, state }) => [state.itemNumber, ref.no]))
  const found = new Map<number, string>()
  const match = (models: readonly Model[]) => {
    for (const model of models) {
      const no = wanted.get(textOf(model.sku))
      if (no !== undefined && !found.has(no)) found.set(no, idText(model.id))
    }
    return found.size === wanted.size
  }
  if (wanted.size > 0) await lookThrough(session, pushNames.item, match)
  await link(session, 'product', found)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
}

/** The same for categories, by a name and the parent; parents are looked for before their children. */
export async function findCategories(
  session: Session,
  list: readonly Outgoing<'category'>[],
): Promise<readonly (string | undefined)[]> {
  const wanted = parentsFirst(list.filter(isUnlinked), ({ state }) => state.parent?.no)
  const found = new Map<number, string>()
  const match = (models: readonly Model[]) => {
    const taken = new Set(found.values())
    for (const { ref, state } of wanted) {
      if (found.has(ref.no)) continue
      const names = new Set(Object.values(state.texts).map(({ name }) => name))
      const isIt = (model: Model) =>
        !taken.has(idText(model.id)) &&
        namesOf(model).some(name => names.has(name)) &&
        isBelow(model, state.parent, found)
      const theirs = idText(models.find(isIt)?.id)
      if (theirs === '') continue
      found.set(ref.no, theirs)
      taken.add(theirs)
    }
    return found.size === wanted.length
  }
  if (wanted.length > 0) await lookThrough(session, pushNames.category, match)
  await link(session, 'category', found)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
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

function isUnlinked({ ref }: { readonly ref: { readonly theirs: string } }): boolean {
  return ref.theirs === ''
}

function namesOf(model: Model): readonly string[] {
  return Array.isArray(model.i18ns) ? model.i18ns.filter(isModel).map(text => nameOf(text.name)) : []
}

function isBelow(
  { parentCategoryId }: Model,
  parent: { readonly no: number; readonly theirs: string } | undefined,
  found: ReadonlyMap<number, string>,
): boolean {
  const theirs = idText(parentCategoryId)
  const no = numberIn(parentCategoryId)
  if (!parent) return no === 0 && (theirs === '' || theirs === '0')
  return no === parent.no || (theirs !== '' && theirs === (found.get(parent.no) ?? parent.theirs))
}

// There is no offset: a larger page begins with the same objects. Fewer than asked for need not be all, but a page that
// does not grow with what was asked for is.
async function lookThrough(
  session: Session,
  names: PushNames,
  match: (models: readonly Model[]) => boolean,
): Promise<void> {
  if (!can(session, names, 'pull'))
    throw new Rejected(
      'REMOTE_VALIDATION',
      '',
      `the shop does not show its objects (${names.controller}.pull), so nobody can tell what it has stored`,
    )
  let before = 0
  for (let limit = 100; ; limit *= 4) {
    const { result, error } = await session.api.ask(`${names.controller}.pull`, { limit, filters: {} })
    if (error) throw session.api.errorOf(error)
    const models = pageOf(result).filter(isModel)
    if (match(models) || models.length <= before) return
    before = models.length
  }
}

async function link(session: Session, ackKey: string, found: ReadonlyMap<number, string>): Promise<void> {
  const pairs = [...found].map(([no, theirs]) => ({ no, theirs }))
  const results = pairs.length === 0 ? [] : await sendAcks(session.api, ackKey, pairs)
  for (const result of results)
    if (typeof result === 'object') throw new Rejected('REMOTE_VALIDATION', '', result.refused)
  if (pairs.length > 0)
    session.run.log('info', 'linked what a failed call had left behind', {
      kind: ackKey,
      count: pairs.length,
    })
}
