import type { Problem } from '../base/errors.ts'

/** What can be wrong with accounts, requests and tickets of a system that calls us. */
export const calledProblems = {
  SIGN_UP_NOT_OFFERED: {
    status: 409,
    en: 'Nobody signs up at "{system}": its places are named by the system itself, see "connection places".',
    de: 'Bei „{system}“ meldet sich niemand an: Seine Orte nennt das System selbst, siehe „connection places“.',
  },
  PLACE_NOT_OPEN: {
    status: 409,
    en: 'No account is open at the system for the sales channel "{channel}". Sign up there first ("connection sign-up", or "channel sign-in-again" if it was closed).',
    de: 'Für den Verkaufskanal „{channel}“ ist bei der Gegenstelle kein Konto offen. Bitte zuerst dort anmelden („connection sign-up“, oder „channel sign-in-again“, wenn es getrennt wurde).',
  },
  PLACE_CLOSED_FOR_GOOD: {
    status: 409,
    en: 'The account of the sales channel "{channel}" was closed for good. Only a new sign-up ("connection sign-up") opens it.',
    de: 'Das Konto des Verkaufskanals „{channel}“ wurde endgültig getrennt. Nur eine neue Anmeldung („connection sign-up“) öffnet es.',
  },
  ASK_UNKNOWN: {
    status: 422,
    en: '"{system}" cannot be asked for "{name}". It can be asked for: {known}.',
    de: 'Von „{system}“ kann „{name}“ nicht angefordert werden. Möglich sind: {known}.',
  },
  OFFERS_NOT_LISTED: {
    status: 422,
    en: '{system} cannot list which offers it has.',
    de: '{system} kann nicht auflisten, welche Angebote es hat.',
  },
  OFFERS_IN_FIRST_RUN: {
    status: 409,
    en: 'The first run of "{name}" is not finished: what exists there is taken over in it ("first-run look").',
    de: 'Der Erstabgleich von „{name}“ ist nicht abgeschlossen: Vorhandenes wird darin übernommen („first-run look“).',
  },
  OFFERS_NOT_AWAITED: {
    status: 409,
    en: 'Nothing is awaited for the offers of "{channel}": nobody asked for them, or they are being read already.',
    de: 'Für die Angebote von „{channel}“ wird auf nichts gewartet: Niemand hat sie angefordert, oder sie werden schon eingelesen.',
  },
  NOTICE_GONE: {
    status: 409,
    en: 'There is no open notice of this id: somebody has put it away. Load the list again.',
    de: 'Unter dieser Kennung gibt es keine offene Benachrichtigung: Jemand hat sie erledigt. Bitte die Liste neu laden.',
  },
  TICKET_CLOSED: {
    status: 409,
    en: 'There is no open ticket of this id: it was closed. Load the list again.',
    de: 'Unter dieser Kennung gibt es kein offenes Ticket: Es wurde geschlossen. Bitte die Liste neu laden.',
  },
  REPLY_NOT_TAKEN_YET: {
    status: 409,
    en: 'Every answer of this ticket has been taken or still lies there to be taken.',
    de: 'Jede Antwort dieses Tickets wurde abgeholt oder liegt noch zum Abholen bereit.',
  },
  TICKET_UNKNOWN: {
    status: 404,
    en: 'There is no ticket "{id}".',
    de: 'Es gibt kein Ticket „{id}“.',
  },
  REPLY_NOT_OFFERED: {
    status: 409,
    en: '"{system}" takes no answers to tickets. Answer at its own page.',
    de: '„{system}“ nimmt keine Antworten auf Tickets an. Bitte auf dessen eigener Seite antworten.',
  },
} as const satisfies Record<string, Problem>
