import { problems } from '../base/errors.ts'

/** What can go wrong around customers. */
export const customerProblem = problems({
  CUSTOMER_NOT_FOUND: {
    status: 404,
    en: 'There is no customer "{customer}". "kontor customer list" shows all.',
    de: 'Es gibt keinen Kunden „{customer}“. „kontor customer list“ zeigt alle.',
  },
  CUSTOMER_CHANGED: {
    status: 409,
    en: 'The customer "{customer}" was changed meanwhile. Look at it again, then change it.',
    de: 'Der Kunde „{customer}“ wurde inzwischen geändert. Bitte neu ansehen und dann ändern.',
  },
  CUSTOMER_NAME_MISSING: {
    status: 422,
    en: 'A customer needs a company or a last name.',
    de: 'Ein Kunde braucht eine Firma oder einen Nachnamen.',
  },
  COUNTRY_NOT_KNOWN: {
    status: 422,
    en: 'The country "{country}" is not known. Use a code of two letters such as DE.',
    de: 'Das Land „{country}“ ist nicht bekannt. Bitte ein Kürzel aus zwei Buchstaben wie DE angeben.',
  },
})
