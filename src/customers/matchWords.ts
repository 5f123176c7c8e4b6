import type { MatchCode, MatchScore } from './matchScore.ts'

/** What spoke for or against one customer, for a person to read. */
export const matchWords: Readonly<Record<MatchCode, { readonly de: string; readonly en: string }>> = {
  ACCOUNT_SAME: { de: 'dasselbe Kundenkonto im Shop', en: 'the same account at the shop' },
  NAME_SAME: { de: 'gleicher Name', en: 'same name' },
  NAME_SWAPPED: {
    de: 'gleicher Name, Vor- und Nachname vertauscht',
    en: 'same name, first and last name swapped',
  },
  NAME_OTHER_LETTERS: { de: 'gleicher Name in anderer Schrift', en: 'same name in other letters' },
  NAME_FORM: { de: 'Vorname in anderer Form', en: 'first name in another form' },
  NAME_TYPO: { de: 'Name fast gleich geschrieben', en: 'name written almost alike' },
  NAME_DOUBLE: { de: 'Teil eines Doppelnamens', en: 'part of a double name' },
  NAME_INITIAL: { de: 'Vorname nur als Anfangsbuchstabe', en: 'first name as an initial only' },
  FIRST_NAME_MISSING: {
    de: 'Nachname gleich, ein Vorname fehlt',
    en: 'same last name, one first name is missing',
  },
  LAST_NAME_OTHER: { de: 'Vorname gleich, anderer Nachname', en: 'same first name, other last name' },
  NAME_UNKNOWN: { de: 'Namen nicht vergleichbar', en: 'names cannot be compared' },
  FIRST_NAME_OTHER: { de: 'Nachname gleich, anderer Vorname', en: 'same last name, other first name' },
  NAME_OTHER: { de: 'anderer Name', en: 'other name' },
  COMPANY_SAME: { de: 'gleiche Firma', en: 'same company' },
  COMPANY_TYPO: { de: 'Firma fast gleich geschrieben', en: 'company written almost alike' },
  COMPANY_PART: { de: 'Firma in kürzerer Form', en: 'shorter form of the company' },
  COMPANY_OTHER: { de: 'andere Firma', en: 'other company' },
  COMPANY_OTHER_MAIL_SAME: {
    de: 'andere Firma bei gleicher E-Mail oder USt-IdNr.',
    en: 'other company with the same e-mail or VAT id',
  },
  COMPANY_HAS_NAME: { de: 'Nachname steht in der Firma', en: 'the last name is part of the company' },
  PERSON_OTHER: { de: 'andere Person in der Firma', en: 'other person at the company' },
  EMAIL_SAME: { de: 'gleiche E-Mail-Adresse', en: 'same e-mail address' },
  EMAIL_TYPO: { de: 'E-Mail-Adresse fast gleich', en: 'e-mail address almost alike' },
  EMAIL_DOMAIN: { de: 'E-Mail-Adresse derselben Firma', en: 'e-mail address of the same company' },
  EMAIL_OTHER: { de: 'andere E-Mail-Adresse', en: 'other e-mail address' },
  PHONE_SAME: { de: 'gleiche Telefonnummer', en: 'same telephone number' },
  PHONE_OTHER: { de: 'andere Telefonnummer', en: 'other telephone number' },
  CONTACTS_OTHER: {
    de: 'E-Mail-Adresse und Telefonnummer anders',
    en: 'e-mail address and telephone number differ',
  },
  HOUSE_SAME: { de: 'gleiche Anschrift', en: 'same address' },
  HOUSE_LIKELY: { de: 'Anschrift fast gleich geschrieben', en: 'address written almost alike' },
  STREET_ONLY: { de: 'gleiche Straße, Hausnummer fehlt', en: 'same street, house number missing' },
  PLACE_UNKNOWN: { de: 'Anschriften nicht vergleichbar', en: 'addresses cannot be compared' },
  ADDRESS_OTHER: { de: 'andere Anschrift', en: 'other address' },
  HOUSE_OTHER: { de: 'gleiche Straße, andere Hausnummer', en: 'same street, other house number' },
  DOOR_OTHER: { de: 'andere Wohnung im Haus', en: 'other flat in the house' },
  POST_NUMBER_SAME: {
    de: 'gleiche Postnummer der Packstation',
    en: 'same post number of the packing station',
  },
  POST_NUMBER_OTHER: {
    de: 'andere Postnummer der Packstation',
    en: 'other post number of the packing station',
  },
  VAT_ID_SAME: { de: 'gleiche USt-IdNr.', en: 'same VAT id' },
  VAT_ID_OTHER: { de: 'andere USt-IdNr.', en: 'other VAT id' },
  BIRTHDAY_SAME: { de: 'gleicher Geburtstag', en: 'same birthday' },
  BIRTHDAY_OTHER: { de: 'anderer Geburtstag', en: 'other birthday' },
}

/** Reasons with their points, in words of one language. */
export function matchReasonsIn(
  language: 'de' | 'en',
  reasons: MatchScore['reasons'],
): { readonly code: MatchCode; readonly points: number; readonly reason: string }[] {
  return reasons.map(({ code, points }) => ({ code, points, reason: matchWords[code][language] }))
}
