import { z } from 'zod'
import { exact } from '../base/decimal.ts'
import type { RuledField } from '../channels/guardSettings.ts'
import type { ItemFields } from './itemStates.ts'
import type { PriceFields } from './priceFields.ts'

/** The value of one field as it is compared and kept: a text, a switch, or a price. */
const fieldValue = z.union([z.string(), z.boolean(), z.object({ net: z.string(), gross: z.string() })])
export type FieldValue = z.infer<typeof fieldValue>

/** Values by field: `name.de`, `gtin`, `price`; `price/GROUP/FROM` for customer groups and quantities. */
export type FieldValues = ReadonlyMap<string, FieldValue>

/** Values as they were stored. */
export function fieldValues(stored: ReadonlyMap<string, unknown>): FieldValues {
  return new Map([...stored].map(([field, value]) => [field, fieldValue.parse(value)]))
}

const texts = z.record(
  z.string(),
  z.object({
    name: z.string().optional(),
    description: z.string().optional(),
    shortDescription: z.string().optional(),
  }),
)
const shown = z.object({
  itemNumber: z.string().optional(),
  gtin: z.string().optional(),
  manufacturerNumber: z.string().optional(),
  active: z.boolean().optional(),
  weight: z.string().optional(),
  texts: texts.optional(),
  prices: z
    .array(
      z.object({
        groupTheirs: z.string().optional(),
        group: z.object({ theirs: z.string() }).optional(),
        scales: z.array(z.object({ from: z.string(), net: z.string(), gross: z.string() })),
      }),
    )
    .optional(),
})
const plain = ['itemNumber', 'gtin', 'manufacturerNumber', 'active', 'weight'] as const
const texted = ['name', 'description', 'shortDescription'] as const

/** The fields of an item, or of its prices, as one shows them: what was accepted, what is wanted, what a shop tells. */
export function fieldsShown(...parts: readonly unknown[]): FieldValues {
  const values = new Map<string, FieldValue>()
  for (const part of parts) {
    const fields = shown.safeParse(part).data
    if (!fields) continue
    for (const name of plain) {
      const value = fields[name]
      if (value !== undefined) values.set(name, value)
    }
    for (const [language, text] of Object.entries(fields.texts ?? {}))
      for (const name of texted) {
        const value = text[name]
        if (value !== undefined) values.set(`${name}.${language}`, value)
      }
    for (const { groupTheirs, group, scales } of fields.prices ?? [])
      for (const { from, net, gross } of scales)
        values.set(priceField(groupTheirs ?? group?.theirs ?? '', from), { net, gross })
  }
  return values
}

/** The rule that a field goes by. */
export function ruleOf(field: string): RuledField {
  const name = field.split(/[./]/)[0]
  return name === 'price' ? name : ([...plain, ...texted].find(one => one === name) ?? 'name')
}

/** Whether two values say the same: a price by its net or its gross amount, because a shop keeps and rounds one of them. */
export function sameValue(field: string, one: FieldValue, other: FieldValue): boolean {
  if (typeof one === 'object' && typeof other === 'object')
    return sameAmount(one.net, other.net) || sameAmount(one.gross, other.gross)
  if (field === 'weight' && typeof one === 'string' && typeof other === 'string')
    return sameAmount(one, other)
  return one === other
}

function sameAmount(one: string, other: string): boolean {
  return exact(one).equals(exact(other))
}

/** The data of an item with some values instead of its own. Fields that it does not have stay away. */
export function keepData(data: ItemFields, kept: FieldValues | undefined): ItemFields {
  if (!kept) return data
  const instead = (field: string) => {
    const value = kept.get(field)
    return typeof value === 'string' ? value : undefined
  }
  const own = plain.flatMap(name => {
    const value = kept.get(name)
    return value !== undefined && typeof value === typeof data[name] ? [[name, value] as const] : []
  })
  const changed = Object.entries(data.texts).map(([language, text]) => {
    const values = texted.flatMap(name => {
      const value = text[name] === undefined ? undefined : instead(`${name}.${language}`)
      return value === undefined ? [] : [[name, value] as const]
    })
    return [language, { ...text, ...Object.fromEntries(values) }] as const
  })
  return { ...data, ...Object.fromEntries(own), texts: Object.fromEntries(changed) }
}

/** The same of prices. */
export function keepPrices(price: PriceFields, kept: FieldValues | undefined): PriceFields {
  if (!kept) return price
  return {
    ...price,
    prices: price.prices.map(one => ({
      ...one,
      scales: one.scales.map(scale => {
        const value = kept.get(priceField(one.groupTheirs ?? '', scale.from))
        return typeof value === 'object' ? { ...scale, ...value } : scale
      }),
    })),
  }
}

function priceField(group: string, from: string): string {
  return group === '' && from === '0' ? 'price' : `price/${group}/${from}`
}
