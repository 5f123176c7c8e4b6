import type { CheckReport } from '../../port/checkReport.ts'
import type { Api } from './api.ts'
import { decimalOf, idText, isModel, languageOf, listOf, nameOf, textOf } from './payloads.ts'
import { isMissing } from './rpc.ts'

/** The shop's global data as far as Kontor has to know them before orders come. */
export type Globals = CheckReport['reports'] & {
  readonly defaultLanguage?: string
  readonly customerGroups: readonly {
    readonly theirs: string
    readonly name: string
    readonly isDefault: boolean
  }[]
  /** In which products are shown beside others, with what they are called in each language. */
  readonly crossSellingGroups: readonly { readonly theirs: string; readonly names: readonly string[] }[]
}

/** Reads the shop's global data and acknowledges nothing. Empty where the endpoint has none. */
export async function readGlobals(api: Api): Promise<Globals> {
  const page = await api.ask('global_data.pull', { limit: 50, filters: {} })
  if (page.error && !isMissing(page.error)) throw api.errorOf(page.error)
  return globalsOf(page.result)
}

/** The global data of an answer: a list of one model. Currencies in upper case, languages in ISO 639-1, each once. */
export function globalsOf(result: unknown): Globals {
  const models = (Array.isArray(result) ? result : [result]).filter(isModel)
  const all = (name: string) => models.flatMap(model => listOf(model[name], name)).filter(isModel)
  const rates = all('taxRates').map(entry => ({
    rate: decimalOf(entry.rate, 'rate') ?? '',
    country: textOf(entry.countryIso).toUpperCase(),
  }))
  const standard = all('languages').find(entry => entry.isDefault === true)
  const defaultLanguage = standard && languageOf(standard)
  return {
    ...(defaultLanguage === undefined ? {} : { defaultLanguage }),
    taxRates: once(
      rates.filter(entry => entry.rate !== ''),
      entry => `${entry.rate} ${entry.country}`,
    ).map(({ rate, country }) => (country === '' ? { rate } : { rate, country })),
    currencies: once(
      all('currencies')
        .map(entry => textOf(entry.iso).toUpperCase())
        .filter(Boolean),
      iso => iso,
    ),
    languages: once(
      all('languages').flatMap(entry => languageOf(entry) ?? []),
      code => code,
    ),
    terms: [
      ...all('customerGroups').map(entry => ({
        list: 'customer_group' as const,
        theirs: idText(entry.id),
        name: groupName(entry.i18ns),
        isDefault: entry.isDefault === true,
      })),
      ...all('shippingMethods').map(entry => ({
        list: 'shipping_method' as const,
        theirs: idText(entry.id),
        name: nameOf(entry.name),
      })),
      ...all('shippingClasses').map(entry => ({
        list: 'shipping_class' as const,
        theirs: idText(entry.id),
        name: nameOf(entry.name),
      })),
    ].filter(term => term.theirs !== ''),
    customerGroups: all('customerGroups').map(entry => ({
      theirs: idText(entry.id),
      name: groupName(entry.i18ns),
      isDefault: entry.isDefault === true,
    })),
    crossSellingGroups: all('crossSellingGroups').map(entry => ({
      theirs: idText(entry.id),
      names: (Array.isArray(entry.i18ns) ? entry.i18ns : [])
        .filter(isModel)
        .map(text => nameOf(text.name))
        .filter(Boolean),
    })),
  }
}

function groupName(texts: unknown): string {
  const first = Array.isArray(texts) ? texts.find(isModel) : undefined
  return first ? nameOf(first.name) : ''
}

function once<T>(list: readonly T[], keyOf: (entry: T) => string): readonly T[] {
  return [...new Map(list.map(entry => [keyOf(entry), entry])).values()]
}
