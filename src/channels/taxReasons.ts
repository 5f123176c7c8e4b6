/** What a person should know of how an order is taxed; part of the reason catalogue (`reasons`). */
export const taxReasons = {
  VAT_ID_INVALID: {
    de: 'Die USt-IdNr. kann nicht stimmen: Ihre Form oder ihre Prüfziffern passen zu keinem Staat. Sie zählt wie keine.',
    en: 'The VAT id cannot be right: its form or its check digits fit no state. It counts as none.',
    remedy: {
      de: 'Beim Kunden nachfragen und berichtigen; sie beginnt mit den zwei Buchstaben ihres Staates.',
      en: 'Ask the customer and correct it; it begins with the two letters of its state.',
    },
  },
  VAT_ID_DAYS: {
    de: 'Der letzte Tag der USt-IdNr. ({until}) liegt vor dem ersten ({from}).',
    en: 'The last day of the VAT id ({until}) lies before the first ({from}).',
    remedy: { de: 'Die Tage berichtigen.', en: 'Correct the days.' },
  },
  VAT_ID_OUTSIDE_EU: {
    de: 'Die USt-IdNr. ist von keinem Mitgliedstaat der EU; der Käufer wird wie ein Verbraucher besteuert.',
    en: 'The VAT id is of no member state of the EU; the buyer is taxed like a consumer.',
    remedy: {
      de: 'Hat der Käufer eine USt-IdNr. eines Mitgliedstaats, diese eintragen.',
      en: 'If the buyer has a VAT id of a member state, enter that one.',
    },
  },
  VAT_ID_WITHOUT_BUSINESS: {
    de: 'Eine USt-IdNr. ist angegeben, der Käufer gilt aber nicht als Unternehmen; er wird wie ein Verbraucher besteuert.',
    en: 'There is a VAT id, but the buyer does not count as a business; they are taxed like a consumer.',
    remedy: {
      de: 'Bestellt ein Unternehmen, den Firmennamen eintragen.',
      en: 'If a business orders, enter its name.',
    },
  },
  VAT_ID_OF_OWN_STATE: {
    de: 'Die USt-IdNr. ist aus demselben Staat wie die der eigenen Firma ({country}): Besteuert wird mit dessen Sätzen, auch wenn die Ware in einen anderen EU-Staat geht.',
    en: 'The VAT id is of the state of the own company ({country}): the rates there hold, although the goods go to another EU state.',
    remedy: {
      de: 'Hat der Käufer eine USt-IdNr. eines anderen Mitgliedstaats, diese eintragen.',
      en: 'If the buyer has a VAT id of another member state, enter that one.',
    },
  },
  OWN_VAT_ID_MISSING: {
    de: 'Die Lieferung ist steuerfrei, die eigene Firma hat aber keine USt-IdNr. aus {country} hinterlegt, wie Belege sie dafür brauchen.',
    en: 'The delivery is free of tax, but the own company has no VAT id of {country} set up, which documents need for that.',
    remedy: {
      de: 'Die eigene USt-IdNr. hinterlegen (kontor company-tax put-vat-ids).',
      en: 'Set up the own VAT id (kontor company-tax put-vat-ids).',
    },
  },
  TAX_RATE_MISSING: {
    de: 'Für die Steuerklasse ist in {country} am {date} kein Satz hinterlegt; genommen ist {rate} %.',
    en: 'The tax class has no rate in {country} on {date}; {rate} % is taken.',
    remedy: {
      de: 'Prüfen, ob dieser Satz stimmt; sonst den Satz der Position ändern.',
      en: 'Check that this rate is right; otherwise change that of the line.',
    },
  },
  TAX_TERRITORY: {
    de: 'Die Ware geht in ein Gebiet mit eigenen Regeln: {territory}.',
    en: 'The goods go to a territory with rules of its own: {territory}.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  TAX_TERRITORY_OUTSIDE: {
    de: 'Die Ware geht in ein Gebiet, in dem die Mehrwertsteuer der EU nicht gilt: {territory}.',
    en: 'The goods go to a territory where the VAT of the EU does not hold: {territory}.',
    remedy: {
      de: 'Den Nachweis der Ausfuhr aufbewahren.',
      en: 'Keep the evidence of the export.',
    },
  },
  TERRITORY_RATE_MISSING: {
    de: 'Welcher Satz in {territory} am {date} statt {rate} % galt, ist nicht hinterlegt; genommen ist {rate} %.',
    en: 'Which rate {territory} had on {date} instead of {rate} % is not known here; {rate} % is taken.',
    remedy: {
      de: 'Den Satz der Position prüfen.',
      en: 'Check the rate of the line.',
    },
  },
  EXPORT_TAXED: {
    de: 'Eine Lieferung nach {country} wäre als Ausfuhr steuerfrei; eingestellt ist, dass sie wie im Inland besteuert wird.',
    en: 'A delivery to {country} would be free of tax as an export; it is set to be taxed like one at home.',
    remedy: {
      de: 'Soll es anders sein: kontor company-tax set --exports-free.',
      en: 'To have it otherwise: kontor company-tax set --exports-free.',
    },
  },
  SMALL_BUSINESS_ABROAD: {
    de: 'Kleinunternehmer, zugleich zum One-Stop-Shop angemeldet: Nach {country} ist ohne Steuer gerechnet.',
    en: 'A small business that is also registered for the One-Stop-Shop: to {country} no tax is reckoned.',
    remedy: {
      de: 'Klären, ob die Befreiung auch dort gilt; sonst eine der beiden Einstellungen ändern.',
      en: 'Find out whether the exemption holds there too; otherwise change one of the two settings.',
    },
  },
} as const
