import type { SettingField, Settings } from '../../port/connector.ts'
import { type StatusMapping, statusFields, statusMappingOf } from './statusMapping.ts'

/** The settings as they are used, read once. */
export interface ShopSettings {
  readonly states: StatusMapping
  /** All of them as they were entered, without the key. */
  readonly raw: Settings
}

/** Reads the settings. What cannot be read falls back to the default; `check` names it. */
export function settingsOf({ apiKey: _secret, ...raw }: Settings): ShopSettings {
  return { states: statusMappingOf(raw), raw }
}

/** What a person enters to connect a shop. A new address needs the key anew: it is never sent elsewhere unasked. */
export const settings: readonly SettingField[] = [
  {
    key: 'url',
    kind: 'url',
    label: { de: 'Adresse des Shops', en: 'Address of the shop' },
    help: {
      de: 'Die Adresse, unter der die Kunden den Shop erreichen, zum Beispiel https://shop.example/. Der Ordner api wird von selbst ergänzt.',
      en: 'The address at which customers reach the shop, for example https://shop.example/. The folder api is added by itself.',
    },
    required: true,
    clearsSecrets: true,
  },
  {
    key: 'user',
    kind: 'text',
    label: { de: 'API-Benutzer', en: 'API user' },
    help: {
      de: 'Ein Benutzer des Shop-Backends (Einstellungen, Benutzerverwaltung), bei dem der API-Zugang eingeschaltet ist. Am besten ein eigener.',
      en: 'A user of the backend of the shop (settings, user administration) for whom API access is switched on. Best one of its own.',
    },
    required: true,
  },
  {
    key: 'apiKey',
    kind: 'secret',
    label: { de: 'API-Schlüssel', en: 'API key' },
    help: {
      de: 'Der Schlüssel mit 40 Zeichen, den der Shop bei diesem Benutzer zeigt; nicht sein Passwort.',
      en: 'The key of 40 characters that the shop shows at this user; not their password.',
    },
    required: true,
  },
  {
    key: 'importStates',
    kind: 'text',
    label: { de: 'Bestellungen mit diesem Status holen', en: 'Fetch orders with this state' },
    help: {
      de: 'Nummern von Bestellstatus des Shops, durch Kommas getrennt. 0 ist „Offen“. Später geänderte Bestellungen kommen unabhängig davon noch einmal.',
      en: 'Numbers of order states of the shop, with commas between. 0 is "open". Orders that are changed later come once more whatever their state.',
    },
    required: false,
    default: '0',
  },
  {
    key: 'inProcessState',
    kind: 'text',
    label: { de: 'Status nach dem Abholen', en: 'State after fetching' },
    help: {
      de: 'Die Nummer des Bestellstatus, den eine geholte Bestellung im Shop bekommt, solange sie dort noch offen ist. 1 ist „In Bearbeitung (Wartet)“. „none“ lässt sie, wie sie ist.',
      en: 'The number of the order state that a fetched order gets in the shop while it is still open there. 1 is "in process". "none" leaves it as it is.',
    },
    required: false,
    default: '1',
  },
  ...statusFields,
]
