import type { Settings } from '../../port/connector.ts'

/** What the settings say of the shop: it never tells its keys itself. The first of each list is the shop's default. */
export interface Setup {
  readonly currency: string
  readonly languages: readonly Keyed[]
  readonly groups: readonly Keyed[]
  readonly taxClasses: readonly Keyed[]
  readonly countries: readonly string[]
  /** In which items are sold. */
  readonly units: readonly Keyed[]
  /** The shop's key of our number 1. */
  readonly firstKey: number
  /** Kontor sends languages, groups and taxes, and they replace those of the shop. */
  readonly replaces: boolean
  /** Settings that cannot be read, by their keys. */
  readonly wrong: readonly string[]
}

export interface Keyed {
  readonly key: string
  /** ISO 639-1 of a language, name of a group, rate of a tax class in percent. */
  readonly name: string
}

/** Reads the settings. Pure; what cannot be read is named in `wrong` and left out. */
export function setupOf(settings: Settings): Setup {
  // They are asked for with every record.
  const known = setups.get(settings) ?? readSetup(settings)
  setups.set(settings, known)
  return known
}

const setups = new WeakMap<Settings, Setup>()

function readSetup(settings: Settings): Setup {
  const languages = keyed(settings['languages'] || '1=de', name => /^[a-z]{2}$/i.test(name))
  const groups = keyed(settings['customerGroups'] || '1=Endkunden', name => name !== '')
  const taxClasses = keyed(settings['taxClasses'] || '1=19, 2=7', name => /^\d{1,2}(\.\d{1,4})?$/.test(name))
  const units = keyed(settings['units'] ?? '', name => name !== '')
  const countries = partsOf(settings['taxCountries'] || 'DE').map(code => code.toUpperCase())
  const currency = (settings['currency'] || 'EUR').trim().toUpperCase()
  const firstKey = (settings['firstKey'] || '1').trim()
  const isKey = /^\d{1,8}$/.test(firstKey) && Number(firstKey) >= 1 && Number(firstKey) <= largestFirst
  const wrong = [
    ...(languages.every(one => one.good) ? [] : ['languages']),
    ...(groups.every(one => one.good) ? [] : ['customerGroups']),
    ...(taxClasses.every(one => one.good) ? [] : ['taxClasses']),
    ...(units.every(one => one.good) ? [] : ['units']),
    ...(countries.every(code => /^[A-Z]{2}$/.test(code)) ? [] : ['taxCountries']),
    ...(/^[A-Z]{3}$/.test(currency) ? [] : ['currency']),
    ...(isKey ? [] : ['firstKey']),
  ]
  const good = (list: readonly (Keyed & { good: boolean })[]) =>
    list.flatMap(({ good, key, name }) => (good ? [{ key, name }] : []))
  return {
    currency,
    languages: good(languages).map(({ key, name }) => ({ key, name: name.toLowerCase() })),
    groups: good(groups),
    units: good(units),
    taxClasses: good(taxClasses).map(({ key, name }) => ({ key, name: plainRate(name) })),
    countries: countries.filter(code => /^[A-Z]{2}$/.test(code)),
    firstKey: isKey ? Number(firstKey) : 1,
    replaces: settings['globals'] === 'replace',
    wrong,
  }
}

// A row inside an item has 128 times its item's key, and has to be an int unsigned too.
const largestFirst = 33_000_000

/** A rate without zeros that say nothing: "19.00" is "19". */
export function plainRate(rate: string): string {
  const short = rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate
  return short.replace(/^0+(?=\d)/, '')
}

function keyed(text: string, isName: (name: string) => boolean): readonly (Keyed & { good: boolean })[] {
  const seen = new Set<string>()
  return partsOf(text).map(part => {
    const [, key = '', name = ''] = /^(\d{1,9})\s*=\s*(.*?)\s*%?$/.exec(part) ?? []
    const good = Number(key) > 0 && isName(name) && !seen.has(key)
    seen.add(key)
    return { key, name, good }
  })
}

function partsOf(text: string): readonly string[] {
  return text
    .split(/[,;\n]/)
    .map(part => part.trim())
    .filter(part => part !== '')
}
