import { problems } from '../base/errors.ts'

/** What can go wrong on the way in, before an operation is asked. */
export const serverProblem = problems({
  INTERNAL_ERROR: {
    status: 500,
    en: 'Something went wrong inside Kontor. Try again; if it stays so, the log has more under reference {reference}.',
    de: 'In Kontor ist etwas schiefgegangen. Bitte erneut versuchen; bleibt es dabei, steht mehr im Protokoll unter {reference}.',
  },
  DATABASE_AWAY: {
    status: 503,
    en: 'The database does not answer. Try again in a moment; if it stays so, check that it runs.',
    de: 'Die Datenbank antwortet nicht. Bitte gleich erneut versuchen; bleibt es dabei, bitte prüfen, ob sie läuft.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    en: 'There is nothing at this address. /api/v1/docs lists what there is.',
    de: 'Unter dieser Adresse gibt es nichts. /api/v1/docs zeigt, was es gibt.',
  },
  BODY_INVALID: {
    status: 400,
    en: 'The body is not valid JSON, or not an object. Send one JSON object.',
    de: 'Der Inhalt ist kein gültiges JSON oder kein Objekt. Bitte ein JSON-Objekt senden.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    en: 'The body is larger than {limit} bytes. Send less at once.',
    de: 'Der Inhalt ist größer als {limit} Bytes. Bitte weniger auf einmal senden.',
  },
  FILE_EMPTY: {
    status: 422,
    en: 'The file is empty. Send its bytes as the body.',
    de: 'Die Datei ist leer. Bitte ihre Bytes als Inhalt senden.',
  },
  MEDIA_TYPE_UNKNOWN: {
    status: 415,
    en: 'Only JSON is understood. Send "Content-Type: application/json".',
    de: 'Nur JSON wird verstanden. Bitte „Content-Type: application/json“ senden.',
  },
  REQUEST_INVALID: {
    status: 400,
    en: 'The request cannot be read. Check address and headers.',
    de: 'Die Anfrage ist nicht lesbar. Bitte Adresse und Kopfzeilen prüfen.',
  },
  CROSS_SITE: {
    status: 403,
    en: 'The request comes from another site. Changes are accepted from Kontor’s own pages only; programs use an API key.',
    de: 'Die Anfrage kommt von einer fremden Seite. Änderungen gehen nur von Kontors eigenen Seiten aus; Programme benutzen einen API-Schlüssel.',
  },
  METRICS_CLOSED: {
    status: 403,
    en: 'Figures are given to this machine and to keys with the right "sync.read".',
    de: 'Messwerte bekommen nur dieser Rechner und Schlüssel mit dem Recht „sync.read“.',
  },
  PORT_TAKEN: {
    status: 503,
    en: 'Another program listens on {host}, port {port}. Stop it, or choose another port with KONTOR_PORT.',
    de: 'Auf {host}, Port {port}, lauscht schon ein anderes Programm. Bitte beenden oder mit KONTOR_PORT einen anderen Port wählen.',
  },
})
