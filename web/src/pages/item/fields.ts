import type { Item, ItemText, TextField } from '../../api/item.ts'
import { decimalToType, sameDecimal, typedDecimal } from '../../words/decimalText.ts'

/** What a field holds while it is edited: decimals as they are typed, lists of ids in a fixed order. */
export type FieldValue = string | boolean | readonly string[]

/**
 * What was changed and is not saved yet, by the way of the field: `name`, `text/de/name` (for everyone), `at/CHANNEL/de/name`,
 * `attribute/ID`, `attribute/ID/de`, `channel/CHANNEL/reserve`, `categories`, `characteristics`.
 */
export type Draft = Readonly<Record<string, FieldValue>>

export const plainTexts = [
  'itemNumber',
  'name',
  'gtin',
  'manufacturerNumber',
  'ownNumber',
  'unit',
  'contentUnit',
  'baseUnit',
  'manufacturerId',
  'taxClassId',
] as const
export const decimals = [
  'netPrice',
  'grossPrice',
  'weight',
  'shippingWeight',
  'length',
  'width',
  'height',
  'content',
  'baseAmount',
  'buffer',
] as const
export const flags = ['active', 'blocked', 'stockManaged', 'oversell'] as const
export type FlagField = (typeof flags)[number]

/** What cannot be empty. */
const needed: ReadonlySet<string> = new Set(['itemNumber', 'name', 'buffer'])

export const textKey = (language: string, field: TextField, channelId?: string) =>
  channelId === undefined ? `text/${language}/${field}` : `at/${channelId}/${language}/${field}`
export const attributeKey = (id: string, language: string) =>
  language === '' ? `attribute/${id}` : `attribute/${id}/${language}`
export const channelKey = (id: string, field: 'active' | 'reserve' | 'cap' | 'oversell') =>
  `channel/${id}/${field}`

/** What is stored under a key, as it would be typed. */
export function storedValue(item: Item, key: string): FieldValue {
  const [kind = '', id = '', third = '', fourth = ''] = key.split('/')
  switch (kind) {
    case 'text':
      return item.texts[id]?.[third as keyof ItemText] ?? ''
    case 'at':
      return textAt(item, id, third)?.[fourth as keyof ItemText] ?? ''
    case 'attribute':
      return item.attributes.find(one => one.attributeId === id && one.language === third)?.value ?? ''
    case 'channel':
      return channelValue(item, id, third)
    case 'categories':
      return item.categories.map(one => one.id).sort()
    case 'characteristics':
      return item.characteristics.map(one => one.valueId).sort()
    default:
      return plainValue(item, kind)
  }
}

/** The text of one channel in a language, if it has one of its own. */
export function textAt(item: Item, channelId: string, language: string): ItemText | undefined {
  return item.channelTexts.find(one => one.channelId === channelId && one.language === language)?.text
}

function channelValue(item: Item, id: string, field: string): FieldValue {
  const there = item.channels.find(one => one.channelId === id)
  switch (field) {
    case 'active':
      return there?.active ?? false
    case 'oversell':
      return there?.oversell ?? true
    case 'cap':
      return decimalToType(there?.cap)
    default:
      return decimalToType(there?.reserve ?? '0')
  }
}

function plainValue(item: Item, key: string): FieldValue {
  const flag = flags.find(one => one === key)
  if (flag) return item[flag]
  const decimal = decimals.find(one => one === key)
  if (decimal) return decimalToType(item[decimal])
  const text = plainTexts.find(one => one === key)
  return text ? (item[text] ?? '') : ''
}

/** Whether a key stands for a decimal. */
export function isDecimal(key: string): boolean {
  const [kind = '', , field = ''] = key.split('/')
  return (
    decimals.some(one => one === kind) || (kind === 'channel' && (field === 'reserve' || field === 'cap'))
  )
}

/** Whether two values of a key say the same. */
export function sameValue(key: string, one: FieldValue, other: FieldValue): boolean {
  if (typeof one === 'string' && typeof other === 'string')
    return isDecimal(key) ? sameDecimal(one, other) : one === other
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Fields whose value the server would not understand: no decimal, or empty where something has to stand. */
export function faultyKeys(draft: Draft): ReadonlySet<string> {
  return new Set(
    Object.entries(draft).flatMap(([key, value]) => {
      if (typeof value !== 'string') return []
      if (value.trim() === '') return needed.has(key) || key.endsWith('/reserve') ? [key] : []
      return isDecimal(key) && typedDecimal(value) === undefined ? [key] : []
    }),
  )
}

/** What "item.save" is asked for. */
export function bodyOf(item: Item, draft: Draft): object {
  const plain: Record<string, unknown> = {}
  const texts: Record<string, object | null> = {}
  const channelTexts = new Map<string, Record<string, object>>()
  const attributes: Record<string, unknown> = {}
  const channels = new Map<string, Record<string, unknown>>()
  for (const [key, value] of Object.entries(draft)) {
    const [kind = '', id = '', third = '', fourth = ''] = key.split('/')
    if (kind === 'text') texts[id] = wholeText(item, draft, id)
    else if (kind === 'at') {
      const said = channelTexts.get(id) ?? {}
      channelTexts.set(id, { ...said, [third]: { ...said[third], [fourth]: value } })
    } else if (kind === 'attribute') attributes[id] = wholeAttribute(item, draft, id)
    else if (kind === 'channel')
      channels.set(id, {
        channelId: id,
        active: draft[channelKey(id, 'active')] ?? channelValue(item, id, 'active'),
        ...channels.get(id),
        [third]: sent(key, value),
      })
    else plain[key] = sent(key, value)
  }
  return {
    seen: item.seen,
    ...plain,
    ...(Object.keys(texts).length > 0 ? { texts } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(channelTexts.size > 0
      ? { channelTexts: [...channelTexts].map(([channelId, said]) => ({ channelId, texts: said })) }
      : {}),
    ...(channels.size > 0 ? { channels: [...channels.values()] } : {}),
  }
}

function sent(key: string, value: FieldValue): unknown {
  if (typeof value !== 'string') return value
  if (value.trim() === '') return needed.has(key) ? value : null
  return isDecimal(key) ? typedDecimal(value) : value
}

// A text has a name, or it is none: where only other fields are said, it is called like the item.
function wholeText(item: Item, draft: Draft, language: string): object | null {
  const said: Record<string, FieldValue> = { ...item.texts[language] }
  for (const [key, value] of Object.entries(draft)) {
    const [kind, of, field = ''] = key.split('/')
    if (kind === 'text' && of === language) said[field] = value
  }
  if (Object.values(said).every(value => value === '')) return null
  return { ...said, name: said['name'] || (draft['name'] ?? item.name) }
}

function wholeAttribute(item: Item, draft: Draft, id: string): unknown {
  const said: Record<string, FieldValue> = {}
  for (const one of item.attributes) if (one.attributeId === id) said[one.language] = one.value
  for (const [key, value] of Object.entries(draft)) {
    const [kind, of, language = ''] = key.split('/')
    if (kind === 'attribute' && of === id) said[language] = value
  }
  const kept = Object.entries(said).filter(([, value]) => value !== '')
  if (kept.length === 0) return null
  return said[''] ? said[''] : Object.fromEntries(kept)
}

/** All keys under which two states of an item may differ. */
export function allKeys(...items: readonly Item[]): string[] {
  const keys = items.flatMap(item => [
    ...Object.keys(item.texts).flatMap(language =>
      Object.keys(item.texts[language] ?? {}).map(field => `text/${language}/${field}`),
    ),
    ...item.channelTexts.flatMap(one =>
      Object.keys(one.text).map(field => `at/${one.channelId}/${one.language}/${field}`),
    ),
    ...item.attributes.map(one => attributeKey(one.attributeId, one.language)),
    ...item.channels.flatMap(one =>
      (['active', 'reserve', 'cap', 'oversell'] as const).map(field => channelKey(one.channelId, field)),
    ),
  ])
  return [
    ...new Set<string>([...plainTexts, ...decimals, ...flags, 'categories', 'characteristics', ...keys]),
  ]
}
