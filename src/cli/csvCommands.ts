import { createReadStream, createWriteStream } from 'node:fs'
import { stat, unlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { takeIn } from '../base/blobFiles.ts'
import { blobPlace, putIncoming } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { requireRights } from '../company/users.ts'
import { described } from '../operations/described.ts'
import { exportFilterInput, exportFilterOf } from '../operations/exportFilter.ts'
import { dryRun, importShape, showImport, wishFields, wishOf } from '../operations/importShapes.ts'
import { enterImport, enterRun, workImport } from '../operations/imports.ts'
import { type Context, operation } from '../operations/operation.ts'
import { type CsvImport, readImport } from '../sync/csv/csvImportStore.ts'
import { csvKinds } from '../sync/csv/csvSettings.ts'
import { exportCsv } from '../sync/csv/exportCsv.ts'
import { csvProblem } from '../sync/csv/problems.ts'
import { rightsOfKind } from '../sync/csv/rowKinds.ts'
import type { TerminalOperation } from './terminalOperation.ts'

const path = z.string().min(1).max(4000)
const hasEndedWell = (output: unknown) => (output as { readonly state?: string }).state === 'done'

/** `kontor import FILE.csv`: puts the file, enters the import and works it off, or joins who does. */
export const importCommand: TerminalOperation = {
  ...operation({
    name: 'import.start',
    long: true,
    method: 'POST',
    path: '/imports',
    command: 'import <file>',
    right: 'signedIn',
    summary: {
      en: 'Import a CSV file of items, prices, stock or categories, and wait for the end',
      de: 'Eine CSV-Datei mit Artikeln, Preisen, Beständen oder Kategorien importieren und das Ende abwarten',
    },
    input: z.object({
      file: path.meta(described('The file.', 'Die Datei.')),
      dryRun,
      ...wishFields,
    }),
    output: importShape,
    audit: (_, done) => ({ objectKind: 'import', objectId: done.id }),
    async run(context, { file, ...given }) {
      if (context.actor.rights.size === 0) requireRights(context.actor, ['items.write'])
      const hash = await putFile(context, file)
      const { id } = await enterImport(context, { ...given, hash, fileName: basename(file) })
      return showImport(await follow(context, id), context.language)
    },
  }),
  succeeded: hasEndedWell,
}

/** `kontor import run IMPORT`: does in earnest what a dry run has shown. */
export const importRunCommand: TerminalOperation = {
  ...operation({
    name: 'import.run',
    long: true,
    method: 'POST',
    path: '/imports/:import/run',
    command: 'import run <import>',
    right: 'signedIn',
    summary: {
      en: 'Do in earnest what a dry run has shown, and wait for the end',
      de: 'Im Ernst tun, was ein Probelauf gezeigt hat, und das Ende abwarten',
    },
    input: z.object({ import: z.uuid().meta(described('Id of the dry run.', 'Kennung des Probelaufs.')) }),
    output: importShape,
    audit: (_, done) => ({ objectKind: 'import', objectId: done.id }),
    async run(context, given) {
      const { id } = await enterRun(context, given.import)
      return showImport(await follow(context, id), context.language)
    },
  }),
  succeeded: hasEndedWell,
}

/** `kontor export FILE.csv --kind item`: what GET /exports/KIND.csv answers, into a file. */
export const exportCommand: TerminalOperation = operation({
  name: 'export.csv',
  long: true,
  method: 'GET',
  path: '/exports/:kind.csv',
  command: 'export <file>',
  right: 'signedIn',
  summary: {
    en: 'Write items, prices, stock or categories into a CSV file: all, or those that a filter leaves',
    de: 'Artikel, Preise, Bestände oder Kategorien in eine CSV-Datei schreiben: alle, oder die ein Filter lässt',
  },
  input: z.object({
    file: path.meta(described('The file; it is written over.', 'Die Datei; sie wird überschrieben.')),
    ...wishFields,
    ...exportFilterInput,
    kind: z.enum(csvKinds).default('item').meta(described('What is written.', 'Was geschrieben wird.')),
  }),
  output: z.object({ file: z.string(), bytes: z.int() }),
  async run(context, { file, ...given }) {
    const { tenant, kontor, language, actor } = context
    const { kind = 'item', wish } = await transact(kontor.db, { tenant }, tx => wishOf(tx, tenant, given))
    requireRights(actor, [rightsOfKind[kind].read])
    const filter = await transact(kontor.db, { tenant }, tx => exportFilterOf(tx, context, given))
    const pieces = exportCsv(kontor.db, tenant, { kind, language, wish, filter })
    return { file, bytes: await writeFile(context, file, pieces) }
  },
})

/** Writes pieces into a file; answers how many bytes. What cannot be finished is taken away. */
export async function writeFile(
  context: Pick<Context, 'onProgress'>,
  file: string,
  pieces: AsyncIterable<Buffer>,
): Promise<number> {
  const out = createWriteStream(file)
  let bytes = 0
  try {
    for await (const piece of pieces) {
      bytes += piece.length
      await new Promise<void>((resolve, reject) =>
        out.write(piece, error => (error ? reject(error) : resolve())),
      )
      context.onProgress?.(`${Math.round(bytes / 1024)} KB`)
    }
    await new Promise<void>(resolve => out.end(resolve))
  } catch (error) {
    out.destroy()
    await unlink(file).catch(() => undefined) // half a file would be taken for a whole one
    throw unreadable(file, error)
  }
  return bytes
}

async function putFile({ kontor, tenant }: Context, file: string): Promise<string> {
  const place = blobPlace(kontor.config)
  try {
    if (!(await stat(file)).isFile()) throw csvProblem('CSV_FILE_UNKNOWN', { file, reason: 'EISDIR' })
    const incoming = await takeIn(place, tenant, createReadStream(file))
    if (incoming.size === 0) throw csvProblem('CSV_EMPTY', { file })
    return (await transact(kontor.db, { tenant }, tx => putIncoming(tx, tenant, incoming, 'text/csv', place)))
      .hash
  } catch (error) {
    throw unreadable(file, error)
  }
}

function unreadable(file: string, error: unknown): unknown {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(ENOENT|EACCES|EISDIR|EPERM|ENOTDIR|ENOSPC|EROFS)$/.test(reason)
    ? csvProblem('CSV_FILE_UNKNOWN', { file, reason })
    : error
}

/** Works an import off; where somebody else is at it, waits for the end. */
async function follow(context: Context, id: string): Promise<CsvImport> {
  const { kontor, tenant, signal, language } = context
  for (;;) {
    await workImport(context, id, {
      ...(signal ? { signal } : {}),
      onProgress: done => context.onProgress?.(progressOf(language, done)),
    })
    const job = await transact(kontor.db, { tenant }, tx => readImport(tx, tenant, id))
    if (signal?.aborted || !['waiting', 'running'].includes(job.state)) return job
    await wait(300)
  }
}

function progressOf(
  language: 'de' | 'en',
  done: { share: number; doneRows: number; refused: number },
): string {
  const percent = Math.floor(done.share * 100)
  return language === 'de'
    ? `${percent} %, ${done.doneRows} Zeilen, ${done.refused} abgewiesen`
    : `${percent} %, ${done.doneRows} rows, ${done.refused} refused`
}
