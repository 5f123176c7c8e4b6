import { problems } from '../base/errors.ts'

/** What can go wrong around items, categories, prices and customer groups. */
export const catalogProblem = problems({
  ITEM_UNKNOWN: {
    status: 404,
    en: 'There is no item "{item}". "kontor item list --search" finds items by number, name and GTIN.',
    de: 'Es gibt keinen Artikel „{item}“. „kontor item list --search“ findet Artikel über Nummer, Name und GTIN.',
  },
  ITEM_AMBIGUOUS: {
    status: 409,
    en: 'Several items differ from "{item}" only in case or blanks. Give the id, or the number exactly as it is.',
    de: 'Mehrere Artikel unterscheiden sich von „{item}“ nur in Groß- und Kleinschreibung oder Leerzeichen. Bitte die Kennung oder die genaue Nummer angeben.',
  },
  ITEM_NUMBER_TAKEN: {
    status: 409,
    en: 'Another item has the number "{itemNumber}". Choose another, or change that item.',
    de: 'Ein anderer Artikel hat die Nummer „{itemNumber}“. Bitte eine andere wählen oder jenen Artikel ändern.',
  },
  TAX_CLASS_UNKNOWN: {
    status: 404,
    en: 'There is no tax class "{taxClass}". Leave it out for the default class.',
    de: 'Es gibt keine Steuerklasse „{taxClass}“. Ohne Angabe gilt die Standardklasse.',
  },
  GTIN_INVALID: {
    status: 422,
    en: '"{gtin}" is no GTIN: it has 8, 12, 13 or 14 digits, and the last one is the check digit. Correct it, or keep the code as own number (--own-number).',
    de: '„{gtin}“ ist keine GTIN: Sie hat 8, 12, 13 oder 14 Ziffern, die letzte ist die Prüfziffer. Bitte berichtigen oder den Code als eigene Nummer führen (--own-number).',
  },
  BASE_UNIT_INVALID: {
    status: 422,
    en: 'Content "{content}" and base amount "{base}" do not go together. Each is an amount above 0 with a unit, both units measure the same (mass, volume, length, area or pieces), and a base amount needs a content.',
    de: 'Inhalt „{content}“ und Bezugsmenge „{base}“ passen nicht zusammen. Beide sind eine Menge über 0 mit Einheit, beide Einheiten messen dasselbe (Gewicht, Volumen, Länge, Fläche oder Stück), und eine Bezugsmenge braucht einen Inhalt.',
  },
  PRICE_SAID_TWICE: {
    status: 422,
    en: 'The price is said without tax ({net}) and with tax ({gross}). Say one of the two.',
    de: 'Der Preis ist ohne Steuer ({net}) und mit Steuer ({gross}) angegeben. Bitte nur eines von beiden angeben.',
  },
  MANUFACTURER_UNKNOWN: {
    status: 404,
    en: 'There is no manufacturer "{manufacturer}". "kontor manufacturer list" shows all.',
    de: 'Es gibt keinen Hersteller „{manufacturer}“. „kontor manufacturer list“ zeigt alle.',
  },
  MANUFACTURER_TAKEN: {
    status: 409,
    en: 'There is a manufacturer "{name}" already. Choose another name.',
    de: 'Einen Hersteller „{name}“ gibt es schon. Bitte einen anderen Namen wählen.',
  },
  ATTRIBUTE_UNKNOWN: {
    status: 404,
    en: 'There is no attribute "{attribute}". "kontor attribute list" shows all.',
    de: 'Es gibt kein Attribut „{attribute}“. „kontor attribute list“ zeigt alle.',
  },
  ATTRIBUTE_VALUE_INVALID: {
    status: 422,
    en: '"{value}" does not fit the attribute "{attribute}": a number is 12.5, a flag true or false, a date 2026-12-31; a translated attribute has a text per language; and what has values keeps its kind.',
    de: '„{value}“ passt nicht zum Attribut „{attribute}“: Eine Zahl ist 12.5, ein Schalter true oder false, ein Datum 2026-12-31; ein übersetztes Attribut hat einen Text je Sprache; und was Werte hat, behält seine Art.',
  },
  CHARACTERISTIC_UNKNOWN: {
    status: 404,
    en: 'There is no characteristic or value "{characteristic}". "kontor characteristic list" shows all.',
    de: 'Es gibt kein Merkmal und keinen Merkmalwert „{characteristic}“. „kontor characteristic list“ zeigt alle.',
  },
  CHARACTERISTIC_TAKEN: {
    status: 409,
    en: 'There is "{name}" already. Choose another name for the characteristic or value.',
    de: '„{name}“ gibt es schon. Bitte für Merkmal oder Merkmalwert einen anderen Namen wählen.',
  },
  CHARACTERISTIC_IN_USE: {
    status: 409,
    en: 'Items have the value "{value}" of "{name}". Take it from them first, or leave the value.',
    de: 'Artikel haben den Wert „{value}“ von „{name}“. Bitte ihn zuerst dort entfernen oder stehen lassen.',
  },
  CATEGORY_UNKNOWN: {
    status: 404,
    en: 'There is no category "{category}". "kontor category list" shows all.',
    de: 'Es gibt keine Kategorie „{category}“. „kontor category list“ zeigt alle.',
  },
  LANGUAGE_INVALID: {
    status: 422,
    en: '"{language}" is no language. Give two small letters as of ISO 639-1, such as "de" or "en".',
    de: '„{language}“ ist keine Sprache. Bitte zwei kleine Buchstaben nach ISO 639-1 angeben, etwa „de“ oder „en“.',
  },
  CATEGORY_CIRCLE: {
    status: 409,
    en: 'The category "{category}" cannot lie below itself. Choose a parent that is not one of its own subcategories.',
    de: 'Die Kategorie „{category}“ kann nicht unter sich selbst liegen. Bitte eine Oberkategorie wählen, die keine ihrer Unterkategorien ist.',
  },
  CATEGORY_AMBIGUOUS: {
    status: 409,
    en: 'Several categories are called "{name}". Give the id; "kontor category list --json" shows it.',
    de: 'Mehrere Kategorien heißen „{name}“. Bitte die Kennung angeben; „kontor category list --json“ zeigt sie.',
  },
  CATEGORY_NAME_TAKEN: {
    status: 409,
    en: 'There is a category "{name}" in this place already. Choose another name or another parent.',
    de: 'Eine Kategorie „{name}“ gibt es an dieser Stelle schon. Bitte einen anderen Namen oder eine andere Oberkategorie wählen.',
  },
  PRICE_NEEDED: {
    status: 422,
    en: 'Say the net price (--net 12.50), or that the price is to be taken away (--remove).',
    de: 'Bitte den Netto-Preis angeben (--net 12.50) oder dass der Preis entfernt werden soll (--remove).',
  },
  CUSTOMER_GROUP_UNKNOWN: {
    status: 404,
    en: 'There is no customer group "{group}". "kontor customer-group list" shows all.',
    de: 'Es gibt keine Kundengruppe „{group}“. „kontor customer-group list“ zeigt alle.',
  },
  CUSTOMER_GROUP_TAKEN: {
    status: 409,
    en: 'There is a customer group "{name}" already. Choose another name.',
    de: 'Eine Kundengruppe „{name}“ gibt es schon. Bitte einen anderen Namen wählen.',
  },
  CHANNEL_UNKNOWN: {
    status: 404,
    en: 'There is no sales channel "{channel}". "kontor channel list" shows all.',
    de: 'Es gibt keinen Verkaufskanal „{channel}“. „kontor channel list“ zeigt alle.',
  },
  SPECIAL_PRICE_UNNAMED: {
    status: 422,
    en: 'Say which special price is to be taken away: its begin (--from), without a net price. "kontor item special-prices" shows all.',
    de: 'Bitte angeben, welcher Sonderpreis entfernt werden soll: mit seinem Beginn (--from), ohne Netto-Preis. „kontor item special-prices“ zeigt alle.',
  },
  PRICE_LIST_UNKNOWN: {
    status: 404,
    en: 'There is no price list "{list}". "kontor price-list list" shows all.',
    de: 'Es gibt keine Preisliste „{list}“. „kontor price-list list“ zeigt alle.',
  },
  PRICE_LIST_TAKEN: {
    status: 409,
    en: 'There is a price list "{name}" already. Choose another name.',
    de: 'Eine Preisliste „{name}“ gibt es schon. Bitte einen anderen Namen wählen.',
  },
  PERIOD_INVALID: {
    status: 422,
    en: 'The end ({to}) is not after the begin ({from}). Give a later end, or none.',
    de: 'Das Ende ({to}) liegt nicht nach dem Beginn ({from}). Bitte ein späteres Ende angeben oder keines.',
  },
  VERSION_OLD: {
    status: 409,
    en: '"{id}" was changed meanwhile: it has version {version}. Look at it again, then change it.',
    de: '„{id}“ wurde inzwischen geändert und hat die Fassung {version}. Bitte neu ansehen und dann ändern.',
  },
})

/** Why one element of a list was left as it is; what else was in the list is done. */
export interface Refused {
  readonly id: string
  readonly did: 'refused'
  readonly code: Parameters<typeof catalogProblem>[0]
  readonly data: Readonly<Record<string, string>>
}

/** The element of a list that was refused, as an error: for callers that asked for one thing. */
export function throwRefused<T extends { readonly did: string }>(
  result: T | undefined,
): Exclude<T, { readonly did: 'refused' }> {
  if (!result) throw new TypeError('a list of one has one result')
  if (isRefused(result)) throw catalogProblem(result.code, result.data)
  return result as Exclude<T, { readonly did: 'refused' }>
}

function isRefused(result: { readonly did: string }): result is Refused {
  return result.did === 'refused'
}
