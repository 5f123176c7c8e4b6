import type { SettingField } from '../../port/connector.ts'

const flags = [
  {
    key: 'variationsSupported',
    label: { de: 'Varianten in einem Angebot', en: 'Variations in one offer' },
    help: {
      de: 'Der Kanal nimmt einen Artikel mit seinen Varianten als ein Angebot.',
      en: 'The channel takes an item with its variations as one offer.',
    },
  },
  {
    key: 'priceUpdatesSupported',
    label: { de: 'Preise allein ändern', en: 'Change prices alone' },
    help: {
      de: 'Aus: Bei einem neuen Preis geht das ganze Angebot noch einmal.',
      en: 'Off: with a new price the whole offer goes once more.',
    },
  },
  {
    key: 'quantityPriceSupported',
    label: { de: 'Staffelpreise', en: 'Scale prices' },
    help: { de: 'Der Kanal kennt Preise je Menge.', en: 'The channel knows prices by quantity.' },
  },
  {
    key: 'remainingQuanitySupported',
    label: { de: 'Restmenge in Bestellungen', en: 'Remaining quantity in orders' },
    help: {
      de: 'Der Kanal meldet mit einer Bestellung, wie viel er danach noch anbietet.',
      en: 'With an order the channel says how much it still offers.',
    },
  },
  {
    key: 'returnTrackingRequired',
    label: { de: 'Retourenlabel ist Pflicht', en: 'Return label is required' },
    help: {
      de: 'Jede Lieferung braucht eine Sendungsnummer für die Rücksendung.',
      en: 'Each delivery needs a tracking number for the way back.',
    },
  },
  {
    key: 'allowCombineOrders',
    label: { de: 'Bestellungen zusammenfassen', en: 'Combine orders' },
    help: {
      de: 'Mehrere Bestellungen dürfen in einer Lieferung gehen.',
      en: 'Several orders may go in one delivery.',
    },
  },
  {
    key: 'stockUpdateWithoutEventSupported',
    label: { de: 'Kanal fragt Bestände ab', en: 'Channel polls quantities' },
    help: {
      de: 'Ein: Bestände werden nicht gemeldet, der Kanal holt sie.',
      en: 'On: quantities are not sent, the channel fetches them.',
    },
  },
] as const

/** What the maker of a channel program has to say of it once, and the token that the program signs in with. */
export const settings: readonly SettingField[] = [
  {
    key: 'refreshToken',
    kind: 'secret',
    from: 'kontor',
    label: { de: 'Zugang des Kanalprogramms', en: 'Access of the channel program' },
    help: {
      de: 'Beim Programm als SCX_CHANNEL_API_REFRESH_TOKEN eintragen, die Adresse als SCX_CHANNEL_API_HOST. Wird nur einmal gezeigt.',
      en: 'Enter it at the program as SCX_CHANNEL_API_REFRESH_TOKEN, the address as SCX_CHANNEL_API_HOST. It is shown once only.',
    },
    required: true,
  },
  {
    key: 'channel',
    kind: 'text',
    label: { de: 'Kanalname', en: 'Name of the channel' },
    help: {
      de: '5 bis 15 Buchstaben, Ziffern oder _, wie das Programm ihn nennt.',
      en: '5 to 15 letters, digits or _, as the program has it.',
    },
    required: true,
    pattern: /^\w{5,15}$/,
  },
  {
    key: 'displayName',
    kind: 'text',
    label: { de: 'Anzeigename', en: 'Name to show' },
    required: true,
  },
  {
    key: 'signUpUrl',
    kind: 'url',
    label: { de: 'Adresse der Anmeldung', en: 'Address of the sign-up' },
    help: {
      de: 'Dort meldet sich der Verkäufer an. {SESSION} wird ersetzt; sonst werden session und expiresAt angehängt.',
      en: 'The seller signs in there. {SESSION} is replaced; else session and expiresAt are added.',
    },
    required: true,
  },
  {
    key: 'updateUrl',
    kind: 'url',
    label: { de: 'Adresse der Änderung', en: 'Address for changes' },
    help: { de: 'Leer: wie bei der Anmeldung.', en: 'Empty: as for the sign-up.' },
    required: false,
  },
  {
    key: 'website',
    kind: 'url',
    label: { de: 'Webseite', en: 'Web site' },
    required: false,
  },
  {
    key: 'supportContact',
    kind: 'text',
    label: { de: 'E-Mail für Hilfe', en: 'E-mail for help' },
    required: false,
  },
  {
    key: 'vendor',
    kind: 'text',
    label: { de: 'Anbieter des Programms', en: 'Maker of the program' },
    required: false,
  },
  {
    key: 'marketplaces',
    kind: 'text',
    label: { de: 'Marktplätze', en: 'Marketplaces' },
    help: { de: 'Mehrere durch Kommas getrennt.', en: 'Several with commas between.' },
    required: false,
  },
  {
    key: 'currency',
    kind: 'text',
    label: { de: 'Währung', en: 'Currency' },
    help: { de: 'Drei Buchstaben, zum Beispiel EUR.', en: 'Three letters, for example EUR.' },
    required: false,
    default: 'EUR',
  },
  {
    key: 'language',
    kind: 'text',
    label: { de: 'Sprache der Angebote', en: 'Language of the offers' },
    help: {
      de: 'Zwei Buchstaben, zum Beispiel de. Was darin fehlt, geht in einer anderen.',
      en: 'Two letters, for example de. What is missing in it goes in another.',
    },
    required: false,
    default: 'de',
  },
  {
    key: 'invoiceDocumentTransfer',
    kind: 'choice',
    label: { de: 'Rechnungen', en: 'Invoices' },
    help: {
      de: 'Wessen Rechnung der Käufer bekommt, wenn Rechnungen übertragen werden.',
      en: 'Whose invoice the buyer gets, where invoices are transferred.',
    },
    required: false,
    default: 'not-supported',
    choices: ['not-supported', 'from-channel', 'from-seller'],
    choiceNames: {
      'not-supported': { de: 'nicht übertragen', en: 'not transferred' },
      'from-channel': { de: 'der Kanal schickt seine', en: 'the channel sends its own' },
      'from-seller': { de: 'unsere gehen zum Kanal', en: 'ours go to the channel' },
    },
  },
  ...flags.map(field => ({ ...field, kind: 'flag' as const, required: false, default: 'false' })),
]
