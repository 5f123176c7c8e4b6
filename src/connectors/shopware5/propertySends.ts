import { PortError, Rejected } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { failureOf } from './batches.ts'
import { doubtfulName, noteDoubts, settleDoubts } from './doubts.ts'
import { rowsBy } from './find.ts'
import { keyNumber, namedKey, namesIn } from './itemNames.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import type { Session } from './session.ts'
import { mainShop, ownText, textProblem } from './shopTexts.ts'
import { madeKey } from './written.ts'

type Characteristic = Outgoing<'characteristic'>

/**
 * Sends characteristics: each is a property of one group, because an item of the shop can be in one only. Its values come into being
 * with the items that have them. One call for all; one result per element, in order.
 */
export async function sendCharacteristics(
  session: Session,
  list: readonly Characteristic[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const problems = list.map(({ state }) =>
    [state.texts, ...state.values.map(value => value.texts)]
      .map(texts => textProblem(texts, globals))
      .find(problem => problem !== undefined),
  )
  const named = list.map(({ ref, state }) => ({
    no: ref.no,
    before: namesIn(ref.theirs)[0] ?? doubtfulName(session, 'characteristic', ref.no),
    now: ownText(state.texts, globals)?.name ?? '',
  }))
  const going = named.filter((_one, at) => !problems[at])
  const fresh = going.filter(({ before }) => before === undefined)
  noteDoubts(
    session,
    'characteristic',
    fresh.map(({ no, now }) => ({ no, name: now })),
  )
  const outcomes = await writeAll(session, going)
  settleDoubts(
    session,
    'characteristic',
    going.filter(one => !isUnknown(outcomes.get(one))).map(({ no }) => no),
  )
  return list.map(({ state }, at): SendResult => {
    const one = named[at]
    const group = one && outcomes.get(one)
    if (!one || problems[at] || group === undefined)
      return problems[at] ?? { result: 'unknown', text: 'not sent' }
    if (typeof group === 'object') return group
    const nested = state.values.map(value => ({
      no: value.ref.no,
      theirs: namedKey(group, one.now, ownText(value.texts, globals)?.name ?? ''),
    }))
    return { result: 'accepted', theirs: namedKey(group, one.now), proof: 'stored', nested }
  })
}

/** Looks for characteristics by their names. Gives their keys, undefined for what the shop has not. */
export async function findCharacteristics(
  session: Session,
  list: readonly Characteristic[],
): Promise<readonly (string | undefined)[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const group = await groupOf(session)
  const options = group === undefined ? [] : await optionsIn(session, group)
  return list.map(({ ref, state }) => {
    const names = [ownText(state.texts, globals)?.name, doubtfulName(session, 'characteristic', ref.no)]
    const name = names.find(one => one !== undefined && options.some(option => option.name === one))
    return group !== undefined && name !== undefined ? namedKey(group, name) : undefined
  })
}

/** Takes characteristics out of their group. What is not there any more is as wanted. */
export async function removeCharacteristics(
  session: Session,
  list: readonly { readonly ref: Ref }[],
): Promise<readonly SendResult[]> {
  const group = list.length === 0 ? undefined : await groupOf(session)
  if (group !== undefined) {
    const gone = new Set(list.map(({ ref }) => namesIn(ref.theirs)[0]))
    const options = await optionsIn(session, group)
    const left = options.filter(one => !gone.has(one.name))
    await session.api.put(`propertyGroups/${group}`, {
      options: left.map(({ key, name }) => ({ id: keyNumber(key), name })),
      __options_options: { replace: true },
    })
  }
  return list.map(({ ref }) => ({ result: 'accepted', theirs: ref.theirs, proof: 'stored' }))
}

interface Named {
  readonly no: number
  /** The name that the shop may have it under. */
  readonly before: string | undefined
  readonly now: string
}

async function groupOf(session: Session): Promise<string | undefined> {
  const name = await groupName(session)
  const rows = await rowsBy(session, 'propertyGroups', 'name', [name])
  const row = rows.find(one => textOf(one['name']) === name)
  return (row && keyOf(row['id'])) || undefined
}

// With its properties, so that it is there with them or not at all.
async function makeGroup(session: Session, list: readonly Named[]): Promise<string> {
  const name = await groupName(session)
  const options = [...new Set(list.map(one => one.now))].map(option => ({ name: option, filterable: true }))
  const group = { name, position: 0, comparable: true, sortMode: 0 }
  return madeKey(await session.api.post('propertyGroups', { ...group, options }))
}

async function groupName(session: Session): Promise<string> {
  const { language = '' } = mainShop(await session.globals()) ?? {}
  return language === 'de' || language === '' ? 'Merkmale' : 'Characteristics'
}

async function optionsIn(
  { api }: Session,
  group: string,
): Promise<readonly { readonly key: string; readonly name: string }[]> {
  const { data } = await api.get(`propertyGroups/${group}`)
  const options = isRow(data) ? listOf(data['options']).filter(isRow) : []
  return options.map(one => ({ key: keyOf(one['id']), name: textOf(one['name']) }))
}

function isUnknown(outcome: string | SendResult | undefined): boolean {
  return outcome === undefined || (typeof outcome === 'object' && outcome.result === 'unknown')
}

// The group of each, or why it is not in it. All at once where the shop takes all; else one after the other, so that it says which it
// does not take.
async function writeAll(
  session: Session,
  list: readonly Named[],
): Promise<ReadonlyMap<Named, string | SendResult>> {
  if (list.length === 0) return new Map()
  try {
    const group = await writeOptions(session, list)
    return new Map(list.map(one => [one, group]))
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    const [only, ...others] = list
    if (only && others.length === 0) return new Map([[only, failureOf(error)]])
  }
  const outcomes = new Map<Named, string | SendResult>()
  for (const one of list) {
    try {
      outcomes.set(one, await writeOptions(session, [one]))
    } catch (error) {
      if (!(error instanceof PortError)) throw error
      outcomes.set(one, failureOf(error))
    }
  }
  return outcomes
}

// The whole list goes, with the keys of what is there: whether the shop replaces it or adds to it, it ends the same. Gives the group.
async function writeOptions(session: Session, list: readonly Named[]): Promise<string> {
  const group = await groupOf(session)
  if (group === undefined) return makeGroup(session, list)
  const there = await optionsIn(session, group)
  const renamed = new Map(list.map(one => [one.before ?? one.now, one.now]))
  const kept = there.map(({ key, name }) => ({ id: keyNumber(key), name: renamed.get(name) ?? name }))
  const names = new Set(kept.map(({ name }) => name))
  const fresh = [...new Set(list.map(one => one.now))].filter(name => !names.has(name))
  await session.api.put(`propertyGroups/${group}`, {
    options: [...kept, ...fresh.map(name => ({ name, filterable: true }))],
  })
  return group
}
