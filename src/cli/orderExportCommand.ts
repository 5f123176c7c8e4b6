import { z } from 'zod'
import { transact } from '../base/database.ts'
import { described } from '../operations/described.ts'
import { operation } from '../operations/operation.ts'
import { orderExportInput } from '../operations/orderExportInput.ts'
import { orderFilterOf } from '../operations/orderFilterInput.ts'
import { exportOrders } from '../sales/exportOrders.ts'
import { writeFile } from './csvCommands.ts'
import type { TerminalOperation } from './terminalOperation.ts'

/** `kontor order export FILE.csv`: what GET /orders.csv answers, into a file. */
export const orderExportCommand: TerminalOperation = operation({
  name: 'order.export',
  long: true,
  method: 'GET',
  path: '/orders.csv',
  command: 'order export <file>',
  right: 'orders.read',
  summary: {
    en: 'Write the orders of a list into a CSV file, with all its filters',
    de: 'Die Aufträge einer Liste in eine CSV-Datei schreiben, mit allen ihren Filtern',
  },
  input: z.object({
    file: z
      .string()
      .min(1)
      .max(4000)
      .meta(described('The file; it is written over.', 'Die Datei; sie wird überschrieben.')),
    ...orderExportInput,
  }),
  output: z.object({ file: z.string(), bytes: z.int() }),
  async run(
    context,
    { file, columns, encoding, separator, decimal, forSpreadsheets, sort, ascending, ...filters },
  ) {
    const { tenant, kontor, language } = context
    const filter = await transact(kontor.db, { tenant }, tx => orderFilterOf(tx, context, filters))
    const writing = { columns, encoding, separator, decimal, forSpreadsheets }
    const pieces = exportOrders(kontor.db, tenant, { filter, sort, ascending, language, ...writing })
    return { file, bytes: await writeFile(context, file, pieces) }
  },
})
