import { problems } from '../../base/errors.ts'

/** What can go wrong with a file, and with one row of it. */
export const csvProblem = problems({
  CSV_ORDER_EXISTS: {
    status: 422,
    en: 'The order "{order}" exists as {number}, with other goods. Are all its rows one behind the other? Then change the order itself.',
    de: 'Den Auftrag „{order}“ gibt es als {number}, mit anderer Ware. Stehen alle seine Zeilen untereinander? Dann bitte den Auftrag selbst ändern.',
  },
  EXPORT_OF_ORDERS: {
    status: 422,
    en: 'Orders are exported from their list.',
    de: 'Aufträge werden aus ihrer Liste exportiert.',
  },
  CSV_EMPTY: {
    status: 422,
    en: 'The file "{file}" has no rows. Export it once more, with a header and at least one row.',
    de: 'Die Datei „{file}“ hat keine Zeilen. Bitte noch einmal exportieren, mit Kopfzeile und mindestens einer Zeile.',
  },
  CSV_ENCODING_UNKNOWN: {
    status: 422,
    en: 'The encoding of "{file}" cannot be read. Save it as UTF-8, Windows-1252 or UTF-16 (little endian).',
    de: 'Die Kodierung von „{file}“ ist nicht lesbar. Bitte als UTF-8, Windows-1252 oder UTF-16 (Little Endian) speichern.',
  },
  CSV_TOO_LARGE: {
    status: 413,
    en: 'The file "{file}" is larger than {most} MB. Divide it.',
    de: 'Die Datei „{file}“ ist größer als {most} MB. Bitte aufteilen.',
  },
  CSV_FILE_UNKNOWN: {
    status: 422,
    en: 'The file "{file}" cannot be opened ({reason}). Check the path and the permissions.',
    de: 'Die Datei „{file}“ lässt sich nicht öffnen ({reason}). Bitte Pfad und Rechte prüfen.',
  },
  CSV_FIELD_UNKNOWN: {
    status: 422,
    en: 'Column "{column}" is to be read as "{field}", which does not exist. "kontor import fields" lists all fields; groups, channels and attributes must exist, a translated attribute needs its language (NAME:de), and one of a channel its channel (CHANNEL: NAME).',
    de: 'Die Spalte „{column}“ soll als „{field}“ gelesen werden, das es nicht gibt. „kontor import fields“ zeigt alle Felder; Gruppen, Kanäle und Attribute müssen bestehen, ein übersetztes Attribut braucht seine Sprache (NAME:de) und eines eines Kanals seinen Kanal (KANAL: NAME).',
  },
  CSV_ATTRIBUTE_UNCLEAR: {
    status: 409,
    en: 'Column "{column}": the channel has several attributes of this name ({ids}). Name it by its id: "{example}".',
    de: 'Spalte „{column}“: Der Kanal hat mehrere Attribute dieses Namens ({ids}). Bitte mit seiner Kennung nennen: „{example}“.',
  },
  CSV_FIELD_TWICE: {
    status: 422,
    en: 'Two columns are to be read as "{field}". Assign one of them.',
    de: 'Zwei Spalten sollen als „{field}“ gelesen werden. Bitte nur eine zuordnen.',
  },
  CSV_COLUMN_MISSING: {
    status: 422,
    en: 'Column "{column}" is missing. Check separator and header, or assign another column.',
    de: 'Die Spalte „{column}“ fehlt. Bitte Trennzeichen und Kopfzeile prüfen oder eine andere Spalte zuordnen.',
  },
  CSV_NOTHING_KNOWN: {
    status: 422,
    en: 'No column of the file names what each row is about. Expected one of: {columns}. Assign columns by a template.',
    de: 'Keine Spalte der Datei sagt, worum es in jeder Zeile geht. Erwartet wird eine von: {columns}. Bitte Spalten mit einer Vorlage zuordnen.',
  },
  CSV_KIND_UNKNOWN: {
    status: 422,
    en: 'The columns do not show what the file is about. Say it: --kind item, price, stock or category.',
    de: 'An den Spalten ist nicht zu sehen, worum es in der Datei geht. Bitte angeben: --kind item, price, stock oder category.',
  },
  CSV_DECIMAL_UNCLEAR: {
    status: 422,
    en: 'Numbers such as 1.234 may mean one thing or the other in this file. Say the decimal sign: --decimal "," or --decimal ".".',
    de: 'Zahlen wie 1.234 können in dieser Datei das eine oder das andere heißen. Bitte das Dezimalzeichen angeben: --decimal "," oder --decimal ".".',
  },
  EXPORT_FILTER_UNFIT: {
    status: 422,
    en: 'Categories are written all or not at all. Leave the filter of items out.',
    de: 'Kategorien werden alle geschrieben oder keine. Bitte den Artikelfilter weglassen.',
  },
  CSV_TEMPLATE_UNKNOWN: {
    status: 404,
    en: 'There is no import template "{template}". "kontor csv-template list" shows all.',
    de: 'Es gibt keine Importvorlage „{template}“. „kontor csv-template list“ zeigt alle.',
  },
  IMPORT_UNKNOWN: {
    status: 404,
    en: 'There is no import "{import}". "kontor import list" shows all.',
    de: 'Es gibt keinen Import „{import}“. „kontor import list“ zeigt alle.',
  },
  IMPORT_OVER: {
    status: 409,
    en: 'The import "{import}" is over. What it did is done.',
    de: 'Der Import „{import}“ ist beendet. Was er getan hat, ist getan.',
  },
  IMPORT_NOT_TRIED: {
    status: 409,
    en: 'The import "{import}" is no dry run that is done. Only such a one can be done in earnest.',
    de: 'Der Import „{import}“ ist kein beendeter Probelauf. Nur ein solcher kann im Ernst ausgeführt werden.',
  },
  IMPORT_FILE_GONE: {
    status: 410,
    en: 'The file of this import is not kept any more. Import the file again.',
    de: 'Die Datei dieses Imports wird nicht mehr aufbewahrt. Bitte die Datei noch einmal importieren.',
  },
  IMPORT_RIGHT_GONE: {
    status: 403,
    en: 'Who asked for the import may not do it any more (right {right}). Let somebody import the file again who may.',
    de: 'Wer den Import verlangt hat, darf es nicht mehr (Recht {right}). Bitte jemanden importieren lassen, der es darf.',
  },
  CSV_ROW_BROKEN: {
    status: 422,
    en: 'Row {row} cannot be read ({why}). Close quotes at the end of the cell, double those inside, and take out control characters.',
    de: 'Zeile {row} ist nicht lesbar ({why}). Bitte Anführungszeichen am Ende der Zelle schließen, innere verdoppeln und Steuerzeichen entfernen.',
  },
  CSV_CELLS_MISCOUNTED: {
    status: 422,
    en: 'Row {row} has {found} cells, the header has {expected}. Check separators and quotes in this row.',
    de: 'Zeile {row} hat {found} Zellen, die Kopfzeile hat {expected}. Bitte Trenn- und Anführungszeichen dieser Zeile prüfen.',
  },
  CSV_CELL_MISSING: {
    status: 422,
    en: 'Row {row}: "{column}" is needed and is empty. Fill it in.',
    de: 'Zeile {row}: „{column}“ wird gebraucht und ist leer. Bitte ausfüllen.',
  },
  CSV_CELL_INVALID: {
    status: 422,
    en: 'Row {row}: "{value}" in column "{column}" cannot be read. Expected: {expected}.',
    de: 'Zeile {row}: „{value}“ in Spalte „{column}“ ist nicht lesbar. Erwartet: {expected}.',
  },
  CSV_CELL_TOO_LONG: {
    status: 422,
    en: 'Row {row}: column "{column}" holds more than {most} characters. Shorten it.',
    de: 'Zeile {row}: Spalte „{column}“ enthält mehr als {most} Zeichen. Bitte kürzen.',
  },
  CSV_VALUES_TOO_MANY: {
    status: 422,
    en: 'Row {row}: column "{column}" takes one value. A bar separates values; where it belongs to the text, write \\|.',
    de: 'Zeile {row}: Spalte „{column}“ nimmt nur einen Wert. Ein senkrechter Strich trennt Werte; gehört er zum Text, bitte \\| schreiben.',
  },
  CSV_VALUE_IN_NO_ROW: {
    status: 422,
    en: 'Row {row}: column "{column}" has no rows such as [{group}]. Leave that out; where the bracket belongs to the text, write \\[.',
    de: 'Zeile {row}: Spalte „{column}“ hat keine Abschnitte wie [{group}]. Bitte weglassen; gehört die Klammer zum Text, bitte \\[ schreiben.',
  },
  CSV_DECIMAL_INVALID: {
    status: 422,
    en: 'Row {row}: "{value}" in column "{column}" is no number with "{sign}" as decimal sign. Correct it, or set the sign.',
    de: 'Zeile {row}: „{value}“ in Spalte „{column}“ ist keine Zahl mit „{sign}“ als Dezimalzeichen. Bitte korrigieren oder das Zeichen einstellen.',
  },
  CSV_IDENTIFICATION_MISSING: {
    status: 422,
    en: 'Row {row} does not say which object it is about: {columns} is empty. Fill it in.',
    de: 'Zeile {row} sagt nicht, um welches Objekt es geht: {columns} ist leer. Bitte ausfüllen.',
  },
  CSV_IDENTIFICATION_UNCLEAR: {
    status: 409,
    en: 'Row {row}: "{value}" in column "{column}" means another item than the columns before, or several. Correct it, or identify by one column only.',
    de: 'Zeile {row}: „{value}“ in Spalte „{column}“ meint einen anderen Artikel als die Spalten davor oder mehrere. Bitte korrigieren oder nur über eine Spalte zuordnen.',
  },
  CSV_NOT_KNOWN: {
    status: 404,
    en: 'Row {row}: there is no "{object}", and only what exists is to be changed.',
    de: 'Zeile {row}: „{object}“ gibt es nicht, und nur Bestehendes soll geändert werden.',
  },
  CSV_ROW_TWICE: {
    status: 409,
    en: 'Row {row}: "{object}" stands in too many rows, one after the other. Leave one of them.',
    de: 'Zeile {row}: „{object}“ steht in zu vielen Zeilen nacheinander. Bitte eine davon stehen lassen.',
  },
  IMPORT_CHANGED_MEANWHILE: {
    status: 409,
    en: 'Row {row}: "{object}" is not as the dry run has shown it. Try it once more with these rows.',
    de: 'Zeile {row}: „{object}“ ist nicht mehr so, wie der Probelauf es gezeigt hat. Bitte mit diesen Zeilen noch einmal proben.',
  },
  INTERNAL_ERROR: {
    status: 500,
    en: 'Row {row} was refused by the database. The log has more under {reference}.',
    de: 'Zeile {row} wurde von der Datenbank abgewiesen. Das Protokoll weiß mehr unter {reference}.',
  },
})
