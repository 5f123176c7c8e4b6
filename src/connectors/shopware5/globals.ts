import { shortLanguage } from '../../base/languageCodes.ts'
import type { Api } from './api.ts'
import { isRow, isTrue, keyOf, listOf, textOf } from './payloads.ts'

/** What a shop is made of: what items are shown in, and for whom they have prices. */
export interface Globals {
  readonly shops: readonly SubShop[]
  readonly groups: readonly CustomerGroup[]
}

/** A sub shop, or a shop in another language of one (`main` names it). */
export interface SubShop {
  readonly id: string
  readonly name: string
  readonly main: string
  /** The category that its tree begins with. */
  readonly category: string
  /** ISO 639-1; '' where the shop says none. */
  readonly language: string
  /** As the shop writes it: `de_DE`. */
  readonly locale: string
  /** ISO 4217; '' where the shop says none. */
  readonly currency: string
  /** The key of the group of people without an account. */
  readonly group?: string
  readonly isDefault: boolean
}

export interface CustomerGroup {
  readonly id: string
  /** Prices and customers name a group by it: `EK`. */
  readonly key: string
  readonly name: string
  /** True where prices are entered and read with tax. */
  readonly isGross: boolean
}

/** Reads the sub shops, each with its details, and the customer groups. */
export async function readGlobals(api: Api): Promise<Globals> {
  const list = rowsOf((await api.get('shops')).data)
  const shops: SubShop[] = []
  for (const { id } of list) {
    const { data } = await api.get(`shops/${keyOf(id)}`)
    if (isRow(data)) shops.push(shopOf(data))
  }
  const groups = rowsOf((await api.get('customerGroups')).data)
  return { shops, groups: groups.map(groupOf).filter(one => one.key !== '') }
}

/** A sub shop of what `GET /shops/{id}` gives. */
export function shopOf(row: Readonly<Record<string, unknown>>): SubShop {
  const locale = isRow(row['locale']) ? textOf(row['locale']['locale']) : textOf(row['locale'])
  const currency = isRow(row['currency']) ? textOf(row['currency']['currency']) : textOf(row['currency'])
  const group = isRow(row['customerGroup']) ? textOf(row['customerGroup']['key']) : ''
  const category = isRow(row['category']) ? keyOf(row['category']['id']) : ''
  return {
    id: keyOf(row['id']),
    name: textOf(row['name']) || keyOf(row['id']),
    main: keyOf(row['mainId']),
    category: keyOf(row['categoryId']) || category,
    language: shortLanguage(locale) ?? '',
    locale,
    currency: currency.toUpperCase(),
    ...(group ? { group } : {}),
    isDefault: isTrue(row['default']),
  }
}

function groupOf(row: Readonly<Record<string, unknown>>): CustomerGroup {
  const key = textOf(row['key'])
  return {
    id: keyOf(row['id']),
    key,
    name: textOf(row['name']) || key,
    isGross: isTrue(row['taxInput']),
  }
}

function rowsOf(data: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(data).filter(isRow)
}
