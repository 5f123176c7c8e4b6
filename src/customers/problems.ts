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
  MATCH_RULE_INVALID: {
    status: 422,
    en: 'Asking begins at {askFrom} points, behind the {automaticFrom} from which nobody is asked. Choose at most {automaticFrom}.',
    de: 'Gefragt würde ab {askFrom} Punkten, erst nach den {automaticFrom}, ab denen nicht gefragt wird. Höchstens {automaticFrom} wählen.',
  },
  CUSTOMER_NAME_MISSING: {
    status: 422,
    en: 'A customer needs a company or a last name.',
    de: 'Ein Kunde braucht eine Firma oder einen Nachnamen.',
  },
  CUSTOMER_MERGED: {
    status: 409,
    en: 'The customer "{customer}" was merged into another one. Change that one.',
    de: 'Der Kunde „{customer}“ wurde mit einem anderen zusammengeführt. Bitte jenen ändern.',
  },
  CUSTOMER_ANONYMISED: {
    status: 409,
    en: 'The customer "{customer}" was anonymised: nothing is kept of the person any more. Create a new customer.',
    de: 'Der Kunde „{customer}“ wurde anonymisiert: Über die Person wird nichts mehr geführt. Bitte einen neuen Kunden anlegen.',
  },
  VAT_ID_INVALID: {
    status: 422,
    en: 'The check digits of the VAT id "{vatId}" are wrong. Ask the customer for the right one, or leave it empty.',
    de: 'Die Prüfziffern der USt-IdNr. „{vatId}“ stimmen nicht. Bitte beim Kunden erfragen oder leer lassen.',
  },
  DEBTOR_NUMBER_TAKEN: {
    status: 409,
    en: 'Another customer has this accounts-receivable number: {numbers}. Give another one.',
    de: 'Diese Debitorennummer hat schon ein anderer Kunde: {numbers}. Bitte eine andere vergeben.',
  },
  ADDRESS_UNKNOWN: {
    status: 404,
    en: 'There is no address "{address}". "kontor customer show" lists those of a customer.',
    de: 'Es gibt keine Anschrift „{address}“. „kontor customer show“ zeigt die eines Kunden.',
  },
  ADDRESS_EXISTS: {
    status: 409,
    en: 'The customer has this address already. Change or remove that one.',
    de: 'Diese Anschrift hat der Kunde schon. Bitte jene ändern oder entfernen.',
  },
  ADDRESS_EMPTY: {
    status: 422,
    en: 'The address says nothing: it needs a name, a street or a place.',
    de: 'Die Anschrift ist leer: Sie braucht einen Namen, eine Straße oder einen Ort.',
  },
  NOTE_UNKNOWN: {
    status: 404,
    en: 'There is no note "{note}". "kontor customer notes" lists those of a customer.',
    de: 'Es gibt keine Notiz „{note}“. „kontor customer notes“ zeigt die eines Kunden.',
  },
  MERGE_SAME: {
    status: 422,
    en: 'A customer cannot be merged with itself: {customer}. Choose at least two.',
    de: 'Ein Kunde kann nicht mit sich selbst zusammengeführt werden: {customer}. Bitte mindestens zwei wählen.',
  },
  MERGE_INTO_MERGED: {
    status: 409,
    en: 'The customer {customer} was merged into {survivor} before. Merge with that one.',
    de: 'Der Kunde {customer} wurde schon mit {survivor} zusammengeführt. Bitte mit jenem zusammenführen.',
  },
  MERGE_CHOICE_UNKNOWN: {
    status: 422,
    en: 'The value of "{field}" was chosen from a customer that is none of those to be merged.',
    de: 'Für „{field}“ wurde der Wert eines Kunden gewählt, der nicht zusammengeführt wird.',
  },
  MERGE_UNKNOWN: {
    status: 404,
    en: 'There is no merge "{merge}". "kontor customer merges" lists those of a customer.',
    de: 'Eine Zusammenführung „{merge}“ gibt es nicht. „kontor customer merges“ zeigt die eines Kunden.',
  },
  MERGE_UNDONE: {
    status: 409,
    en: 'This merge was undone before. Nothing to do.',
    de: 'Diese Zusammenführung wurde schon rückgängig gemacht. Nichts zu tun.',
  },
  MERGE_NOT_LAST: {
    status: 409,
    en: 'The customer {customer} was merged into {survivor} since. Undo that merge first: {merge}.',
    de: 'Der Kunde {customer} wurde seither mit {survivor} zusammengeführt. Bitte zuerst jene Zusammenführung rückgängig machen: {merge}.',
  },
})
