/** Why an item cannot be offered in the words of a system; part of the reason catalogue (`reasons`). */
export const listingReasons = {
  CATEGORY_NOT_MAPPED: {
    de: 'Keine Kategorie dieses Artikels ist einer Kategorie des Kanals zugeordnet.',
    en: 'No category of this item is mapped to a category of the channel.',
    remedy: {
      de: 'Am Kanal unter „Angebot/Preise“ die Kategorie zuordnen oder am Artikel unter „Kanäle“ eine wählen; er geht dann von selbst.',
      en: 'Map the category on the channel under "Offer/prices", or choose one at the item under "Channels"; it is then sent by itself.',
    },
  },
  CATEGORY_GONE: {
    de: 'Die Kategorie „{detail}“ gibt es am Kanal nicht mehr.',
    en: 'The channel does not have the category "{detail}" any more.',
    remedy: { de: 'Eine andere Kategorie zuordnen.', en: 'Map another category.' },
  },
  CATEGORY_CLOSED: {
    de: 'In der Kategorie „{detail}“ des Kanals wird nichts angeboten.',
    en: 'Nothing is offered in the category "{detail}" of the channel.',
    remedy: { de: 'Eine Kategorie darunter zuordnen.', en: 'Map a category below it.' },
  },
  ATTRIBUTE_MISSING: {
    de: 'Der Kanal verlangt: {detail}.',
    en: 'The channel demands: {detail}.',
    remedy: {
      de: 'Am Artikel unter „Kanäle“ angeben oder am Kanal unter „Angebot/Preise“ aus einem Attribut füllen.',
      en: 'Say it at the item under "Channels", or fill it from an attribute on the channel under "Offer/prices".',
    },
  },
  ATTRIBUTE_VALUE_REFUSED: {
    de: 'Diesen Wert nimmt der Kanal nicht: {detail}.',
    en: 'The channel does not take this value: {detail}.',
    remedy: {
      de: 'Am Artikel unter „Kanäle“ einen Wert wählen, den er nimmt.',
      en: 'Choose a value that it takes, at the item under "Channels".',
    },
  },
  PRICE_TYPE_NOT_MAPPED: {
    de: 'Keiner Preisart des Kanals ist ein Preis zugeordnet.',
    en: 'No price type of the channel has a price of ours.',
    remedy: {
      de: 'Am Kanal unter „Angebot/Preise“ jeder Preisart eine Kundengruppe oder „Preis für alle“ zuordnen.',
      en: 'On the channel under "Offer/prices", map each price type to a customer group or to "everyone".',
    },
  },
  PUBLIC_URL_MISSING: {
    de: 'Bilder gehen nicht mit: Kontor hat keine öffentliche Adresse, unter der das System sie abholen könnte.',
    en: 'Images do not go along: Kontor has no public address at which the system could fetch them.',
    remedy: {
      de: 'KONTOR_PUBLIC_URL setzen, dann „kontor complete start“ für die Artikel.',
      en: 'Set KONTOR_PUBLIC_URL, then "kontor complete start" for the items.',
    },
  },
} as const
