import type { Attribute, AttributeKind, AttributeValue } from '../../catalog/attributes.ts'
import { readItemAttributes, setItemAttributes } from '../../catalog/attributes.ts'
import { holdKnownItems } from '../../catalog/itemStore.ts'
import type { CellType } from './csvSettings.ts'
import { about, type ItemWork } from './itemWork.ts'
import type { CellValue } from './mapRow.ts'

/** How cells of an attribute are read and written, by what its values are. */
export const cellTypes = {
  text: 'text',
  number: 'signed',
  flag: 'flag',
  date: 'day',
} as const satisfies Readonly<Record<AttributeKind, CellType>>

/** What a column is about: an attribute, and of a translated one the language ('' of another one). */
export interface NamedAttribute {
  readonly attribute: Attribute
  readonly language: string
}

/** The attribute that `NAME` or, where it is translated, `NAME:de` means; undefined if there is none like that. */
export function attributeOf(
  attributes: ReadonlyMap<string, Attribute>,
  named: string,
): NamedAttribute | undefined {
  const plain = attributes.get(named)
  if (plain && !plain.translated) return { attribute: plain, language: '' }
  const [, name = '', language = ''] = /^(.+):([a-z]{2})$/.exec(named) ?? []
  const attribute = attributes.get(name)
  return attribute?.translated ? { attribute, language } : undefined
}

/** The other way round: how a column names an attribute. */
export function attributeName(name: string, language: string): string {
  return language === '' ? name : `${name}:${language}`
}

/** Says attributes of the items of rows; other languages of a translated one stay. */
export async function sayAttributes({ tx, of, rows, ids, note, changed }: ItemWork): Promise<void> {
  const { attribute: attributes } = of.names
  const said = [...rows.entries()].flatMap(([at, { row }]) => {
    const cells = about(row, 'attribute.').map(([name, value]) => ({
      name,
      value: textOfCell(value),
      known: attributeOf(attributes, name),
    }))
    return cells.length === 0 || ids[at] === '' ? [] : [{ at, itemId: ids[at] ?? '', cells }]
  })
  if (said.length === 0) return
  const stored = new Map<string, Map<string, string>>()
  const translated = said.filter(({ cells }) => cells.some(({ known }) => known?.attribute.translated))
  if (translated.length > 0) {
    const items = translated.map(({ itemId }) => itemId)
    // Locked before they are read: of two who say a language each, the second one keeps that of the first.
    await holdKnownItems(tx, of.tenant, items)
    for (const { itemId, attributeId, language, value } of await readItemAttributes(tx, of.tenant, items)) {
      const key = `${itemId} ${attributeId}`
      stored.set(key, (stored.get(key) ?? new Map()).set(language, value))
    }
  }
  const list = said.map(({ itemId, cells }) => {
    const values: Record<string, AttributeValue> = {}
    for (const { name, value, known } of cells) {
      // Not what it was when the file was looked at: refused by its name.
      if (!known) values[name] = value
      else if (known.language === '') values[known.attribute.id] = value
      else {
        const { id } = known.attribute
        const key = `${itemId} ${id}`
        const languages = stored.get(key) ?? new Map<string, string>()
        if (value === null) languages.delete(known.language)
        else languages.set(known.language, value)
        stored.set(key, languages)
        values[id] = languages.size > 0 ? Object.fromEntries(languages) : null
      }
    }
    return { itemId, values }
  })
  const done = await setItemAttributes(tx, of.tenant, list)
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(said[index]?.at ?? -1, result)
}

function textOfCell(value: CellValue): string | null {
  return value === null ? null : String(value)
}
