import { fill, type ProblemData } from '../../base/errors.ts'
import type { CheckLine } from '../../port/checkReport.ts'

const texts = {
  CONNECTED: { ok: true, de: 'Verbunden mit {system}.', en: 'Connected to {system}.' },
  SETTING_UNREADABLE: {
    ok: false,
    de: 'Die Einstellung „{setting}“ ist nicht lesbar. Bitte in der Form angeben, die bei ihr beschrieben ist.',
    en: 'The setting "{setting}" cannot be read. Please give it in the form that is described beside it.',
  },
  RIGHTS_MISSING: {
    ok: false,
    de: 'Der API-Benutzer darf das nicht lesen: {list}. Bitte seiner Rolle im Shop (Einstellungen, Benutzerverwaltung) diese Rechte geben; was dazu gehört, wird sonst nicht abgeglichen.',
    en: 'The API user may not read this: {list}. Please give these rights to their role in the shop (settings, user administration); what belongs to it is not synchronised otherwise.',
  },
  SHOPS: { ok: true, de: 'Shops: {list}.', en: 'Shops: {list}.' },
  SHOPS_MISSING: {
    ok: false,
    de: 'Der Shop nennt keinen Shop und Subshop.',
    en: 'The shop names no shop and no sub shop.',
  },
  LANGUAGES: { ok: true, de: 'Sprachen: {list}.', en: 'Languages: {list}.' },
  LANGUAGES_MISSING: {
    ok: false,
    de: 'Kein Shop hat eine Sprache; bitte dort die Lokalisierung einstellen.',
    en: 'No shop has a language; please set its locale there.',
  },
  CURRENCIES: { ok: true, de: 'Währungen: {list}.', en: 'Currencies: {list}.' },
  CURRENCIES_MISSING: {
    ok: false,
    de: 'Kein Shop hat eine Währung; bitte dort eine einstellen.',
    en: 'No shop has a currency; please set one there.',
  },
  CUSTOMER_GROUPS: { ok: true, de: 'Kundengruppen: {list}.', en: 'Customer groups: {list}.' },
  CUSTOMER_GROUPS_MISSING: {
    ok: false,
    de: 'Der Shop nennt keine Kundengruppen; ohne sie haben Artikel dort keine Preise.',
    en: 'The shop names no customer groups; without them items have no prices there.',
  },
  TAX_RATES: {
    ok: true,
    de: 'Steuersätze der letzten Bestellungen: {list} %.',
    en: 'Tax rates of the last orders: {list} %.',
  },
  TAX_RATES_UNSAID: {
    ok: true,
    de: 'Der Shop nennt seine Steuersätze nicht. Er muss die der Artikel kennen, sonst lehnt er diese ab.',
    en: 'The shop does not say its tax rates. It has to know those of the items, or refuses them.',
  },
} as const

/** A finding of the check by its code. */
export function line(code: keyof typeof texts, data: ProblemData = {}): CheckLine {
  const { ok, de, en } = texts[code]
  return { ok, code, text: { de: fill(de, data), en: fill(en, data) } }
}

type Listed = 'SHOPS' | 'LANGUAGES' | 'CURRENCIES' | 'CUSTOMER_GROUPS'

/** What the shop has of something that it needs at least one of. */
export function listLine(code: Listed, list: readonly string[]): CheckLine {
  return list.length > 0 ? line(code, { list: list.join(', ') }) : line(`${code}_MISSING`)
}
