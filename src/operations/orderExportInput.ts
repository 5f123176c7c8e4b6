import { z } from 'zod'
import { csvEncodings, csvSeparators } from '../base/csv/csvFormat.ts'
import { orderColumns } from '../sales/exportOrders.ts'
import { described } from './described.ts'
import { orderFilterInput, orderSortInput } from './orderFilterInput.ts'

/** What a file of orders is asked for by: the filters of the list, and how it is written. */
export const orderExportInput = {
  ...orderFilterInput,
  ...orderSortInput,
  columns: z
    .array(z.enum(orderColumns))
    .min(1)
    .optional()
    .meta(
      described(
        'Which columns, in this order; all if nothing is said.',
        'Welche Spalten, in dieser Reihenfolge; ohne Angabe alle.',
      ),
    ),
  encoding: z.enum(csvEncodings).optional().meta(described('Encoding of the file.', 'Kodierung der Datei.')),
  separator: z
    .enum(csvSeparators)
    .optional()
    .meta(described('What stands between cells.', 'Was zwischen den Zellen steht.')),
  decimal: z.enum([',', '.']).optional().meta(described('The decimal sign.', 'Das Dezimalzeichen.')),
  forSpreadsheets: z
    .boolean()
    .optional()
    .meta(
      described(
        'Cells that a spreadsheet would compute get an apostrophe before them.',
        'Zellen, die eine Tabellenkalkulation rechnen würde, bekommen einen Apostroph davor.',
      ),
    ),
}
