/** Why an order cannot be made, edited, split or merged, or a quotation not ordered; part of the reason catalogue (`reasons`). */
export const makingReasons = {
  LINES_MISSING: {
    de: 'Es gibt keine Position.',
    en: 'There is no line.',
    remedy: { de: 'Eine Position hinzufügen.', en: 'Add a line.' },
  },
  LINE_NAME_MISSING: {
    de: 'Position {line} hat keinen Namen.',
    en: 'Line {line} has no name.',
    remedy: { de: 'Einen Namen angeben.', en: 'Give it a name.' },
  },
  PRICE_MISSING: {
    de: 'Für „{sku}“ gibt es in dieser Währung keinen Preis (Position {line}).',
    en: 'There is no price for "{sku}" in this currency (line {line}).',
    remedy: {
      de: 'Einen Preis an der Position angeben oder am Artikel pflegen.',
      en: 'Give a price with the line, or set one for the item.',
    },
  },
  TAX_CLASS_UNKNOWN: {
    de: 'Die Steuerklasse „{class}“ gibt es nicht (Position {line}).',
    en: 'There is no tax class "{class}" (line {line}).',
    remedy: {
      de: 'Eine Steuerklasse wählen: „kontor tax-class list“.',
      en: 'Choose a tax class: "kontor tax-class list".',
    },
  },
  COMPANY_UNKNOWN: {
    de: 'Die Firma „{company}“ gibt es nicht.',
    en: 'There is no company "{company}".',
    remedy: { de: 'Eine andere Firma wählen.', en: 'Choose another company.' },
  },
  COMPANY_UNCLEAR: {
    de: 'Es gibt mehrere Firmen: {known}.',
    en: 'There are several companies: {known}.',
    remedy: { de: 'Die Firma angeben.', en: 'Say which company.' },
  },
  ORDER_CHANNEL_UNKNOWN: {
    de: 'Den Verkaufskanal „{channel}“ gibt es nicht.',
    en: 'There is no sales channel "{channel}".',
    remedy: {
      de: 'Einen anderen wählen: „kontor channel list“.',
      en: 'Choose another one: "kontor channel list".',
    },
  },
  CUSTOMER_NAME_MISSING: {
    de: 'Der neue Kunde hat weder Firma noch Nachnamen.',
    en: 'The new customer has neither company nor last name.',
    remedy: { de: 'Eines von beiden angeben.', en: 'Give one of them.' },
  },
  ORDER_CHANGED: {
    de: '{by} hat ihn inzwischen geändert ({at}).',
    en: '{by} has changed it meanwhile ({at}).',
    remedy: {
      de: 'Beide Fassungen vergleichen und noch einmal speichern.',
      en: 'Compare both versions and save again.',
    },
  },
  ORDER_TWICE: {
    de: 'Der Auftrag {order} steht zweimal in der Liste.',
    en: 'The order {order} stands in the list twice.',
    remedy: { de: 'Jeden Auftrag einmal nennen.', en: 'Name each order once.' },
  },
  SOLD_AT_SHOP: {
    de: 'Das wurde in einem Shop so verkauft; Shop und Käufer erfahren von der Änderung nichts.',
    en: 'That was sold at a shop; neither shop nor buyer will hear of the change.',
    remedy: {
      de: 'Bestätigen, dass es trotzdem geändert werden soll.',
      en: 'Confirm that it shall be changed all the same.',
    },
  },
  LINE_HAS_DOCUMENTS: {
    de: 'Position {line} steht auf einem Lieferschein, einer Stornierung oder einer Retoure.',
    en: 'Line {line} is on a delivery note, a cancellation or a return.',
    remedy: { de: 'Nur die offene Menge ändern.', en: 'Change the open quantity only.' },
  },
  QUANTITY_BELOW_DELIVERED: {
    de: 'Von Position {line} sind {least} geliefert oder storniert; {quantity} geht nicht.',
    en: '{least} of line {line} are delivered or cancelled; {quantity} is not possible.',
    remedy: { de: 'Mindestens diese Menge angeben.', en: 'Give that quantity at least.' },
  },
  SPLIT_TAKES_ALL: {
    de: 'Dem Auftrag bliebe keine Ware.',
    en: 'No goods would be left in the order.',
    remedy: { de: 'Weniger abspalten.', en: 'Split off less.' },
  },
  SPLIT_WITHOUT_GOODS: {
    de: 'Der neue Auftrag hätte keine Ware.',
    en: 'There would be no goods in the new order.',
    remedy: { de: 'Eine Position mit Artikel abspalten.', en: 'Split off a line with an item.' },
  },
  MERGE_DIFFERS: {
    de: 'Der Auftrag {order} weicht ab: {field}.',
    en: 'The order {order} differs: {field}.',
    remedy: {
      de: 'Nur Aufträge mit gleichem Kunden, gleichen Anschriften, gleicher Firma und Währung zusammenfassen; sonst erst angleichen.',
      en: 'Merge only orders of the same customer, addresses, company and currency; else make them alike first.',
    },
  },
  NO_DIFFERENCE: {
    de: 'Die Summe weicht nicht ab.',
    en: 'The total does not differ.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  QUOTATION_UNKNOWN: {
    de: 'Das Angebot „{quotation}“ gibt es nicht.',
    en: 'There is no quotation "{quotation}".',
    remedy: { de: 'Angebotsnummer prüfen.', en: 'Check the number of the quotation.' },
  },
  QUOTATION_CHANGED: {
    de: 'Das Angebot {quotation} wurde inzwischen geändert.',
    en: 'The quotation {quotation} was changed meanwhile.',
    remedy: { de: 'Neu ansehen und dann ändern.', en: 'Look at it again, then change it.' },
  },
  QUOTATION_ORDERED: {
    de: 'Aus dem Angebot {quotation} ist ein Auftrag geworden.',
    en: 'The quotation {quotation} has become an order.',
    remedy: { de: 'Den Auftrag ändern.', en: 'Change the order.' },
  },
  QUOTATION_DECLINED: {
    de: 'Das Angebot {quotation} wurde abgelehnt.',
    en: 'The quotation {quotation} was declined.',
    remedy: { de: 'Ein neues Angebot machen.', en: 'Make a new quotation.' },
  },
  QUOTATION_EXPIRED: {
    de: 'Das Angebot {quotation} galt bis {until}.',
    en: 'The quotation {quotation} was valid until {until}.',
    remedy: {
      de: 'Die Gültigkeit verlängern oder bestätigen, dass es noch gilt.',
      en: 'Extend it, or confirm that it still holds.',
    },
  },
  QUOTATION_TOTAL_CHANGED: {
    de: 'Mit den Steuern von heute wären es {now} statt {before}.',
    en: 'With the taxes of today it would be {now} instead of {before}.',
    remedy: {
      de: 'Das Angebot ändern oder die neue Summe bestätigen.',
      en: 'Change the quotation, or confirm the new total.',
    },
  },
} as const
