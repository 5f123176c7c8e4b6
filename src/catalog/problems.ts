import { problems } from '../base/errors.ts'

const table = {
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
  SCALE_FOR_EVERYONE: {
    status: 422,
    en: 'The price of an item for everyone has no quantities ({from}). Name a customer group (--group), or a channel ("item channel-price").',
    de: 'Der Preis eines Artikels für alle hat keine Mengen ({from}). Bitte eine Kundengruppe (--group) oder einen Kanal („item channel-price“) nennen.',
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
  CROSS_SELLING_GROUP_UNKNOWN: {
    status: 404,
    en: 'There is no cross-selling group "{group}". "kontor cross-selling-group list" shows all.',
    de: 'Es gibt keine Cross-Selling-Gruppe „{group}“. „kontor cross-selling-group list“ zeigt alle.',
  },
  CROSS_SELLING_GROUP_TAKEN: {
    status: 409,
    en: 'There is a cross-selling group "{name}" already. Choose another name.',
    de: 'Eine Cross-Selling-Gruppe „{name}“ gibt es schon. Bitte einen anderen Namen wählen.',
  },
  CROSS_SELLING_GROUP_IN_USE: {
    status: 409,
    en: '{count} items show others in the cross-selling group "{group}". Empty it there first, or remove it with all that is in it (--with-items).',
    de: '{count} Artikel zeigen andere in der Cross-Selling-Gruppe „{group}“. Bitte sie dort zuerst leeren oder mitsamt dem Inhalt entfernen (--with-items).',
  },
  CROSS_SELLING_ITSELF: {
    status: 422,
    en: 'Item {item} cannot be shown beside itself. Leave it out.',
    de: 'Artikel {item} kann nicht neben sich selbst gezeigt werden. Bitte ihn weglassen.',
  },
  CROSS_SELLING_TWICE: {
    status: 422,
    en: 'Item {item} is named twice in one group. Name it once, at its place.',
    de: 'Artikel {item} ist in einer Gruppe zweimal genannt. Bitte ihn einmal an seinem Platz nennen.',
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
  ITEM_IS_CHILD: {
    status: 409,
    en: 'The item "{item}" is a variant of a parent item. Detach it first: "kontor item detach-child".',
    de: 'Der Artikel „{item}“ ist eine Variante eines Vaterartikels. Bitte zuerst lösen: „kontor item detach-child“.',
  },
  ITEM_NOT_PARENT: {
    status: 409,
    en: 'The item "{item}" has no variations. Give it some first: "kontor item variations".',
    de: 'Der Artikel „{item}“ hat keine Variationen. Bitte zuerst welche geben: „kontor item variations“.',
  },
  ITEM_NOT_CHILD: {
    status: 409,
    en: 'The item "{item}" is no variant of a parent item.',
    de: 'Der Artikel „{item}“ ist keine Variante eines Vaterartikels.',
  },
  VARIATION_UNKNOWN: {
    status: 404,
    en: 'The item "{item}" has no variation or value "{variation}". "kontor item children" shows them.',
    de: 'Der Artikel „{item}“ hat keine Variation und keinen Wert „{variation}“. „kontor item children“ zeigt sie.',
  },
  VARIATION_TWICE: {
    status: 422,
    en: 'The variations of the item "{item}" name "{variation}" twice. Name each variation and each value once.',
    de: 'Die Variationen des Artikels „{item}“ nennen „{variation}“ zweimal. Bitte jede Variation und jeden Wert einmal nennen.',
  },
  VALUE_MISSING: {
    status: 422,
    en: 'The item "{item}" lacks a value of the variation "{variation}". Each variation has values, and each variant has one of each.',
    de: 'Dem Artikel „{item}“ fehlt ein Wert der Variation „{variation}“. Jede Variation hat Werte, und jede Variante hat von jeder einen.',
  },
  VALUE_IN_USE: {
    status: 409,
    en: 'Variants of the item "{item}" have "{value}". Detach them or give them another value first.',
    de: 'Varianten des Artikels „{item}“ haben „{value}“. Bitte zuerst lösen oder ihnen einen anderen Wert geben.',
  },
  COMBINATION_TAKEN: {
    status: 409,
    en: 'The variant "{child}" has this combination already. Change that one, or choose other values.',
    de: 'Die Variante „{child}“ hat diese Kombination schon. Bitte jene ändern oder andere Werte wählen.',
  },
  COMBINATIONS_TOO_MANY: {
    status: 422,
    en: 'The variations of the item "{item}" make {count} new variants; at most {limit} are made at once. Add them in parts.',
    de: 'Die Variationen des Artikels „{item}“ ergeben {count} neue Varianten; auf einmal werden höchstens {limit} angelegt. Bitte in Teilen anlegen.',
  },
  IMAGE_INVALID: {
    status: 422,
    en: 'The file is no image that can be shown: JPEG, PNG, WebP and GIF that does not move are taken, whole and unbroken.',
    de: 'Die Datei ist kein darstellbares Bild: JPEG, PNG, WebP und unbewegtes GIF werden genommen, vollständig und unbeschädigt.',
  },
  IMAGE_TOO_LARGE: {
    status: 422,
    en: 'The image is larger than 50 megapixels or 50 MB. Upload a smaller one.',
    de: 'Das Bild hat mehr als 50 Megapixel oder 50 MB. Bitte ein kleineres hochladen.',
  },
  IMAGE_FILE_UNKNOWN: {
    status: 404,
    en: 'There is no file "{hash}". Upload it first: PUT /api/v1/files answers its hash.',
    de: 'Es gibt keine Datei „{hash}“. Bitte zuerst hochladen: PUT /api/v1/files nennt ihren Hashwert.',
  },
  IMAGE_UNKNOWN: {
    status: 404,
    en: 'There is no image "{image}" of that item. "kontor item image list" shows all.',
    de: 'Es gibt kein Bild „{image}“ dieses Artikels. „kontor item image list“ zeigt alle.',
  },
  PRICE_NEEDED: {
    status: 422,
    en: 'Say the price, net (--net 12.50) or gross (--gross 14.88), or that it is to be taken away (--remove).',
    de: 'Bitte den Preis angeben, netto (--net 12.50) oder brutto (--gross 14.88), oder dass er entfernt werden soll (--remove).',
  },
  BULK_FIELD_UNKNOWN: {
    status: 422,
    en: 'The field "{field}" cannot be changed for many items at once like this. These can: {fields}.',
    de: 'Das Feld „{field}“ lässt sich so nicht für viele Artikel zugleich ändern. Es geht mit: {fields}.',
  },
  BULK_VALUE_INVALID: {
    status: 422,
    en: 'The field "{field}" cannot become "{value}". Give a number such as 12.50, true or false, or a text.',
    de: 'Das Feld „{field}“ kann nicht „{value}“ werden. Bitte eine Zahl wie 12.50, true oder false oder einen Text angeben.',
  },
  BULK_NOTHING_SAID: {
    status: 422,
    en: 'Nothing is to be changed. Say what, such as --set active=false or --percent price=5.',
    de: 'Es soll nichts geändert werden. Bitte angeben, was, etwa --set active=false oder --percent price=5.',
  },
  BULK_NUMBER_NEGATIVE: {
    status: 422,
    en: 'The field "{field}" would be less than 0; the item was left as it is.',
    de: 'Das Feld „{field}“ würde kleiner als 0; der Artikel blieb, wie er ist.',
  },
  BULK_EDIT_UNKNOWN: {
    status: 404,
    en: 'There is no bulk edit "{edit}". "kontor bulk-edit list" shows all.',
    de: 'Es gibt keine Massenänderung „{edit}“. „kontor bulk-edit list“ zeigt alle.',
  },
  BULK_EDIT_RUNNING: {
    status: 409,
    en: 'The bulk edit "{edit}" is not done yet. Wait for it, or go on with it by "kontor bulk-edit continue".',
    de: 'Die Massenänderung „{edit}“ ist noch nicht fertig. Bitte abwarten oder mit „kontor bulk-edit continue“ fortsetzen.',
  },
  UNDO_TOO_LATE: {
    status: 409,
    en: 'The bulk edit of {at} can be taken back for {days} days only, and its old values are gone. Make another one.',
    de: 'Die Massenänderung vom {at} kann nur {days} Tage lang zurückgenommen werden; ihre alten Werte sind nicht mehr da. Bitte eine neue machen.',
  },
  CHANGED_MEANWHILE: {
    status: 409,
    en: '"{field}" was changed meanwhile and stays as it is.',
    de: '„{field}“ wurde inzwischen geändert und bleibt, wie es ist.',
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
    de: 'Bitte angeben, welcher Sonderpreis entfernt werden soll: mit seinem Beginn (--from), ohne Preis. „kontor item special-prices“ zeigt alle.',
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
} as const

/** What can go wrong around items, categories, prices and customer groups. */
export const catalogProblem = problems(table)

/** Whether a stored code is one of these. */
export function isCatalogCode(code: string): code is Parameters<typeof catalogProblem>[0] {
  return Object.hasOwn(table, code)
}

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
