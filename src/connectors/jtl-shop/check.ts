import { fill, type ProblemData } from '../../base/errors.ts'
import type { CheckLine, CheckReport } from '../../port/checkReport.ts'
import type { Run } from '../../port/connector.ts'
import { Refused, Unreachable } from '../../port/errors.ts'
import { shopElsewhere } from '../../port/shopElsewhere.ts'
import { baseOf, createApi, noAnswer } from './api.ts'
import { type PulledKind, readPage, ways } from './pages.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import { begin, type Session, shopFive, versionText } from './session.ts'
import { plainRate, type Setup } from './setup.ts'

/**
 * Signs in and looks at what waits to be fetched, without acknowledging any of it: nothing is written. The shop never says which
 * customer groups and tax rates it has; those that its customers and orders name are compared with the settings.
 */
export async function checkShop(run: Run): Promise<CheckReport> {
  const session = await begin(run).catch(async error => {
    throw await withSuggestion(error, run)
  })
  const { setup, version } = session
  const customers = await waiting(session, 'customer')
  const orders = await waiting(session, 'order')
  const rates = [...new Set(orders.flatMap(ratesOf))]
  const groups = [...new Set(customers.map(one => keyOf(one['kKundengruppe'])).filter(Boolean))]
  const unknownRates = rates.filter(rate => !setup.taxClasses.some(one => one.name === rate))
  const unknownGroups = groups.filter(group => !setup.groups.some(one => one.key === group))
  const system = `JTL-Shop ${versionText(version)}`
  return {
    system,
    facts: { shop: baseOf(run.settings['url'] ?? ''), version },
    reports: {
      taxRates: [...setup.taxClasses.map(one => one.name), ...unknownRates].map(rate => ({ rate })),
      currencies: [setup.currency],
      languages: setup.languages.map(one => one.name),
      terms: setup.groups.map(({ key, name }, at) => ({
        list: 'customer_group',
        theirs: key,
        name,
        isDefault: at === 0,
      })),
    },
    lines: [
      line('CONNECTED', { system }),
      ...(version < shopFive ? [line('LATIN1')] : []),
      ...setup.wrong.map(setting => line('SETTING_UNREADABLE', { setting })),
      ...(unknownGroups.length > 0
        ? [line('CUSTOMER_GROUPS_MISSING', { list: unknownGroups.join(', ') })]
        : []),
      ...(unknownRates.length > 0 ? [line('TAX_CLASSES_MISSING', { list: unknownRates.join(', ') })] : []),
      line(setup.replaces ? 'MASTER_DATA_REPLACED' : 'MASTER_DATA_KEPT', named(setup)),
    ],
  }
}

const texts = {
  CONNECTED: { ok: true, de: 'Verbunden mit {system}.', en: 'Connected to {system}.' },
  LATIN1: {
    ok: true,
    de: 'Dieser Shop speichert nur Zeichen westeuropäischer Sprachen; andere gehen dort verloren. Shop 5 kennt alle.',
    en: 'This shop stores the characters of western European languages only; others are lost there. Shop 5 knows all.',
  },
  SETTING_UNREADABLE: {
    ok: false,
    de: 'Die Einstellung „{setting}“ ist nicht lesbar. Bitte in der Form angeben, die bei ihr beschrieben ist, Listen als Schlüssel=Name, durch Kommas getrennt.',
    en: 'The setting "{setting}" cannot be read. Please give it in the form that is described beside it, lists as key=name, with commas between.',
  },
  CUSTOMER_GROUPS_MISSING: {
    ok: false,
    de: 'Kunden des Shops gehören zu Kundengruppen, die in den Einstellungen fehlen: {list}. Bitte dort ergänzen; sonst bekommen diese Kunden keine Preise.',
    en: 'Customers of the shop belong to customer groups that the settings lack: {list}. Please add them there; otherwise these customers get no prices.',
  },
  TAX_CLASSES_MISSING: {
    ok: false,
    de: 'Bestellungen des Shops haben Steuersätze, die in den Einstellungen fehlen: {list} %. Bitte die Steuerklassen ergänzen.',
    en: 'Orders of the shop have tax rates that the settings lack: {list} %. Please add the tax classes.',
  },
  MASTER_DATA_KEPT: {
    ok: true,
    de: 'Stammdaten bleiben, wie sie im Shop sind. Er muss haben: Sprachen {languages}; Kundengruppen {groups}; Steuerklassen {classes}.',
    en: 'Master data stays as it is in the shop. It has to have: languages {languages}; customer groups {groups}; tax classes {classes}.',
  },
  MASTER_DATA_REPLACED: {
    ok: true,
    de: 'Kontor ersetzt die Stammdaten des Shops durch: Sprachen {languages}; Kundengruppen {groups}; Steuerklassen {classes}.',
    en: 'Kontor replaces the master data of the shop by: languages {languages}; customer groups {groups}; tax classes {classes}.',
  },
} as const

function line(code: keyof typeof texts, data: ProblemData = {}): CheckLine {
  const { ok, de, en } = texts[code]
  return { ok, code, text: { de: fill(de, data), en: fill(en, data) } }
}

function named({ languages, groups, taxClasses }: Setup): ProblemData {
  const list = (entries: Setup['groups']) => entries.map(({ key, name }) => `${key} = ${name}`).join(', ')
  return { languages: list(languages), groups: list(groups), classes: list(taxClasses) }
}

// The first of those that wait: they come again until they are acknowledged.
async function waiting(
  { api }: Session,
  kind: PulledKind,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { records } = readPage(kind, { body: await api.get(ways[kind].script) })
  return records.flatMap(({ raw }) => (isRow(raw) ? [raw] : []))
}

function ratesOf(order: Readonly<Record<string, unknown>>): readonly string[] {
  return listOf(order['twarenkorbpos']).flatMap(position => {
    const rate = isRow(position) ? textOf(position['fMwSt']) : ''
    // Without tax nothing has to be set up.
    return /^\d{1,2}(\.\d+)?$/.test(rate) && /[1-9]/.test(rate) ? [plainRate(rate)] : []
  })
}

// Where something answers, but no shop, the other folders of the same host are tried, without the login.
async function withSuggestion(error: unknown, run: Run): Promise<unknown> {
  const wrong = error instanceof Refused && error.code === 'URL_WRONG'
  const other = error instanceof Unreachable && error.detail.startsWith(noAnswer)
  const url = run.settings['url'] ?? ''
  if (!(wrong || other) || !URL.canParse(url)) return error
  const api = createApi(run, false)
  const folder = await shopElsewhere(baseOf(new URL(url).href), { names: ['/shop/'], most: 3 }, api.probe)
  return folder === undefined
    ? error
    : new Refused('URL_WRONG', `a shop answers at ${folder}; ${error.detail}`)
}
