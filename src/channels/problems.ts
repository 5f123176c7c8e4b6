import { problems } from '../base/errors.ts'
import { calledProblems } from './calledProblems.ts'
import { mapProblems } from './mapProblems.ts'

export const channelProblem = problems({
  SMTP_MISSING: {
    status: 409,
    en: 'No mail can be sent: set KONTOR_SMTP_URL, such as smtp://user:password@mail.example.com?from=kontor@example.com.',
    de: 'Es kann keine E-Mail gesendet werden: Bitte KONTOR_SMTP_URL setzen, etwa smtp://user:password@mail.example.com?from=kontor@example.com.',
  },
  ALERT_TAKEN: {
    status: 409,
    en: '{target} is told of disturbances already.',
    de: '{target} wird schon über Störungen benachrichtigt.',
  },
  ALERT_UNKNOWN: {
    status: 404,
    en: 'There is no alert "{id}".',
    de: 'Es gibt keine Benachrichtigung „{id}“.',
  },
  ALERT_FAILED: {
    status: 502,
    en: 'The test message was not taken: {reason}. Check address and server.',
    de: 'Die Testnachricht wurde nicht angenommen: {reason}. Bitte Adresse und Server prüfen.',
  },
  ALERT_SETTINGS_CROSSED: {
    status: 422,
    en: 'An unsent change would be a disturbance after {alarm} minutes and a notice only after {notice}. The disturbance has to come later.',
    de: 'Eine ungesendete Änderung wäre nach {alarm} Minuten eine Störung und erst nach {notice} ein Hinweis. Die Störung muss später kommen.',
  },
  AWAITED_GONE: {
    status: 409,
    en: 'Nothing waits under this id any more: it was taken, answered or sent anew in the meantime. Load the list again.',
    de: 'Unter dieser Kennung wartet nichts mehr: Es wurde inzwischen abgeholt, beantwortet oder neu gesendet. Bitte die Liste neu laden.',
  },
  AWAITED_NO_LETTER: {
    status: 409,
    en: 'The system has taken this and owes an answer: there is no letter to lay out again. Release it instead ("outbox release").',
    de: 'Die Gegenstelle hat das abgeholt und schuldet eine Antwort: Es gibt keinen Brief, der erneut ausliegen könnte. Bitte stattdessen freigeben („outbox release“).',
  },
  AWAITED_UNNAMED: {
    status: 422,
    en: 'Name what is meant: ids, or a connection.',
    de: 'Bitte sagen, was gemeint ist: Kennungen oder eine Verbindung.',
  },
  CONNECTION_UNKNOWN: {
    status: 404,
    en: 'There is no connection or sales channel "{name}". "connection list" and "channel list" show which there are.',
    de: 'Es gibt keine Verbindung und keinen Verkaufskanal „{name}“. „connection list“ und „channel list“ zeigen, welche es gibt.',
  },
  SYSTEM_UNKNOWN: {
    status: 422,
    en: 'The system "{system}" is not known. Known are: {known}.',
    de: 'Das System „{system}“ ist nicht bekannt. Bekannt sind: {known}.',
  },
  SECRET_NOT_OURS: {
    status: 422,
    en: 'Kontor does not make "{key}" (made here: {ours}). Change it by "connection set".',
    de: '„{key}“ wird nicht von Kontor erzeugt (hier erzeugt: {ours}). Bitte mit „connection set“ ändern.',
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
  SETTING_FORM: {
    status: 422,
    en: 'A setting is not valid: {saidEn}',
    de: 'Eine Einstellung ist ungültig: {saidDe}',
  },
  SETTING_INVALID: {
    status: 422,
    en: 'The setting "{key}" is not valid: {reason}.',
    de: 'Die Einstellung „{key}“ ist ungültig: {reason}.',
  },
  SETTING_NO_ADDRESS: {
    status: 422,
    en: 'The setting "{key}" must be an address that starts with https:// or http://.',
    de: 'Die Einstellung „{key}“ muss eine Adresse sein, die mit https:// oder http:// beginnt.',
  },
  NAME_TAKEN: {
    status: 409,
    en: 'The name "{name}" is taken. Choose another.',
    de: 'Der Name „{name}“ ist vergeben. Bitte einen anderen wählen.',
  },
  NAME_ARCHIVED: {
    status: 409,
    en: '"{name}" is the name of an archived connection. Attach it ("connection attach"), or choose another name.',
    de: '„{name}“ heißt eine archivierte Verbindung. Bitte sie wieder anhängen („connection attach“) oder einen anderen Namen wählen.',
  },
  SAME_ACCOUNT: {
    status: 409,
    en: 'The connection "{name}" leads to the same account already. Attach it if it is archived ("connection attach"); a second one would collect and send everything twice. "anyway" makes it all the same.',
    de: 'Die Verbindung „{name}“ führt schon zu diesem Konto. Bitte sie wieder anhängen, falls sie archiviert ist („connection attach“); eine zweite holt und sendet alles doppelt. „anyway“ legt sie trotzdem an.',
  },
  NOT_ARCHIVED: {
    status: 409,
    en: 'The connection "{name}" is not archived: there is nothing to attach. Its settings are changed with "connection set".',
    de: 'Die Verbindung „{name}“ ist nicht archiviert: Es gibt nichts anzuhängen. Ihre Einstellungen ändert „connection set“.',
  },
  ATTACH_CHECK_FAILED: {
    status: 422,
    en: 'The check of "{name}" failed ({code}: {reason}). It stays archived; correct the settings and attach it again.',
    de: 'Die Prüfung von „{name}“ ist fehlgeschlagen ({code}: {reason}). Sie bleibt archiviert; bitte die Einstellungen berichtigen und noch einmal anhängen.',
  },
  CUSTOMERS_NOT_OFFERED: {
    status: 422,
    en: 'The system "{system}" takes no customers: none can be sent there when they are changed here.',
    de: 'Das System „{system}“ nimmt keine Kunden entgegen: Hier geänderte lassen sich dorthin nicht senden.',
  },
  CONFIRMATIONS_NOT_OFFERED: {
    status: 422,
    en: 'The system "{system}" takes no confirmations: nothing can be confirmed by itself.',
    de: 'Das System „{system}“ nimmt keine Bestätigungen entgegen: Selbst bestätigen lässt sich dort nichts.',
  },
  INVENTORY_NOT_OFFERED: {
    status: 422,
    en: '{system} cannot list what it has. Nothing can be linked before; finish the first run with "without-look".',
    de: '{system} kann nicht auflisten, was es hat. Vorab lässt sich nichts verknüpfen; bitte den Erstabgleich mit „without-look“ abschließen.',
  },
  FIRST_RUN_CHECK: {
    status: 422,
    en: 'The check of "{name}" has not been passed ({code}: {reason}). Correct it, then go on.',
    de: 'Die Prüfung von „{name}“ ist nicht bestanden ({code}: {reason}). Bitte berichtigen, dann weitermachen.',
  },
  FIRST_RUN_NOT_LOOKED: {
    status: 409,
    en: 'Nobody has looked yet what "{name}" has ("first-run look"). If it is empty, finish with "empty".',
    de: 'Es wurde noch nicht nachgesehen, was „{name}“ schon hat („first-run look“). Ist der Shop leer, bitte mit „empty“ abschließen.',
  },
  FIRST_RUN_NOT_EMPTY: {
    status: 409,
    en: '"{name}" is not empty: {count} objects are there. Adopt them ("first-run show"), or they would be made a second time.',
    de: '„{name}“ ist nicht leer: {count} Objekte sind dort. Bitte übernehmen („first-run show“), sonst entstünden sie doppelt.',
  },
  FIRST_RUN_OPEN: {
    status: 409,
    en: '{matched} clear and {ambiguous} ambiguous objects of "{name}" are not decided yet. Adopt them or leave them alone ("first-run adopt").',
    de: '{matched} eindeutige und {ambiguous} mehrdeutige Objekte von „{name}“ sind noch nicht entschieden. Bitte übernehmen oder auslassen („first-run adopt“).',
  },
  FIRST_RUN_LEAD_OPEN: {
    status: 409,
    en: 'Say whose data counts for the {count} adopted objects of "{name}": "first-run lead" with kontor or shop.',
    de: 'Bitte angeben, wessen Daten für die {count} übernommenen Objekte von „{name}“ gelten: „first-run lead“ mit kontor oder shop.',
  },
  FIRST_RUN_DONE: {
    status: 409,
    en: 'The first run of "{name}" is finished already.',
    de: 'Der Erstabgleich von „{name}“ ist schon abgeschlossen.',
  },
  IMPORT_CONDITIONS: {
    status: 409,
    en: 'The catalogue of "{name}" is not imported yet: {open} is matched to nothing of ours. "first-run conditions" says what to do about each; what shall not be taken is left out with "--leave-out".',
    de: 'Der Katalog von „{name}“ wird noch nicht importiert: {open} ist nichts in Kontor zugeordnet. „first-run conditions“ nennt zu jedem, was zu tun ist; was nicht übernommen werden soll, wird mit „--leave-out“ ausgelassen.',
  },
  IMPORT_CHANNELS: {
    status: 422,
    en: 'A catalogue is imported from a connection with one sales channel; "{name}" has {count}.',
    de: 'Ein Katalog wird aus einer Verbindung mit genau einem Verkaufskanal importiert; „{name}“ hat {count}.',
  },
  IMPORT_UNCLEAR: {
    status: 422,
    en: 'Say what of "{name}" is to be imported: "all", or "only" with ids of items.',
    de: 'Bitte angeben, was von „{name}“ importiert werden soll: „all“, oder „only“ mit Kennungen von Artikeln.',
  },
  LEAVE_OUT_INVALID: {
    status: 422,
    en: '"{value}" cannot be left out. Write customer_group:ID, tax_rate:PERCENT, language:CODE or currency:CODE.',
    de: '„{value}“ lässt sich nicht auslassen. Bitte customer_group:KENNUNG, tax_rate:PROZENT, language:KÜRZEL oder currency:KÜRZEL schreiben.',
  },
  ADOPTION_PLACES: {
    status: 422,
    en: '{system} names objects at each place, and "{name}" has {count} channels: which place an object lies at is not known. Nothing can be adopted; finish with "without-look".',
    de: '{system} benennt Objekte je Platz, und „{name}“ hat {count} Kanäle: Zu welchem Platz ein Objekt gehört, ist nicht bekannt. Es kann nichts übernommen werden; bitte mit „without-look“ abschließen.',
  },
  ADOPTION_REFUSED: {
    status: 409,
    en: '"{theirs}" cannot be adopted as {ours}: {why}.',
    de: '„{theirs}“ kann nicht als {ours} übernommen werden: {why}.',
  },
  ADOPTION_UNKNOWN: {
    status: 404,
    en: '"{name}" has no object "{theirs}", as far as was looked.',
    de: '„{name}“ hat kein Objekt „{theirs}“, soweit nachgesehen wurde.',
  },
  ...calledProblems,
  ...mapProblems,
  PLACE_FIXED: {
    status: 409,
    en: 'The sales channel "{channel}" sells at a place already. Add another one for another place.',
    de: 'Der Verkaufskanal „{channel}“ verkauft schon an einem Ort. Bitte für einen anderen Ort einen weiteren hinzufügen.',
  },
  PLACE_TAKEN: {
    status: 409,
    en: 'The place "{place}" has a sales channel already: "{channel}".',
    de: 'Der Platz „{place}“ hat schon einen Verkaufskanal: „{channel}“.',
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
  AGAIN_NOT_OFFERED: {
    status: 422,
    en: '{system} does not deliver records again. Import again from the stored payload, or mark the record as not fetched in the shop.',
    de: '{system} liefert Datensätze nicht noch einmal. Bitte aus den gespeicherten Rohdaten neu importieren oder den Datensatz im Shop als nicht abgeholt markieren.',
  },
  RELINK_NOT_OFFERED: {
    status: 422,
    en: '{system} keeps no links that could be told anew.',
    de: '{system} führt keine Verknüpfungen, die sich neu melden ließen.',
  },
  RELINK_UNCONFIRMED: {
    status: 422,
    en: 'This makes the shop forget what each of its objects is here; all of it is told anew and every order delivered once more, which takes long. Nothing is sent meanwhile, and nothing is doubled. To confirm, type the name of the connection: --yes-relink "{name}".',
    de: 'Damit vergisst der Shop, welches seiner Objekte hier welches ist; alles wird neu gemeldet und jede Bestellung noch einmal geliefert, was lange dauert. Solange wird nichts gesendet, und nichts entsteht doppelt. Zur Bestätigung bitte den Namen der Verbindung eingeben: --yes-relink "{name}".',
  },
  RELINK_GOES_ON: {
    status: 409,
    en: '"{name}" is being linked anew already; the next synchronisation goes on with it.',
    de: '„{name}“ wird bereits neu verknüpft; der nächste Abgleich macht damit weiter.',
  },
  RELINK_BEGUN: {
    status: 409,
    en: 'The shop has forgotten its links and has to be told them again: until then this cannot be ended. The next synchronisation goes on with it.',
    de: 'Der Shop hat seine Verknüpfungen vergessen und muss sie neu erfahren: Bis dahin lässt sich das nicht beenden. Der nächste Abgleich macht damit weiter.',
  },
  ACTION_NOT_POSSIBLE: {
    status: 409,
    en: '{action} is not possible for record {id}: its outcome is {outcome}.',
    de: '{action} ist für den Datensatz {id} nicht möglich: Er steht auf {outcome}.',
  },
  AGAIN_UNKNOWN: {
    status: 404,
    en: 'There is no request "{id}".',
    de: 'Es gibt keine Anforderung „{id}“.',
  },
  EVENT_UNKNOWN: {
    status: 422,
    en: '{system} does not deliver "{kind}". It delivers: {known}.',
    de: '{system} liefert „{kind}“ nicht. Es liefert: {known}.',
  },
  EVENT_OFF: {
    status: 409,
    en: '"{kind}" is switched off for {channel}. Switch it on first (kontor connection events).',
    de: '„{kind}“ ist für {channel} ausgeschaltet. Bitte zuerst einschalten (kontor connection events).',
  },
  DATE_INVALID: {
    status: 422,
    en: '"{text}" is no date. Write 2026-03-29, or 2026-03-29T13:45:00 with the time of {zone}.',
    de: '„{text}“ ist kein Datum. Bitte 2026-03-29 schreiben, oder 2026-03-29T13:45:00 mit der Uhrzeit von {zone}.',
  },
  FROM_IN_FUTURE: {
    status: 422,
    en: '"From" lies in the future ({from}). Choose a date that has begun.',
    de: '„Ab“ liegt in der Zukunft ({from}). Bitte ein Datum wählen, das schon begonnen hat.',
  },
  RANGE_EMPTY: {
    status: 422,
    en: 'The end ({to}) is not after the beginning ({from}).',
    de: 'Das Ende ({to}) liegt nicht nach dem Anfang ({from}).',
  },
  FROM_MISSING: {
    status: 422,
    en: 'Say from when on (--from), or which records (--numbers).',
    de: 'Bitte angeben, ab wann (--from) oder welche Datensätze (--numbers).',
  },
  CONFIRMATION_NEEDED: {
    status: 409,
    en: '{system} can only deliver everything once more: {count} records known here, and the number may be larger there. If that is wanted, repeat it with confirm {count}.',
    de: '{system} kann nur alles noch einmal liefern: {count} hier bekannte Datensätze, dort können es mehr sein. Wenn das so sein soll, bitte mit confirm {count} wiederholen.',
  },
  PREVIEW_NOT_OFFERED: {
    status: 422,
    en: '{system} cannot be looked at without consequences: what it delivers counts as delivered there. Request without a preview; nothing is imported twice.',
    de: 'Bei {system} kann nicht ohne Folgen nachgesehen werden: Was es liefert, gilt dort als geliefert. Bitte ohne Vorschau anfordern; nichts wird doppelt importiert.',
  },
})
