import i18next from 'i18next'
import { type TextPart, textParts } from '../../api/items.ts'

/** What a field takes. */
export type FieldKind = 'price' | 'number' | 'text' | 'switch' | 'choice' | 'pick' | 'words' | 'attribute'
export type How = 'set' | 'add' | 'percent' | 'clear'

/** Fields of an item that can be changed for many at once, by what they take. */
const own = {
  active: 'switch',
  blocked: 'switch',
  stockManaged: 'switch',
  oversell: 'switch',
  buffer: 'number',
  manufacturerId: 'choice',
  taxClassId: 'choice',
  name: 'text',
  manufacturerNumber: 'text',
  ownNumber: 'text',
  unit: 'text',
  weight: 'number',
  shippingWeight: 'number',
  length: 'number',
  width: 'number',
  height: 'number',
  content: 'number',
  contentUnit: 'text',
  baseAmount: 'number',
  baseUnit: 'text',
} as const satisfies Record<string, FieldKind>
type OwnField = keyof typeof own

const picks = ['sellOn', 'sellNoMoreOn', 'addCategory', 'removeCategory'] as const
/** Fields that are never empty. */
const needed: ReadonlySet<string> = new Set(['name', 'buffer', 'text.name'])
/** Of which several may stand there. */
const manyTimes: ReadonlySet<string> = new Set(picks)

/** The fields to choose from, in groups; attributes come besides. */
export const fieldGroups = [
  { group: 'prices', fields: ['price'] },
  { group: 'channels', fields: picks },
  { group: 'switches', fields: ['active', 'blocked', 'stockManaged', 'oversell'] },
  {
    group: 'fields',
    fields: Object.keys(own).filter(field => own[field as OwnField] !== 'switch') as OwnField[],
  },
] as const

/** What a field of the draft takes. */
export function kindOf(field: string): FieldKind {
  if (field === 'price') return 'price'
  if (field.startsWith('text.')) return 'words'
  if (field.startsWith('attribute.')) return 'attribute'
  const [, kind] = Object.entries(own).find(([name]) => name === field) ?? []
  return kind ?? 'pick'
}

/** What can be done with a field. */
export function howsOf(field: string): readonly How[] {
  const kind = kindOf(field)
  const empties: readonly How[] = needed.has(field) ? [] : ['clear']
  if (kind === 'price' || kind === 'number') return ['set', 'add', 'percent', ...empties]
  return kind === 'switch' || kind === 'pick' ? ['set'] : ['set', ...empties]
}

/** Whether a field may stand in a draft more than once. */
export function isRepeatable(field: string): boolean {
  return manyTimes.has(field)
}

const words = [
  ...(Object.keys(own) as OwnField[]),
  ...picks,
  'price',
  'gtin',
  'netPrice',
  'grossPrice',
  'item',
  'category',
] as const

/** A field without more about it, in words. */
export function plainFieldWord(field: string): string {
  const known = words.find(one => one === field)
  return known ? i18next.t(`bulk.${known}`) : field
}

/** A part of a text in words. */
export function textPartWord(part: string): string {
  const known: TextPart | undefined = textParts.find(one => one === part)
  return known ? i18next.t(`items.text_${known}`) : part
}
