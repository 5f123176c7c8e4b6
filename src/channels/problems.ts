import { problems } from '../base/errors.ts'

export const channelProblem = problems({
  CONNECTION_UNKNOWN: {
    status: 404,
    en: 'There is no connection or sales channel "{name}".',
    de: 'Es gibt keine Verbindung und keinen Verkaufskanal „{name}“.',
  },
  SYSTEM_UNKNOWN: {
    status: 422,
    en: 'The system "{system}" is not known. Known are: {known}.',
    de: 'Das System „{system}“ ist nicht bekannt. Bekannt sind: {known}.',
  },
  SETTING_UNKNOWN: {
    status: 422,
    en: 'The system "{system}" has no setting "{key}". It has: {known}.',
    de: 'Das System „{system}“ hat keine Einstellung „{key}“. Es hat: {known}.',
  },
  SETTING_MISSING: {
    status: 422,
    en: 'The setting "{key}" is required.',
    de: 'Die Einstellung „{key}“ ist erforderlich.',
  },
  SETTING_INVALID: {
    status: 422,
    en: 'The setting "{key}" is not valid: {reason}.',
    de: 'Die Einstellung „{key}“ ist ungültig: {reason}.',
  },
  NAME_TAKEN: {
    status: 409,
    en: 'The name "{name}" is taken. Choose another.',
    de: 'Der Name „{name}“ ist vergeben. Bitte einen anderen wählen.',
  },
  CHANNEL_LOCKED: {
    status: 409,
    en: 'The connection "{name}" is locked. Unlock it first.',
    de: 'Die Verbindung „{name}“ ist gesperrt. Bitte zuerst entsperren.',
  },
  CONNECTION_ARCHIVED: {
    status: 409,
    en: 'The connection "{name}" is archived.',
    de: 'Die Verbindung „{name}“ ist archiviert.',
  },
  TIME_ZONE_UNKNOWN: {
    status: 422,
    en: 'The time zone "{zone}" is not known. Use a name like Europe/Berlin.',
    de: 'Die Zeitzone „{zone}“ ist nicht bekannt. Bitte einen Namen wie Europe/Berlin angeben.',
  },
  RECORD_UNKNOWN: {
    status: 404,
    en: 'There is no record "{id}" in the import ledger.',
    de: 'Im Importprotokoll gibt es keinen Datensatz „{id}“.',
  },
  RUN_UNKNOWN: {
    status: 404,
    en: 'There is no run "{id}".',
    de: 'Es gibt keinen Lauf „{id}“.',
  },
  CONFLICTS_NOT_OFFERED: {
    status: 422,
    en: '{system} cannot be asked what it shows, so what is changed there stays unseen and Kontor leads. Rules have no effect there.',
    de: '{system} lässt sich nicht fragen, was dort steht: Änderungen dort bleiben ungesehen, und Kontor führt. Regeln sind dort ohne Wirkung.',
  },
  GUARD_STOP_UNKNOWN: {
    status: 404,
    en: 'The guard has no list "{id}". See "kontor guard list".',
    de: 'Der Wächter hat keine Liste „{id}“. Siehe „kontor guard list“.',
  },
  NOTHING_COMPLETE: {
    status: 422,
    en: 'Nothing of "{kinds}" can be sent again. Choose items, categories, prices, stock or status.',
    de: 'Von „{kinds}“ lässt sich nichts erneut senden. Möglich sind items, categories, prices, stock oder status.',
  },
  PREVIEW_UNKNOWN: {
    status: 404,
    en: 'There is no preview of the run "{id}". Previews are kept for a day; make a new one.',
    de: 'Zum Lauf „{id}“ gibt es keine Vorschau. Eine Vorschau wird einen Tag aufgehoben; bitte eine neue erstellen.',
  },
  PREVIEW_CHANGED: {
    status: 409,
    en: 'Nothing was sent: {count} objects are not as in the preview any more ({names}). Look at a new preview.',
    de: 'Es wurde nichts gesendet: {count} Objekte sind nicht mehr wie in der Vorschau ({names}). Bitte eine neue Vorschau ansehen.',
  },
  LANE_BUSY: {
    status: 409,
    en: 'A synchronisation of this connection is on (run {run}). Try again when it has ended.',
    de: 'Für diese Verbindung läuft gerade ein Abgleich (Lauf {run}). Bitte danach noch einmal versuchen.',
  },
  PORT_NOT_OFFERED: {
    status: 501,
    en: '{system} wants {what} by this call, which this version of Kontor cannot do. Update Kontor, or switch it off at {system}.',
    de: '{system} verlangt mit diesem Aufruf {what}; das kann diese Fassung von Kontor noch nicht. Bitte Kontor aktualisieren oder es bei {system} abschalten.',
  },
  AGAIN_NOT_OFFERED: {
    status: 422,
    en: '{system} does not deliver records again. Import again from the stored payload, or mark the record as not fetched in the shop.',
    de: '{system} liefert Datensätze nicht noch einmal. Bitte aus den gespeicherten Rohdaten neu importieren oder den Datensatz im Shop als nicht abgeholt markieren.',
  },
  ACTION_NOT_POSSIBLE: {
    status: 409,
    en: '{action} is not possible for record {id}: its outcome is {outcome}.',
    de: '{action} ist für den Datensatz {id} nicht möglich: Er steht auf {outcome}.',
  },
})
