import { problems } from '../base/errors.ts'

/** What can go wrong around customers. */
export const customerProblem = problems({
  CUSTOMER_UNKNOWN: {
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
})
