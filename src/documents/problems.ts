import { problems } from '../base/errors.ts'

export const documentProblem = problems({
  DOCUMENT_NO_PDF: {
    status: 422,
    en: 'The file is no PDF. Documents of orders are PDF files, whatever their name says.',
    de: 'Die Datei ist kein PDF. Dokumente zu Aufträgen sind PDF-Dateien, wie auch immer sie heißen.',
  },
  DOCUMENT_TOO_LARGE: {
    status: 422,
    en: 'The file has {mb} MB. Documents have at most {most} MB.',
    de: 'Die Datei hat {mb} MB. Dokumente haben höchstens {most} MB.',
  },
  DOCUMENT_TAKEN: {
    status: 409,
    en: 'The order has another file under the number "{number}" already. An issued document never changes: give the new one its own number.',
    de: 'Unter der Nummer „{number}“ hat der Auftrag schon eine andere Datei. Ein ausgestelltes Dokument ändert sich nie: Bitte dem neuen eine eigene Nummer geben.',
  },
  DOCUMENT_UNKNOWN: {
    status: 404,
    en: 'There is no document "{id}".',
    de: 'Es gibt kein Dokument „{id}“.',
  },
})
