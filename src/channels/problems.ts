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
  CONNECTION_RECOVERING: {
    status: 409,
    en: 'The connection "{name}" was restored from a backup. "kontor recovery show" says what is to be done before it goes on.',
    de: 'Die Verbindung „{name}“ wurde aus einer Sicherung eingespielt. „kontor recovery show“ zeigt, was zu tun ist, bevor sie weitermacht.',
  },
  RECOVERY_OVER: {
    status: 409,
    en: 'Nothing is to be recovered for "{name}".',
    de: 'Für „{name}“ ist nichts wiederherzustellen.',
  },
  RECOVERY_OPEN: {
    status: 409,
    en: 'The recovery of "{name}" is not finished: {steps}. "kontor recovery show" lists the commands.',
    de: 'Die Wiederherstellung von „{name}“ ist noch nicht fertig: {steps}. „kontor recovery show“ nennt die Befehle.',
  },
  RECOVERY_BY_HAND: {
    status: 409,
    en: '{system} cannot deliver again what it was told is stored. Mark the orders since {since} as not fetched in the shop, then repeat this with --checked.',
    de: '{system} kann nicht noch einmal liefern, was als gespeichert gemeldet ist. Bitte die Bestellungen seit {since} im Shop als nicht abgeholt markieren und dies mit --checked wiederholen.',
  },
  RECOVERY_UNLINKS_ALL: {
    status: 409,
    en: '{system} can only forget all links at once. Every object is then delivered or told of again and linked anew, which takes long; nothing is doubled here. Repeat this with --all if that is wanted.',
    de: '{system} kann Verknüpfungen nur alle auf einmal vergessen. Danach wird alles noch einmal geliefert oder gemeldet und neu verknüpft; das dauert, verdoppelt hier aber nichts. Falls gewollt, bitte mit --all wiederholen.',
  },
  RECOVERY_FAILED: {
    status: 502,
    en: 'The orders of "{name}" could not be fetched: {code} (run {run}). Mend that and repeat it; what was fetched stays.',
    de: 'Die Bestellungen von „{name}“ ließen sich nicht holen: {code} (Lauf {run}). Bitte beheben und wiederholen; was geholt ist, bleibt.',
  },
  NUMBER_TOO_LOW: {
    status: 422,
    en: 'The number {given} cannot be the last one of "{kind}": the backup itself has given numbers up to {last}.',
    de: 'Die Nummer {given} kann nicht die letzte von „{kind}“ sein: Schon die Sicherung hat Nummern bis {last} vergeben.',
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
