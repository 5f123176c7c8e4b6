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
  KIND_IN_USE: {
    status: 409,
    en: 'Item {item} keeps its kind: it is no simple item, or it has stock or orders already. Make a new item for it.',
    de: 'Artikel {item} behält seine Art: Er ist kein einfacher Artikel oder hat schon Bestand oder Aufträge. Bitte dafür einen neuen Artikel anlegen.',
  },
  KIT_EMPTY: {
    status: 422,
    en: 'A kit needs parts: name at least one for item {item}.',
    de: 'Eine Stückliste braucht Komponenten: Bitte für Artikel {item} mindestens eine angeben.',
  },
  KIT_QUANTITY_INVALID: {
    status: 422,
    en: 'The quantity {quantity} of part {item} is none. Give a number above 0, with a point: 2 or 0.5.',
    de: 'Die Menge {quantity} der Komponente {item} ist keine. Bitte eine Zahl über 0 mit Punkt angeben: 2 oder 0.5.',
  },
  KIT_PART_IS_PARENT: {
    status: 422,
    en: 'Item {part} is a parent and cannot be a part of kit {item}: only its children can be bought. Choose one of them.',
    de: 'Artikel {part} ist ein Vaterartikel und kann keine Komponente der Stückliste {item} sein: Nur seine Varianten sind käuflich. Bitte eine davon wählen.',
  },
  KIT_CIRCLE: {
    status: 409,
    en: 'Kit {item} would contain itself: {way}. Take one of these out of the other first.',
    de: 'Die Stückliste {item} würde sich selbst enthalten: {way}. Bitte zuerst eine davon aus der anderen nehmen.',
  },
  KIT_TOO_DEEP: {
    status: 409,
    en: 'With these parts of kit {item} there would be more than {levels} kits within each other. Name the parts of the inner kits instead.',
    de: 'Mit diesen Komponenten der Stückliste {item} lägen mehr als {levels} Stücklisten ineinander. Bitte stattdessen die Komponenten der inneren angeben.',
  },
  TAX_CLASS_UNKNOWN: {
    status: 404,
    en: 'There is no tax class "{taxClass}". Leave it out for the default class.',
    de: 'Es gibt keine Steuerklasse „{taxClass}“. Ohne Angabe gilt die Standardklasse.',
  },
  CATEGORY_UNKNOWN: {
    status: 404,
    en: 'There is no category "{category}". "kontor category list" shows all.',
    de: 'Es gibt keine Kategorie „{category}“. „kontor category list“ zeigt alle.',
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
