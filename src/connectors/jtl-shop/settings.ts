import type { SettingField } from '../../port/connector.ts'

/**
 * What a person enters to connect a shop. Languages, customer groups and tax classes have keys that the shop never tells: they
 * are given here, as `key=name`. A new address needs the password anew.
 */
export const settings: readonly SettingField[] = [
  {
    key: 'url',
    kind: 'url',
    label: { de: 'Adresse des Shops', en: 'Address of the shop' },
    help: {
      de: 'Die Adresse, unter der die Kunden den Shop erreichen, zum Beispiel https://shop.example/. Der Ordner dbeS wird von selbst ergänzt.',
      en: 'The address at which customers reach the shop, for example https://shop.example/. The folder dbeS is added by itself.',
    },
    required: true,
    clearsSecrets: true,
  },
  {
    key: 'user',
    kind: 'text',
    label: { de: 'Sync-Benutzer', en: 'Sync user' },
    help: {
      de: 'Der Benutzer für den Abgleich, wie er im Backend des Shops oder bei seiner Installation festgelegt wurde.',
      en: 'The user of the synchronisation, as it was set in the backend of the shop or at its installation.',
    },
    required: true,
  },
  {
    key: 'password',
    kind: 'secret',
    label: { de: 'Sync-Passwort', en: 'Sync password' },
    required: true,
  },
  {
    key: 'currency',
    kind: 'text',
    label: { de: 'Standardwährung des Shops', en: 'Default currency of the shop' },
    help: {
      de: 'Als ISO-Code. Der Shop nennt alle Beträge von Bestellungen in ihr, sagt aber nicht, welche es ist.',
      en: 'As ISO code. The shop states all amounts of orders in it, but does not say which one it is.',
    },
    required: false,
    default: 'EUR',
  },
  {
    key: 'languages',
    kind: 'text',
    label: { de: 'Sprachen', en: 'Languages' },
    help: {
      de: 'Schlüssel und Sprache, die Standardsprache zuerst, zum Beispiel 1=de, 2=en.',
      en: 'Key and language, the default language first, for example 1=de, 2=en.',
    },
    required: false,
    default: '1=de',
  },
  {
    key: 'customerGroups',
    kind: 'text',
    label: { de: 'Kundengruppen', en: 'Customer groups' },
    help: {
      de: 'Schlüssel und Name, die Standardgruppe zuerst, zum Beispiel 1=Endkunden, 2=Händler.',
      en: 'Key and name, the default group first, for example 1=Consumers, 2=Dealers.',
    },
    required: false,
    default: '1=Endkunden',
  },
  {
    key: 'taxClasses',
    kind: 'text',
    label: { de: 'Steuerklassen', en: 'Tax classes' },
    help: {
      de: 'Schlüssel und Satz in Prozent, die Standardklasse zuerst, zum Beispiel 1=19, 2=7.',
      en: 'Key and rate in percent, the default class first, for example 1=19, 2=7.',
    },
    required: false,
    default: '1=19, 2=7',
  },
  {
    key: 'units',
    kind: 'text',
    label: { de: 'Verkaufseinheiten', en: 'Units of sale' },
    help: {
      de: 'Schlüssel und Name, wie er beim Artikel steht, zum Beispiel 1=Stk, 2=kg. Artikel mit anderen Einheiten haben dort keine.',
      en: 'Key and name as it stands with the item, for example 1=Stk, 2=kg. Items with other units have none there.',
    },
    required: false,
  },
  {
    key: 'taxCountries',
    kind: 'text',
    label: { de: 'Länder mit diesen Steuersätzen', en: 'Countries with these tax rates' },
    help: {
      de: 'ISO-Codes, zum Beispiel DE, AT. Nur von Bedeutung, wenn Kontor die Stammdaten sendet.',
      en: 'ISO codes, for example DE, AT. They matter only if Kontor sends the master data.',
    },
    required: false,
    default: 'DE',
  },
  {
    key: 'firstKey',
    kind: 'number',
    label: { de: 'Erster Schlüssel', en: 'First key' },
    help: {
      de: 'Kontor vergibt die Schlüssel von Artikeln, Kategorien, Herstellern, Merkmalen, Bildern und Lieferscheinen im Shop von dieser Zahl an. Hat eine andere Warenwirtschaft den Shop gefüllt, muss sie größer sein als alle Schlüssel dort, zum Beispiel 1000000; höchstens 33000000. Sobald etwas gesendet wurde, lässt sie sich nicht mehr ändern.',
      en: 'Kontor gives the keys of items, categories, manufacturers, characteristics, images and delivery notes in the shop from this number on. If another ERP has filled the shop, it has to be larger than all keys there, for example 1000000; 33000000 at most. Once something was sent it cannot be changed.',
    },
    required: false,
    default: '1',
  },
  {
    key: 'globals',
    kind: 'choice',
    label: { de: 'Stammdaten des Shops', en: 'Master data of the shop' },
    help: {
      de: 'Sprachen, Währung, Kundengruppen und Steuern. Behalten: Sie bleiben, wie sie im Shop sind; die Angaben oben müssen dazu passen. Ersetzen: Kontor schreibt die Angaben oben in den Shop, was alle anderen Einträge dort löscht. Nur für einen neuen Shop.',
      en: 'Languages, currency, customer groups and taxes. Keep: they stay as they are in the shop; what is said above has to fit. Replace: Kontor writes what is said above into the shop, which deletes all other entries there. For a new shop only.',
    },
    required: false,
    default: 'keep',
    choices: ['keep', 'replace'],
    choiceNames: {
      keep: { de: 'behalten', en: 'keep' },
      replace: { de: 'ersetzen', en: 'replace' },
    },
  },
]
