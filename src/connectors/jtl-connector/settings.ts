import type { SettingField } from '../../port/connector.ts'

/** What a person enters to connect a shop. A new address needs the password anew: it is never sent elsewhere unasked. */
export const settings: readonly SettingField[] = [
  {
    key: 'url',
    kind: 'url',
    label: { de: 'Adresse des Endpunkts', en: 'Address of the endpoint' },
    help: {
      de: 'Wie der Connector des Shops sie anzeigt, mit allen Schrägstrichen, zum Beispiel https://shop.example/index.php/jtlconnector/',
      en: 'As the connector of the shop shows it, with all slashes, for example https://shop.example/index.php/jtlconnector/',
    },
    required: true,
    clearsSecrets: true,
  },
  {
    key: 'token',
    kind: 'secret',
    label: { de: 'Passwort (Token)', en: 'Password (token)' },
    help: {
      de: 'Das Passwort aus den Einstellungen des Connectors im Shop.',
      en: 'The password from the settings of the connector in the shop.',
    },
    required: true,
  },
  {
    key: 'methodCase',
    kind: 'choice',
    label: { de: 'Schreibweise der Methoden', en: 'Spelling of the methods' },
    help: {
      de: 'Die übliche passt für alle Shops, die JTL-Software unterstützt; die andere nur für Endpunkte anderer Hersteller, die sie verlangen.',
      en: 'The usual one fits all shops that JTL-Software supports; the other only endpoints of others that demand it.',
    },
    required: false,
    default: 'snake',
    choices: ['snake', 'camel'],
    choiceNames: {
      snake: { de: 'üblich (order_item)', en: 'usual (order_item)' },
      camel: { de: 'zusammen (orderItem)', en: 'joined (orderItem)' },
    },
  },
]
