import { Rejected } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { sendAcks } from './acks.ts'
import type { Globals } from './globals.ts'
import { globalsFor } from './groups.ts'
import { pushNames, type Session } from './handshake.ts'
import { type Entry, notTaken, pushAll } from './push.ts'
import { ofWhole } from './pushResults.ts'
import { linkLeftover } from './sendParts.ts'
import { link, mostBefore, type Unlinked, unlinkedBefore, unlinkedNow } from './unlinked.ts'

type Shown = readonly Outgoing<'cross_selling'>[]
type Group = Outgoing<'cross_selling'>['state']['groups'][number]

const names = pushNames.cross_selling

/**
 * Sends what is shown beside products, complete. Groups belong to the shop: they are found among its global data by what they are
 * called, in any language. One that it does not have is left out and named in the log; where it has none of them, the object is
 * refused (CROSS_SELLING_GROUP_UNKNOWN) and shows nothing. One result per element, in order.
 */
export async function sendCrossSelling(session: Session, list: Shown): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const unsupported = notTaken(session, names, 'push')
  if (unsupported) return list.map(() => unsupported)
  const has = await tellShownGroups(session, list)
  const fresh = list.filter(({ ref, state }) => ref.theirs === '' && state.groups.some(has))
  if (fresh.length > 0) await linkFound(session, fresh, await unlinkedBefore(session, names))
  const entries = list.map((element): Entry => {
    const groups = element.state.groups.filter(has)
    const entry = { no: element.ref.no, models: [modelOf(element, groups)] }
    return groups.length > 0 || element.ref.theirs !== ''
      ? entry
      : { ...entry, refused: unknownGroups(element) }
  })
  const way = { names, idNames: ['id'], resultOf: ofWhole }
  const results = await pushAll(session, way, entries)
  await linkLeftover(session, names, list, results, () => findCrossSelling(session, list))
  return list.map((element, at) => {
    const result = results[at] ?? { result: 'unknown', text: 'the call does not speak of it' }
    return result.result === 'accepted' && !element.state.groups.some(has) ? unknownGroups(element) : result
  })
}

/** Looks for what the shop holds of these without a link, by its product, and links it. Gives its id; undefined for what is not there or linked already. */
export async function findCrossSelling(
  session: Session,
  list: Shown,
): Promise<readonly (string | undefined)[]> {
  const wanted = list.filter(({ ref }) => ref.theirs === '')
  const isEnough = (objects: readonly Unlinked[]) => matching(objects, wanted).size === wanted.length
  const objects = wanted.length === 0 ? [] : await unlinkedNow(session, names, isEnough, mostBefore)
  const found = await linkFound(session, wanted, objects)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
}

/** What is taken away, with its product where that is known. */
export function goneCrossSelling({ ref, of }: { readonly ref: Ref; readonly of?: Ref }): object {
  return { id: [ref.theirs, ref.no], ...(of ? { productId: [of.theirs, of.no] } : {}) }
}

function modelOf({ ref, state }: Outgoing<'cross_selling'>, groups: readonly Group[]): object {
  return {
    id: ['', ref.no],
    productId: ['', state.item.no],
    items: groups.map(({ group, items }) => ({
      crossSellingGroupId: ['', group.no],
      productIds: items.map(({ no }) => ['', no]),
    })),
  }
}

function unknownGroups({ state }: Outgoing<'cross_selling'>): SendResult {
  return {
    result: 'rejected',
    code: 'CROSS_SELLING_GROUP_UNKNOWN',
    field: 'groups',
    text: state.groups.map(nameOf).join(', '),
  }
}

function nameOf({ texts }: Group): string {
  return Object.values(texts)[0]?.name ?? ''
}

/**
 * Tells the shop our numbers of the groups that it has, once per session: without that it cannot tell which is meant. Answers which of
 * them it has. A group that was made since the global data was read is found too.
 */
async function tellShownGroups(session: Session, list: Shown): Promise<(group: Group) => boolean> {
  const groups = new Map(list.flatMap(({ state }) => state.groups.map(one => [one.group.no, one] as const)))
  let found = theirsOf(groups, await globalsFor(session))
  if (found.size < groups.size) found = theirsOf(groups, await globalsFor(session, true))
  const untold = [...found]
    .map(([no, theirs]) => ({ no, theirs }))
    .filter(({ no, theirs }) => !session.toldGroups.has(`${controllerOfGroups} ${theirs} ${no}`))
  if (untold.length > 0) {
    const results = await sendAcks(session.api, controllerOfGroups, untold)
    for (const [at, { no, theirs }] of untold.entries()) {
      const result = results[at]
      if (typeof result === 'object') throw new Rejected('REMOTE_VALIDATION', 'groups', result.refused)
      session.toldGroups.add(`${controllerOfGroups} ${theirs} ${no}`)
    }
  }
  nameMissing(
    session,
    [...groups.values()].filter(one => !found.has(one.group.no)),
  )
  return one => found.has(one.group.no)
}

const controllerOfGroups = 'crossSellingGroup'

// By our number: their id, each for one of ours only.
function theirsOf(
  groups: ReadonlyMap<number, Group>,
  { crossSellingGroups }: Globals,
): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const taken = new Set<string>()
  for (const [no, { texts }] of [...groups].sort(([a], [b]) => a - b)) {
    const wanted = new Set(Object.values(texts).map(text => plain(text.name)))
    const it = crossSellingGroups.find(
      one => !taken.has(one.theirs) && one.names.some(name => wanted.has(plain(name))),
    )
    if (!it) continue
    found.set(no, it.theirs)
    taken.add(it.theirs)
  }
  return found
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}

function nameMissing({ run, toldGroups }: Session, missing: readonly Group[]): void {
  for (const one of missing) {
    const name = nameOf(one)
    if (toldGroups.has(`missing ${name}`)) continue
    toldGroups.add(`missing ${name}`)
    run.log('warn', 'the shop has no cross-selling group of that name: what is in it is not shown there', {
      group: name,
    })
  }
}

async function linkFound(
  session: Session,
  wanted: Shown,
  objects: readonly Unlinked[],
): Promise<ReadonlyMap<number, string>> {
  const found = matching(objects, wanted)
  await link(session, 'crossSelling', found)
  // The next push names both ids, under the name that the controller has.
  for (const [no, theirs] of found) session.linked.set(`${names.controller} ${no}`, theirs)
  return found
}

function matching(objects: readonly Unlinked[], wanted: Shown): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const taken = new Set<string>()
  for (const { ref, state } of wanted) {
    const { item } = state
    const it = objects.find(
      ({ theirs, parentNo, parentTheirs }) =>
        !taken.has(theirs) && (parentNo === item.no || (parentTheirs !== '' && parentTheirs === item.theirs)),
    )
    if (!it) continue
    found.set(ref.no, it.theirs)
    taken.add(it.theirs)
  }
  return found
}
