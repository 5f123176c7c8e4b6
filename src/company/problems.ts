import { problems } from '../base/errors.ts'

/** What can go wrong around tenants, people, rights and keys. */
export const companyProblem = problems({
  NOT_SIGNED_IN: {
    status: 401,
    en: 'Nobody is signed in. Sign in, or send an API key as "Authorization: Bearer …".',
    de: 'Niemand ist angemeldet. Bitte anmelden oder einen API-Schlüssel als „Authorization: Bearer …“ mitsenden.',
  },
  SIGN_IN_FAILED: {
    status: 401,
    en: 'E-mail address or password is wrong. Try again or ask an administrator for a new password.',
    de: 'E-Mail-Adresse oder Passwort ist falsch. Bitte erneut versuchen oder die Verwaltung um ein neues Passwort bitten.',
  },
  TOO_MANY_SIGN_INS: {
    status: 429,
    en: 'There were too many failed sign-ins. Try again in {seconds} seconds.',
    de: 'Es gab zu viele fehlgeschlagene Anmeldungen. Bitte in {seconds} Sekunden erneut versuchen.',
  },
  SIGN_IN_BUSY: {
    status: 503,
    en: 'Too many people are signing in at this moment. Try again in a few seconds.',
    de: 'Im Augenblick melden sich zu viele an. Bitte in einigen Sekunden erneut versuchen.',
  },
  RIGHT_MISSING: {
    status: 403,
    en: 'The right "{right}" is missing. Whoever manages users or keys can give it.',
    de: 'Das Recht „{right}“ fehlt. Wer Benutzer oder Schlüssel verwaltet, kann es vergeben.',
  },
  USER_NEEDED: {
    status: 403,
    en: 'This is for a signed-in person, not for an API key. Sign in with e-mail address and password.',
    de: 'Das ist angemeldeten Personen vorbehalten, nicht API-Schlüsseln. Bitte mit E-Mail-Adresse und Passwort anmelden.',
  },
  NUMBER_RANGE_UNKNOWN: {
    status: 404,
    en: 'There is no range of numbers "{kind}". There are: {known}.',
    de: 'Einen Nummernkreis „{kind}“ gibt es nicht. Es gibt: {known}.',
  },
  NUMBER_PLACEHOLDER_UNKNOWN: {
    status: 422,
    en: 'There is no placeholder "{placeholder}". There are <J> year, <M> month, <T> day and <K> calendar week.',
    de: 'Einen Platzhalter „{placeholder}“ gibt es nicht. Es gibt <J> Jahr, <M> Monat, <T> Tag und <K> Kalenderwoche.',
  },
  NUMBER_NEVER_LOWER: {
    status: 409,
    en: 'The next number is {next}; it never goes back to {given}. Give a higher one.',
    de: 'Die nächste Nummer ist {next}; sie geht nie auf {given} zurück. Bitte eine höhere angeben.',
  },
  NUMBER_TAKEN_AHEAD: {
    status: 409,
    en: 'The number "{number}" is in use, and this range would give it again. Choose another prefix or suffix, or a next number behind it.',
    de: 'Die Nummer „{number}“ ist vergeben, und dieser Nummernkreis würde sie noch einmal vergeben. Bitte anderes Präfix oder Suffix wählen oder eine nächste Nummer dahinter.',
  },
  TENANT_NEEDED: {
    status: 422,
    en: 'There are several tenants. Say which one is meant.',
    de: 'Es gibt mehrere Mandanten. Bitte angeben, welcher gemeint ist.',
  },
  TENANT_MISSING: {
    status: 422,
    en: 'There is no tenant yet. Make one with "kontor tenant add", or open Kontor in the browser with the one-time code.',
    de: 'Es gibt noch keinen Mandanten. Bitte mit „kontor tenant add“ oder im Browser mit dem Einmalcode anlegen.',
  },
  TENANT_UNKNOWN: {
    status: 404,
    en: 'There is no tenant "{slug}". "kontor tenant list" shows all.',
    de: 'Es gibt keinen Mandanten „{slug}“. „kontor tenant list“ zeigt alle.',
  },
  TENANT_TAKEN: {
    status: 409,
    en: 'There is a tenant "{slug}" already. Choose another name, or add users to it with "kontor user add".',
    de: 'Den Mandanten „{slug}“ gibt es schon. Bitte einen anderen Namen wählen oder mit „kontor user add“ Benutzer hinzufügen.',
  },
  COUNTRY_UNKNOWN: {
    status: 422,
    en: 'The country "{country}" is not known. Use a code of two letters such as DE.',
    de: 'Das Land „{country}“ ist nicht bekannt. Bitte ein Kürzel aus zwei Buchstaben wie DE angeben.',
  },
  CURRENCY_UNKNOWN: {
    status: 422,
    en: 'The currency "{currency}" is not known. Use a code of three letters such as EUR.',
    de: 'Die Währung „{currency}“ ist nicht bekannt. Bitte ein Kürzel aus drei Buchstaben wie EUR angeben.',
  },
  COMPANY_ZONE_UNKNOWN: {
    status: 422,
    en: 'The time zone "{zone}" is not known. Use a name like Europe/Berlin.',
    de: 'Die Zeitzone „{zone}“ ist nicht bekannt. Bitte einen Namen wie Europe/Berlin angeben.',
  },
  VIEW_UNKNOWN: {
    status: 404,
    en: 'You have no view "{view}". Views of others can be saved as your own, under a name of your own.',
    de: 'Sie haben keine Ansicht „{view}“. Ansichten anderer können als eigene gespeichert werden, unter eigenem Namen.',
  },
  VIEW_FILTER_UNKNOWN: {
    status: 422,
    en: 'The list does not know this filter ({field}: {reason}). Save what the list itself takes.',
    de: 'Die Liste kennt diesen Filter nicht ({field}: {reason}). Bitte speichern, was die Liste selbst annimmt.',
  },
  VIEW_CHANGED: {
    status: 409,
    en: 'The view "{view}" was changed since. Load the list of views again, then save.',
    de: 'Die Ansicht „{view}“ wurde inzwischen geändert. Bitte die Ansichten neu laden, dann speichern.',
  },
  VIEW_NAME_TAKEN: {
    status: 409,
    en: 'You have another view called "{view}". Choose another name.',
    de: 'Sie haben schon eine andere Ansicht namens „{view}“. Bitte einen anderen Namen wählen.',
  },
  VIEWS_TOO_MANY: {
    status: 422,
    en: 'More than {most} views of a list are not kept for one person. Remove some first.',
    de: 'Mehr als {most} Ansichten einer Liste werden für eine Person nicht aufbewahrt. Bitte erst einige entfernen.',
  },
  COMPANY_UNKNOWN: {
    status: 404,
    en: 'There is no company "{company}". Give its name or its id.',
    de: 'Es gibt keine Firma „{company}“. Bitte ihren Namen oder ihre Kennung angeben.',
  },
  COMPANY_NEEDED: {
    status: 422,
    en: 'There are several companies ({names}). Say which one is meant.',
    de: 'Es gibt mehrere Firmen ({names}). Bitte angeben, welche gemeint ist.',
  },
  OSS_TOO_EARLY: {
    status: 422,
    en: 'The One-Stop-Shop begins on {from}. Give that day or a later one.',
    de: 'Das One-Stop-Shop-Verfahren gibt es seit {from}. Bitte diesen oder einen späteren Tag angeben.',
  },
  USER_UNKNOWN: {
    status: 404,
    en: 'There is no user "{user}". "kontor user list" shows all.',
    de: 'Es gibt keinen Benutzer „{user}“. „kontor user list“ zeigt alle.',
  },
  USER_TAKEN: {
    status: 409,
    en: 'There is a user with this e-mail address already. Use another address, or change that user.',
    de: 'Einen Benutzer mit dieser E-Mail-Adresse gibt es schon. Bitte eine andere Adresse nehmen oder jenen Benutzer ändern.',
  },
  USER_DISABLED: {
    status: 403,
    en: 'The user "{user}" is disabled. "kontor user enable" admits them again.',
    de: 'Der Benutzer „{user}“ ist gesperrt. „kontor user enable“ lässt ihn wieder zu.',
  },
  LAST_ADMINISTRATOR: {
    status: 409,
    en: 'Nobody else could manage users then. Give someone else this right first.',
    de: 'Danach könnte niemand mehr Benutzer verwalten. Bitte zuerst jemand anderem dieses Recht geben.',
  },
  ROLE_UNKNOWN: {
    status: 422,
    en: 'There is no role "{role}". Known are: {known}.',
    de: 'Es gibt keine Rolle „{role}“. Bekannt sind: {known}.',
  },
  KEY_UNKNOWN: {
    status: 404,
    en: 'There is no API key "{key}". "kontor apikey list" shows all.',
    de: 'Es gibt keinen API-Schlüssel „{key}“. „kontor apikey list“ zeigt alle.',
  },
  KEY_NAME_TAKEN: {
    status: 409,
    en: 'There is or was an API key "{name}". Choose another name, so that the log stays clear.',
    de: 'Einen API-Schlüssel „{name}“ gibt oder gab es schon. Bitte einen anderen Namen wählen, damit das Protokoll eindeutig bleibt.',
  },
  SETUP_CODE_WRONG: {
    status: 403,
    en: 'The one-time code is wrong, used or older than a day. Start Kontor again: it prints a new one.',
    de: 'Der Einmalcode ist falsch, verbraucht oder älter als einen Tag. Bitte Kontor neu starten: Es zeigt einen neuen.',
  },
  SETUP_DONE: {
    status: 409,
    en: 'Kontor is set up already: there are users. Sign in, or ask an administrator for access.',
    de: 'Kontor ist schon eingerichtet: Es gibt Benutzer. Bitte anmelden oder die Verwaltung um Zugang bitten.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    en: 'This Idempotency-Key was used for another request. Use a new key for each new request.',
    de: 'Dieser Idempotency-Key wurde für eine andere Anfrage benutzt. Bitte für jede neue Anfrage einen neuen nehmen.',
  },
  IDEMPOTENCY_KEY_BUSY: {
    status: 409,
    en: 'The request with this Idempotency-Key is still being worked on. Send it again in a few seconds.',
    de: 'Die Anfrage mit diesem Idempotency-Key ist noch in Arbeit. Bitte in einigen Sekunden erneut senden.',
  },
})
