import { problems } from '../../base/errors.ts'

/** What can go wrong with a backup file and with restoring it. */
export const backupProblem = problems({
  BACKUP_EXISTS: {
    status: 409,
    en: 'There is a file {file} already, and a backup overwrites nothing. Choose another name.',
    de: 'Die Datei {file} gibt es schon, und eine Sicherung überschreibt nichts. Bitte einen anderen Namen wählen.',
  },
  BACKUP_UNKNOWN: {
    status: 404,
    en: 'There is no file {file}.',
    de: 'Die Datei {file} gibt es nicht.',
  },
  BACKUP_BROKEN: {
    status: 422,
    en: 'This is no whole backup of Kontor: {reason}. Nothing was changed. Take another file.',
    de: 'Das ist keine vollständige Sicherung von Kontor: {reason}. Es wurde nichts geändert. Bitte eine andere Datei nehmen.',
  },
  BACKUP_NEWER: {
    status: 422,
    en: 'The backup was written by a newer Kontor ({version}): it knows {name}, which this one does not. Restore it with that version.',
    de: 'Die Sicherung stammt von einem neueren Kontor ({version}): Sie kennt {name}, dieses hier nicht. Bitte mit jener Fassung einspielen.',
  },
  BACKUP_OF_NOTHING: {
    status: 409,
    en: 'There is nothing to be backed up: this database was never used by Kontor.',
    de: 'Es gibt nichts zu sichern: Diese Datenbank wurde von Kontor noch nie benutzt.',
  },
  BACKUP_TO_TERMINAL: {
    status: 400,
    en: 'A backup on standard output cannot share it with --json, nor be looked at. Send it into a file or another program, and leave --json out.',
    de: 'Eine Sicherung auf der Standardausgabe verträgt weder --json noch ein Terminal. Bitte in eine Datei oder ein anderes Programm leiten und --json weglassen.',
  },
  KEYS_MISSING: {
    status: 422,
    en: 'The key file {file} lacks the keys {keys} of this backup. Put the key file of that time there; without it, "--without-keys" restores all but the stored credentials, which then have to be entered again.',
    de: 'In der Schlüsseldatei {file} fehlen die Schlüssel {keys} dieser Sicherung. Bitte die Schlüsseldatei von damals dorthin legen; ohne sie spielt „--without-keys“ alles ein bis auf die Zugangsdaten, die dann neu einzugeben sind.',
  },
  DATABASE_NOT_EMPTY: {
    status: 409,
    en: 'The database "{database}" holds {tenants} tenants. A backup is restored into an empty one; "--replace {database}" throws away what is there.',
    de: 'Die Datenbank „{database}“ enthält {tenants} Mandanten. Eine Sicherung wird in eine leere eingespielt; „--replace {database}“ wirft weg, was dort ist.',
  },
  DATABASE_NOT_MEANT: {
    status: 409,
    en: 'The database is called "{database}", not "{given}". Name the one whose content is to be thrown away.',
    de: 'Die Datenbank heißt „{database}“, nicht „{given}“. Bitte die nennen, deren Inhalt weggeworfen werden soll.',
  },
  DATABASE_FOREIGN: {
    status: 409,
    en: 'The database "{database}" holds tables of another program. Restore into an empty one.',
    de: 'Die Datenbank „{database}“ enthält Tabellen eines anderen Programms. Bitte in eine leere einspielen.',
  },
  DATABASE_IN_USE: {
    status: 409,
    en: 'Somebody else works on the database "{database}". Stop every Kontor process and try again.',
    de: 'An der Datenbank „{database}“ arbeitet noch jemand. Bitte alle Kontor-Prozesse beenden und es noch einmal versuchen.',
  },
})
