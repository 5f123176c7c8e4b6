import { problems } from '../base/errors.ts'

/** What can be wrong with a command before it does anything. Exit status 2. */
export const usageProblem = problems({
  COMMAND_UNKNOWN: {
    status: 400,
    en: 'There is no command "{command}". "kontor help" lists all.',
    de: 'Es gibt keinen Befehl „{command}“. „kontor help“ zeigt alle.',
  },
  OPTION_UNKNOWN: {
    status: 400,
    en: 'There is no option "{option}" here. "kontor {command} --help" lists what there is.',
    de: 'Hier gibt es keine Option „{option}“. „kontor {command} --help“ zeigt, was es gibt.',
  },
  OPTION_NEEDS_VALUE: {
    status: 400,
    en: 'The option "{option}" needs a value: {option} VALUE.',
    de: 'Die Option „{option}“ braucht einen Wert: {option} WERT.',
  },
  OPTION_TAKES_NO_VALUE: {
    status: 400,
    en: 'The option "{option}" takes no value.',
    de: 'Die Option „{option}“ nimmt keinen Wert.',
  },
  OPTION_TWICE: {
    status: 400,
    en: 'The option "{option}" may be given only once.',
    de: 'Die Option „{option}“ darf nur einmal stehen.',
  },
  PAIR_EXPECTED: {
    status: 400,
    en: 'The option "{option}" takes key=value.',
    de: 'Die Option „{option}“ erwartet Schlüssel=Wert.',
  },
  ARGUMENT_MISSING: {
    status: 400,
    en: 'The argument "{argument}" is missing: kontor {usage}.',
    de: 'Die Angabe „{argument}“ fehlt: kontor {usage}.',
  },
  ARGUMENT_UNEXPECTED: {
    status: 400,
    en: 'There is an argument too many ("{argument}"): kontor {usage}.',
    de: 'Eine Angabe ist zu viel („{argument}“): kontor {usage}.',
  },
  LANGUAGE_UNKNOWN: {
    status: 400,
    en: '--lang is de or en.',
    de: '--lang ist de oder en.',
  },
})

/** What stops a command at the terminal once it runs. */
export const commandProblem = problems({
  FILE_UNREADABLE: {
    status: 404,
    en: 'The file "{path}" cannot be read. Check the path, and that this account may read it.',
    de: 'Die Datei „{path}“ ist nicht lesbar. Bitte den Pfad prüfen und ob dieses Konto sie lesen darf.',
  },
  BACK_OFFICE_BROKEN: {
    status: 500,
    en: 'The back office could not be built: {reason}. Run "npm ci", and look at what was changed in web/.',
    de: 'Das Backoffice ließ sich nicht bauen: {reason}. Bitte „npm ci“ ausführen und Änderungen in web/ prüfen.',
  },
  OPERATOR_ONLY: {
    status: 403,
    en: '"kontor {command}" concerns the whole installation: it is not for a user (--as).',
    de: '„kontor {command}“ betrifft die ganze Installation: Das steht keinem Benutzer (--as) zu.',
  },
  JSON_NOT_OFFERED: {
    status: 400,
    en: 'This command writes a report for people and has no JSON answer. Leave --json out.',
    de: 'Dieser Befehl schreibt einen Bericht für Menschen und hat keine JSON-Antwort. Bitte --json weglassen.',
  },
  CANCELLED: {
    status: 499,
    en: 'Cancelled.',
    de: 'Abgebrochen.',
  },
  INTERNAL_ERROR: {
    status: 500,
    en: 'Something went wrong inside Kontor: {reason}. KONTOR_LOG=debug shows more.',
    de: 'In Kontor ist etwas schiefgegangen: {reason}. KONTOR_LOG=debug zeigt mehr.',
  },
})
