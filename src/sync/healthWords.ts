import { fill, type Language, type Texts } from '../base/errors.ts'
import { explain } from '../channels/reasons.ts'
import type { Finding, HealthRule } from './healthRules.ts'

interface Words {
  readonly title: Texts
  readonly remedy: Texts
}

const words: Readonly<Record<HealthRule, Words>> = {
  NO_WORKER: {
    title: {
      de: 'Der Hintergrunddienst läuft nicht: Nichts wird von selbst abgeglichen.',
      en: 'The background service is not running: nothing is synchronised by itself.',
    },
    remedy: {
      de: '„kontor worker“ oder „kontor start“ starten.',
      en: 'Start "kontor worker" or "kontor start".',
    },
  },
  CONNECTION_FAILING: {
    title: { de: 'Die Verbindung ist gestört. {reason}', en: 'The connection is failing. {reason}' },
    remedy: {
      de: 'Verbindung prüfen; der nächste Versuch geschieht von selbst.',
      en: 'Check the connection; the next attempt is made by itself.',
    },
  },
  ORDERS_LATE: {
    title: {
      de: 'Seit {since} wurden keine Bestellungen abgerufen.',
      en: 'No orders have been fetched since {since}.',
    },
    remedy: {
      de: 'Hintergrunddienst und Verbindung prüfen.',
      en: 'Check the background service and the connection.',
    },
  },
  UNSENT_OLD: {
    title: {
      de: '{count} Änderungen warten, die älteste seit {since}.',
      en: '{count} changes wait, the oldest since {since}.',
    },
    remedy: { de: 'Letzte Läufe der Verbindung ansehen.', en: 'Look at the last runs of the connection.' },
  },
  CREDENTIALS_END: {
    title: {
      de: 'Die Zugangsdaten enden in {days} Tagen, am {until}.',
      en: 'The credentials end in {days} days, on {until}.',
    },
    remedy: {
      de: 'Zugang beim Kanal erneuern und in der Verbindung eintragen.',
      en: 'Renew the access at the channel and enter it in the connection.',
    },
  },
  QUOTA_USED_UP: {
    title: {
      de: 'Das Kontingent an Aufrufen ist aufgebraucht.',
      en: 'The quota of calls is used up.',
    },
    remedy: {
      de: 'Es geht von selbst weiter, wenn es wieder frei ist. Seltener abgleichen, wenn das oft geschieht.',
      en: 'It goes on by itself when there are calls again. Synchronise less often if this happens a lot.',
    },
  },
  PARKED_RISE: {
    title: {
      de: '{count} Datensätze wurden in der letzten Stunde geparkt, deutlich mehr als sonst.',
      en: '{count} records were parked within the last hour, many more than usual.',
    },
    remedy: { de: 'Importprotokoll öffnen: geparkt.', en: 'Open the import ledger: parked.' },
  },
  ANSWERS_DUE: {
    title: {
      de: '{count} Bestellungen warten auf Bestätigung, die erste nur bis {until}.',
      en: '{count} orders wait to be confirmed, the first only until {until}.',
    },
    remedy: {
      de: 'Im Eingang bestätigen oder ablehnen.',
      en: 'Confirm or refuse them in the inbox.',
    },
  },
  ERRORS_TOLD: {
    title: { de: 'Die Gegenstelle meldet {count} Fehler.', en: 'The other side tells of {count} errors.' },
    remedy: {
      de: 'Im Verkaufskanal unter „Funktionen“ lesen und erledigen.',
      en: 'Read and put them away in the sales channel, under "Functions".',
    },
  },
  LETTERS_UNTAKEN: {
    title: {
      de: '{count} Nachrichten hat die Gegenstelle mehrmals geholt und nie bestätigt.',
      en: 'The other side has taken {count} messages several times and never confirmed them.',
    },
    remedy: {
      de: 'Beim Betreiber des Kanals nachfragen, dann erneut senden; gesendet wird der neueste Stand.',
      en: 'Ask the operator of the channel, then send again; the newest state is sent.',
    },
  },
}

const ended: Texts = {
  de: 'Die Zugangsdaten sind am {until} abgelaufen.',
  en: 'The credentials ended on {until}.',
}

/** What is wrong and what can be done, in the language of whoever reads it; times by the clocks of that zone. */
export function findingWords(
  finding: Pick<Finding, 'rule' | 'data'>,
  language: Language,
  timeZone: string,
): { readonly sentence: string; readonly remedy: string } {
  const { rule, data } = finding
  const { title, remedy } = words[rule]
  const text = rule === 'CREDENTIALS_END' && data['days'] === '0' ? ended : title
  const shown = { ...data, reason: data['code'] ? explain(data['code'], {})[language] : '' }
  for (const name of ['since', 'until'] as const) {
    const moment = data[name]
    if (moment) Object.assign(shown, { [name]: writtenMoment(new Date(moment), language, timeZone) })
  }
  return { sentence: fill(text[language], shown).trim(), remedy: remedy[language] }
}

/** A moment in words, by the clocks of that zone. */
export function writtenMoment(moment: Date, language: Language, timeZone: string): string {
  const locale = language === 'de' ? 'de' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(moment)
}
