import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { oneByOne } from './batches.ts'
import { rowsBy, sameName } from './find.ts'
import { keyOf, textOf } from './payloads.ts'
import type { Session } from './session.ts'
import { mainShop, ownText } from './shopTexts.ts'
import { madeKey } from './written.ts'

type Maker = Outgoing<'manufacturer'>

/** Sends manufacturers, one call for each. One of the same name that stands there already is taken over. */
export async function sendManufacturers(
  session: Session,
  list: readonly Maker[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const known = await keysByName(
    session,
    list.filter(({ ref }) => ref.theirs === ''),
  )
  return oneByOne(list, async ({ ref, state }): Promise<SendResult> => {
    const text = state.texts[mainShop(globals)?.language ?? ''] ?? ownText(state.texts, globals)
    const body = {
      name: state.name,
      link: state.url ?? '',
      description: text?.description ?? '',
      metaTitle: text?.metaTitle ?? '',
      metaDescription: text?.metaDescription ?? '',
      metaKeywords: text?.metaKeywords ?? '',
    }
    const theirs = ref.theirs || known.get(state.name) || ''
    if (theirs !== '') await session.api.put(`manufacturers/${theirs}`, body)
    const key = theirs || madeKey(await session.api.post('manufacturers', body))
    known.set(state.name, key)
    return { result: 'accepted', theirs: key, proof: 'stored' }
  })
}

/** Looks for manufacturers by their names. Gives their keys, undefined for what the shop has not. */
export async function findManufacturers(
  session: Session,
  list: readonly Maker[],
): Promise<readonly (string | undefined)[]> {
  const known = await keysByName(session, list)
  return list.map(({ state }) => known.get(state.name))
}

async function keysByName(session: Session, list: readonly Maker[]): Promise<Map<string, string>> {
  if (list.length === 0) return new Map()
  const names = list.map(({ state }) => state.name)
  const rows = await rowsBy(session, 'manufacturers', 'name', names)
  const found = names.flatMap((name): [string, string][] => {
    const row =
      rows.find(one => textOf(one['name']) === name) ?? rows.find(one => sameName(textOf(one['name']), name))
    return row ? [[name, keyOf(row['id'])]] : []
  })
  return new Map(found.filter(([, key]) => key !== ''))
}
