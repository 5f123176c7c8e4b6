import type { Refused } from '../../catalog/problems.ts'
import type { AttributeOf, TextOf } from './bulkChange.ts'

/** Whose prices a field is about. */
export interface PriceField {
  readonly channelId: string | null
  readonly customerGroupId: string | null
}

/** The name of a field that holds all prices of a channel, of a group, or of a group at a channel. */
export function priceField({ channelId, customerGroupId }: PriceField): string {
  return `price ${channelId ?? '-'} ${customerGroupId ?? '-'}`
}

/** The name of a field that holds a text. */
export function textFieldName({ channelId, language, field }: TextOf): string {
  return `text ${channelId ?? '-'} ${language} ${field}`
}

/** The name of a field that holds an attribute. */
export function attributeFieldName({ attributeId, language }: AttributeOf): string {
  return `attribute ${attributeId} ${language || '-'}`
}

/**
 * What a field is about: `netPrice`, `category`, `channel ID`, `price CHANNEL GROUP`, `text CHANNEL LANGUAGE FIELD`,
 * `attribute ID LANGUAGE`; `-` stands for no channel, no group or no language.
 */
export type FieldKind =
  | { readonly kind: 'field' | 'category' }
  | { readonly kind: 'channel'; readonly channelId: string }
  | ({ readonly kind: 'price' } & PriceField)
  | ({ readonly kind: 'text' } & TextOf)
  | ({ readonly kind: 'attribute' } & AttributeOf)

/** The same read back. */
export function fieldKind(field: string): FieldKind {
  const [kind, first = '-', second = '-', third = ''] = field.split(' ')
  const id = (text: string) => (text === '-' ? null : text)
  if (kind === 'price') return { kind, channelId: id(first), customerGroupId: id(second) }
  if (kind === 'channel') return { kind, channelId: first }
  if (kind === 'text')
    return { kind, channelId: id(first), language: second, field: third as TextOf['field'] }
  if (kind === 'attribute') return { kind, attributeId: first, language: id(second) ?? '' }
  return { kind: kind === 'category' ? kind : 'field' }
}

/** A field (or, where a verb looks at the whole item, `item`) that was left as it is. */
export interface RefusedField {
  readonly itemId: string
  readonly field: string
  readonly code: Refused['code']
  readonly data: Refused['data']
}
