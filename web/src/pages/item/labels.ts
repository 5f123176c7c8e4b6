import i18next from 'i18next'
import { type Item, textFields } from '../../api/item.ts'
import { decimals, type FieldValue, flags, plainTexts } from './fields.ts'
import { languageName } from './languages.ts'
import { channelsOf } from './textSources.ts'

const parts = [
  ...plainTexts,
  ...decimals,
  ...flags,
  'categories',
  'characteristics',
  'attributes',
  'texts',
  'channelTexts',
  'channels',
] as const

/** The name of a field, or of a part that was changed, in words; undefined where this page does not know it. */
export function partWord(name: string): string | undefined {
  const known = parts.find(one => one === name)
  return known && i18next.t(`item.${known}`)
}

/** A field of the draft in words: "Name · Deutsch", "Reserve · Herzstück Shop". */
export function fieldWord(item: Item, key: string, names: ReadonlyMap<string, string>): string {
  const [kind = '', id = '', third = '', fourth = ''] = key.split('/')
  const channel = channelsOf(item).find(one => one.channelId === id)?.channel ?? ''
  const textWord = (name: string) => {
    const field = textFields.find(one => one === name)
    return field ? i18next.t(`item.text_${field}`) : name
  }
  switch (kind) {
    case 'text':
      return `${textWord(third)} · ${languageName(id)}`
    case 'at':
      return `${textWord(fourth)} · ${languageName(third)} · ${channel}`
    case 'attribute': {
      const name = names.get(id) ?? i18next.t('item.attribute')
      return third === '' ? name : `${name} · ${languageName(third)}`
    }
    case 'channel': {
      const word = { active: 'sold', reserve: 'reserve', cap: 'cap', oversell: 'oversellHere' } as const
      const field = (['active', 'reserve', 'cap', 'oversell'] as const).find(one => one === third)
      return `${field ? i18next.t(`item.${word[field]}`) : third} · ${channel}`
    }
    default:
      return partWord(kind) ?? kind
  }
}

/** A value in words: ids by their names, switches as yes and no, nothing as a dash. */
export function valueWord(key: string, value: FieldValue, names: ReadonlyMap<string, string>): string {
  if (typeof value === 'boolean') return i18next.t(value ? 'item.yes' : 'item.no')
  if (typeof value !== 'string')
    return value.length === 0 ? '–' : value.map(id => names.get(id) ?? id).join(', ')
  if (value === '') return '–'
  return flags.some(one => one === key) ? value : (names.get(value) ?? value)
}
