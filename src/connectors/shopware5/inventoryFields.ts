import { exact } from '../../base/decimal.ts'
import { decimalText } from '../../port/exactJson.ts'
import type { LocalTexts } from '../../port/outgoing.ts'
import type { Globals } from './globals.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import { mainShop } from './shopTexts.ts'

type Row = Readonly<Record<string, unknown>>

/** What could not be read of one record. */
export interface Reader {
  readonly unread: string[]
}

/** A decimal as text, to so many digits: the shop counts in floating point. What is none is noted and left out. */
export function decimal(value: unknown, path: string, reader: Reader, digits: number): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const text = decimalText(value)
  if (text !== undefined && text.length <= 40) return exact(text).toDecimalPlaces(digits).toFixed()
  reader.unread.push(path)
  return undefined
}

/** The same for what is said only where it is above 0. */
export function amount(value: unknown, path: string, reader: Reader): string | undefined {
  const text = decimal(value, path, reader, 6)
  return text !== undefined && exact(text).gt(0) ? text : undefined
}

/** A place: a whole number from 0 on; what is none stands in front. */
export function placeOf(value: unknown, path: string, reader: Reader): number {
  const number = Math.trunc(Number(decimal(value, path, reader, 0) ?? '0'))
  return Math.min(65_536, Math.max(0, number))
}

/** Objects of a list, whatever PHP wrote it as. */
export function rowsIn(value: unknown): readonly Row[] {
  if (isRow(value)) return Object.values(value).filter(isRow)
  return listOf(value).filter(isRow)
}

/** A text as it is, HTML included; nothing for an empty one. */
export function said(field: string, value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'string' && value.trim() !== '' ? { [field]: value } : {}
}

/** One name, in the language of the main shop. */
export function named(
  name: string,
  globals: Globals,
  more: Readonly<Record<string, string>> = {},
): LocalTexts {
  return name === '' ? {} : { [languageOf(globals)]: { name, ...more } }
}

/** The language of what the shop itself says. */
export function languageOf(globals: Globals): string {
  return mainShop(globals)?.language || 'de'
}

/** Texts of an article: its own, and those for shops in other languages. */
export function articleTexts(article: Row, globals: Globals): LocalTexts {
  const main = languageOf(globals)
  const own = textsIn(article)
  const translated = rowsIn(article['translations']).flatMap((row): [string, LocalTexts[string]][] => {
    const shop = globals.shops.find(({ id }) => id === keyOf(row['shopId']))
    const text = textsIn(row)
    return shop && shop.language !== '' && shop.language !== main && text ? [[shop.language, text]] : []
  })
  return Object.fromEntries([...translated, ...(own ? [[main, own] as const] : [])])
}

function textsIn(row: Row): LocalTexts[string] | undefined {
  const name = textOf(row['name'])
  if (name === '') return undefined
  return {
    name,
    ...said('description', row['descriptionLong']),
    ...said('shortDescription', row['description']),
    ...said('metaTitle', row['metaTitle']),
    ...said('metaKeywords', row['keywords']),
  }
}
