import type { Chore, Task } from '../base/jobs.ts'
import { openImports } from '../sync/csv/openImports.ts'
import { type CsvParts, workCsvImport } from '../sync/csv/workCsvImport.ts'

const name = 'csv-import'

/** Takes up imports whose process is gone; whoever started one is usually at it already. */
export function csvImportChore(parts: CsvParts): Chore {
  return {
    name: 'csv-imports',
    cron: '* * * * *',
    work: async jobs => {
      for (const { tenant, id } of await openImports(parts.db)) await jobs.send(name, { tenant, id })
    },
  }
}

/** Works one import off, from where it stands. */
export function csvImportTask(parts: CsvParts): Task {
  return {
    name,
    work: async ({ tenant = '', id = '' }) => {
      await workCsvImport(parts, tenant, id)
    },
  }
}
