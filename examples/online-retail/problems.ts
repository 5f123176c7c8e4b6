import { problems } from '../../src/base/errors.ts'

/** What can be wrong with the file or with what was made of it. */
export const retailProblem = problems({
  CSV_HEADER_UNKNOWN: {
    status: 422,
    de: 'Die Datei beginnt mit den Spalten {found}, erwartet werden {expected}: bitte die Datei unverändert verwenden.',
    en: 'The file starts with the columns {found}, expected are {expected}: use the file unchanged.',
  },
  CSV_ROW_INVALID: {
    status: 422,
    de: 'Zeile {row} der Datei hat in der Spalte {column} einen Wert, der nicht gelesen werden kann: bitte die Zeile in der Datei berichtigen.',
    en: 'Row {row} of the file has a value in column {column} that cannot be read: correct the row in the file.',
  },
  ROWS_DO_NOT_ADD_UP: {
    status: 500,
    de: 'Zeile {row} der Datei endet an {times} Stellen statt an genau einer ({places}): die Umwandlung der Zeilen hat einen Fehler, bitte melden.',
    en: 'Row {row} of the file ends in {times} places instead of exactly one ({places}): the conversion of the rows is wrong, please report it.',
  },
  SUMS_DIFFER: {
    status: 500,
    de: 'Die Aufstellung ergibt {ours} (Zeilen / Belege / Summe), die Datei {file}: die Umwandlung der Zeilen hat einen Fehler, bitte melden.',
    en: 'The account says {ours} (rows / invoices / sum), the file says {file}: the conversion of the rows is wrong, please report it.',
  },
})
