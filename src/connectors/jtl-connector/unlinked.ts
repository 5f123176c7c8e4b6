import { Rejected } from '../../port/errors.ts'
import { sendAcks } from './acks.ts'
import { can, type PushNames, type Session } from './handshake.ts'
import { pageOf } from './pages.ts'
import { idText, isModel, nameOf, numberIn, textOf } from './payloads.ts'

/** An object that the shop holds without a link to a number of ours. */
export interface Unlinked {
  readonly theirs: string
  readonly sku: string
  /** What it is called: in each language, by itself (a manufacturer), or as a file (an image). */
  readonly names: readonly string[]
  /** Of a category the one above it, of an image what it shows, of cross-selling its product: by both names. */
  readonly parentTheirs: string
  readonly parentNo: number
  /** Of a specific. */
  readonly values: readonly { readonly theirs: string; readonly names: readonly string[] }[]
}

/** What a session has seen of them. Only a call of ours that fails leaves new ones behind. */
export interface Listing {
  readonly objects: readonly Unlinked[]
  readonly isWhole: boolean
  readonly failures: number
}

/** Objects that are looked at before new ones are sent: more are not worth the calls, most shops have none. */
export const mostBefore = 6400

/**
 * The unlinked objects of a kind as this session saw them first: for what is sent as new and may be there already. The
 * first 6,400 of them; nothing where the shop does not show them.
 */
export async function unlinkedBefore(session: Session, names: PushNames): Promise<readonly Unlinked[]> {
  if (!can(session, names, 'pull')) return []
  const known = session.listings.get(names.controller)
  if (known) return known.objects
  const listing = await look(session, names, () => false, mostBefore)
  if (!listing.isWhole)
    session.run.log('info', 'the shop holds more unlinked objects than are compared with what is new', {
      kind: names.controller,
      count: listing.objects.length,
    })
  return listing.objects
}

/**
 * The unlinked objects of a kind after a call that failed, as far as `isEnough` wants to see them, at most `most`. Throws
 * `Rejected` where the shop does not show them: nobody can tell what it has stored.
 */
export async function unlinkedNow(
  session: Session,
  names: PushNames,
  isEnough: (objects: readonly Unlinked[]) => boolean,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Unlinked[]> {
  if (!can(session, names, 'pull'))
    throw new Rejected(
      'REMOTE_VALIDATION',
      '',
      `the shop does not show its objects (${names.controller}.pull), so nobody can tell what it has stored`,
    )
  const known = session.listings.get(names.controller)
  if (known && session.failures > 0 && known.failures === session.failures)
    if (known.isWhole || isEnough(known.objects)) return known.objects
  return (await look(session, names, isEnough, most)).objects
}

/**
 * Tells the shop which of its objects have which number of ours. Throws where it does not take it. An endpoint may say that it has and
 * have stored nothing; so the next push of each names both ids (`withLinked`).
 */
export async function link(
  session: Session,
  ackKey: string,
  found: ReadonlyMap<number, string>,
): Promise<void> {
  if (found.size === 0) return
  const pairs = [...found].map(([no, theirs]) => ({ no, theirs }))
  for (const result of await sendAcks(session.api, ackKey, pairs))
    if (typeof result === 'object') throw new Rejected('REMOTE_VALIDATION', '', result.refused)
  for (const { no, theirs } of pairs) session.linked.set(`${ackKey} ${no}`, theirs)
  session.run.log('info', 'linked what the shop already held', { kind: ackKey, count: pairs.length })
}

/**
 * A model as it is pushed: where its object, or a value in it, was linked in this session and not pushed since, by both ids, which links
 * anew without looking. Our number alone would make it a second time where the link was lost.
 */
export function withLinked({ linked }: Session, controller: string, model: object): object {
  if (linked.size === 0) return model
  const fields = model as Readonly<Record<string, unknown>>
  const named = (kind: string, one: Readonly<Record<string, unknown>>) => {
    const theirs = linked.get(`${kind} ${numberIn(one['id'])}`)
    return theirs === undefined ? one : { ...one, id: [theirs, numberIn(one['id'])] }
  }
  const { values } = fields
  const whole = named(controller, fields)
  if (controller !== 'specific' || !Array.isArray(values)) return whole
  return {
    ...whole,
    values: values.map(value => (isModel(value) ? named('specificValue', value) : value)),
  }
}

// There is no offset: a larger page begins with the same objects. Fewer than asked for need not be all, but a page that
// does not grow with what was asked for is.
async function look(
  session: Session,
  names: PushNames,
  isEnough: (objects: readonly Unlinked[]) => boolean,
  most: number,
): Promise<Listing> {
  const { failures } = session
  let objects: readonly Unlinked[] = []
  let isWhole = false
  for (let limit = 100; !isWhole && limit <= most; limit *= 4) {
    const { result, error } = await session.api.ask(`${names.controller}.pull`, { limit, filters: {} })
    if (error) throw session.api.errorOf(error)
    const seen = pageOf(result).filter(isModel).map(unlinked)
    isWhole = seen.length <= objects.length
    objects = isWhole ? objects : seen
    if (isEnough(objects)) break
  }
  const listing = { objects, isWhole, failures }
  session.listings.set(names.controller, listing)
  return listing
}

function unlinked(model: Readonly<Record<string, unknown>>): Unlinked {
  const own = [model['name'], model['filename']].map(nameOf).filter(Boolean)
  const above = model['parentCategoryId'] ?? model['foreignKey'] ?? model['productId']
  return {
    theirs: idText(model['id']),
    sku: textOf(model['sku']),
    names: [...own, ...modelsIn(model['i18ns']).map(text => nameOf(text['name']))],
    parentTheirs: idText(above),
    parentNo: numberIn(above),
    values: modelsIn(model['values']).map(value => ({
      theirs: idText(value['id']),
      names: modelsIn(value['i18ns']).map(text => nameOf(text['value'])),
    })),
  }
}

function modelsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isModel) : []
}
