import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { type AttributeValue, readItemAttributes, setItemAttributes } from '../../catalog/attributes.ts'
import { readChannelTexts } from '../../catalog/channelTextStore.ts'
import { setItemChannelTexts } from '../../catalog/channelTexts.ts'
import { filledText, type ItemText, type ItemTexts, textFields } from '../../catalog/itemFields.ts'
import { readItemTexts } from '../../catalog/itemTextStore.ts'
import type { Refused } from '../../catalog/problems.ts'
import type { AttributeOf, TextOf } from './bulkChange.ts'
import { attributeFieldName, fieldKind, type RefusedField, textFieldName } from './fieldNames.ts'

/** A text or an attribute of an item. */
export interface WordField {
  readonly itemId: string
  readonly field: string
  readonly value: unknown
}

/** The texts ('' where nothing is said) and attributes (null) among these fields, of every one of these items. */
export async function readWords(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<WordField[]> {
  const about = fields.map(fieldKind)
  const texts = about.filter(one => one.kind === 'text')
  const attributes = about.filter(one => one.kind === 'attribute')
  const said = new Map<string, unknown>()
  if (texts.some(text => text.channelId === null))
    for (const { itemId, language, text } of await readItemTexts(tx, tenant, ids))
      for (const field of textFields)
        said.set(`${itemId} ${textFieldName({ channelId: null, language, field })}`, text[field])
  const channelIds = [...new Set(texts.flatMap(text => text.channelId ?? []))].sort()
  const places = channelIds.flatMap(channelId => ids.map(id => ({ channelId, id })))
  for (const { id, channelId, language, text } of await readChannelTexts(tx, tenant, 'item', places))
    for (const field of textFields)
      said.set(`${id} ${textFieldName({ channelId, language, field })}`, text[field])
  if (attributes.length > 0)
    for (const { itemId, value, ...of } of await readItemAttributes(tx, tenant, ids))
      said.set(`${itemId} ${attributeFieldName(of)}`, value)
  const names = [
    ...texts.map(text => ({ field: textFieldName(text), nothing: '' })),
    ...attributes.map(one => ({ field: attributeFieldName(one), nothing: null })),
  ]
  return ids.flatMap(itemId =>
    names.map(({ field, nothing }) => ({ itemId, field, value: said.get(`${itemId} ${field}`) ?? nothing })),
  )
}

/**
 * What the texts of items for everyone become, for `changeItems`. A language in which nothing is said any more goes; as long as
 * something is, its name stays: taking it away is refused as CHANGED_MEANWHILE.
 */
export async function textsAfter(
  tx: Tx,
  tenant: string,
  wishes: readonly WordField[],
): Promise<{ texts: ReadonlyMap<string, ItemTexts>; refused: RefusedField[] }> {
  const mine = wishes.flatMap(({ itemId, field, value }) => {
    const about = fieldKind(field)
    const isMine = about.kind === 'text' && about.channelId === null
    return isMine ? [{ itemId, field, about, value: typeof value === 'string' ? value : '' }] : []
  })
  const refused: RefusedField[] = []
  const ids = [...new Set(mine.map(one => one.itemId))]
  const before = new Map(
    (await readItemTexts(tx, tenant, ids)).map(row => [`${row.itemId} ${row.language}`, row.text]),
  )
  const texts = new Map<string, Record<string, ItemText | null>>()
  for (const [key, parts] of Map.groupBy(mine, one => `${one.itemId} ${one.about.language}`)) {
    const [itemId = '', language = ''] = key.split(' ')
    const was = before.get(key) ?? null
    const said = Object.fromEntries(parts.map(part => [part.about.field, part.value]))
    const after = filledText({ ...said, name: said['name'] ?? was?.name ?? '' }, was)
    const isEmpty = textFields.every(field => after[field] === '')
    if (isEmpty && !was) continue
    if (!isEmpty && after.name === '' && was)
      for (const part of parts.filter(one => one.about.field === 'name'))
        refused.push({ itemId, field: part.field, code: 'CHANGED_MEANWHILE', data: { field: 'name' } })
    const text = isEmpty ? null : { ...after, name: after.name || (was?.name ?? '') }
    texts.set(itemId, { ...texts.get(itemId), [language]: text })
  }
  return { texts, refused }
}

/** Makes texts at channels and attributes what they shall be; what a verb refuses is left as it is. */
export async function changeWords(
  tx: Tx,
  tenant: string,
  wishes: readonly WordField[],
): Promise<{ refused: RefusedField[]; changed: Changed[] }> {
  const texts: (WordField & { readonly about: TextOf & { readonly channelId: string } })[] = []
  const attributes: (WordField & { readonly about: AttributeOf })[] = []
  for (const wish of wishes) {
    const about = fieldKind(wish.field)
    if (about.kind === 'text' && about.channelId !== null)
      texts.push({ ...wish, about: { ...about, channelId: about.channelId } })
    if (about.kind === 'attribute') attributes.push({ ...wish, about })
  }
  const refused: RefusedField[] = []
  const changed: Changed[] = []
  const collect = (
    fields: readonly (readonly string[])[],
    done: { results: readonly (Refused | { readonly did: string })[]; changed: Changed },
  ) => {
    changed.push(done.changed)
    for (const [at, result] of done.results.entries())
      if ('code' in result)
        for (const field of fields[at] ?? [])
          refused.push({ itemId: result.id, field, code: result.code, data: result.data })
  }
  if (texts.length > 0) {
    const list = texts.map(({ itemId, about: { channelId, language, field }, value }) => ({
      itemId,
      channelId,
      texts: { [language]: { [field]: typeof value === 'string' ? value : '' } },
    }))
    collect(
      texts.map(text => [text.field]),
      await setItemChannelTexts(tx, tenant, list),
    )
  }
  if (attributes.length > 0) {
    const list = await attributeValues(tx, tenant, attributes)
    collect(
      list.map(one => one.fields),
      await setItemAttributes(tx, tenant, list),
    )
  }
  return { refused, changed }
}

// An attribute is said whole: the languages of which nothing was said stay.
async function attributeValues(
  tx: Tx,
  tenant: string,
  wishes: readonly (WordField & { readonly about: AttributeOf })[],
): Promise<{ itemId: string; fields: string[]; values: Record<string, AttributeValue> }[]> {
  const now = await readItemAttributes(tx, tenant, [...new Set(wishes.map(wish => wish.itemId))])
  const before = Map.groupBy(now, row => `${row.itemId} ${row.attributeId}`)
  return [...Map.groupBy(wishes, wish => `${wish.itemId} ${wish.about.attributeId}`)].map(([key, parts]) => {
    const [itemId = '', attributeId = ''] = key.split(' ')
    const languages: Record<string, string> = Object.fromEntries(
      (before.get(key) ?? []).map(row => [row.language, row.value]),
    )
    for (const { about, value } of parts)
      if (typeof value === 'string') languages[about.language] = value
      else delete languages[about.language]
    const { '': plain, ...translated } = languages
    const rest = Object.keys(translated).length > 0 ? translated : null
    const isPlain = parts.every(part => part.about.language === '')
    return {
      itemId,
      fields: parts.map(part => part.field),
      values: { [attributeId]: isPlain ? (plain ?? null) : rest },
    }
  })
}
