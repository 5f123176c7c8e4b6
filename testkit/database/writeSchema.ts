import { mkdir, writeFile } from 'node:fs/promises'
import { printSchema } from './printSchema.ts'
import { printTypes } from './printTypes.ts'
import { readSchema } from './readSchema.ts'
import { testDatabase } from './testDatabase.ts'

/** The two files that are derived from the migrations, and the text that each must have now. */
export const derivedFiles = [
  { url: new URL('../../migrations/schema.sql', import.meta.url), print: printSchema },
  { url: new URL('../../src/base/generated/database.ts', import.meta.url), print: printTypes },
]

/** Migrates an empty database and writes what it became: `npm run schema`. */
export async function writeSchema(): Promise<void> {
  const { db, drop } = await testDatabase()
  try {
    const schema = await readSchema(db.pool)
    for (const { url, print } of derivedFiles) {
      await mkdir(new URL('.', url), { recursive: true })
      await writeFile(url, print(schema))
    }
  } finally {
    await drop()
  }
}

if (import.meta.main) await writeSchema()
