import type { BlobPlace } from '../../base/blobFiles.ts'
import { readBlob, useBlobs } from '../../base/blobs.ts'
import { detectCsv, encodingOf, headBytes, headerOf } from '../../base/csv/detectCsv.ts'
import { longestRow } from '../../base/csv/readCsv.ts'
import type { Tx } from '../../base/database.ts'
import { type ChannelAttribute, keyOf } from '../../channels/channelAttributes.ts'
import { companyFrame } from '../../company/companyStore.ts'
import type { Actor } from '../../company/rights.ts'
import { requireRights } from '../../company/users.ts'
import { attributeOf, cellTypes } from './csvAttributes.ts'
import { fieldOf, guessField } from './csvFields.ts'
import { insertImport, readImport } from './csvImportStore.ts'
import type { CsvKind, CsvSettings, CsvWish } from './csvSettings.ts'
import { fileFrom, type ReadIn } from './importFile.ts'
import { attributeOfColumn, attributesNamed } from './namedAttributes.ts'
import { guessKind, planCsv, type SeenCsv } from './planCsv.ts'
import { csvProblem } from './problems.ts'
import { type Names, readNames } from './rowKind.ts'
import { rightsOfKind } from './rowKinds.ts'

/** A stored file, and how it is wanted to be read. */
export interface CsvFile {
  /** Hex. */
  readonly hash: string
  readonly fileName: string
  /** Absent: guessed from the header. */
  readonly kind?: CsvKind | undefined
  readonly wish: CsvWish
}

export const mostBytes = 209_715_200

/** A file with how its rows are read. */
export interface PlannedCsv {
  readonly kind: CsvKind
  readonly settings: CsvSettings
  readonly seen: SeenCsv
}

/** A stored file as it shows itself, and what its columns may name. */
export interface LookedAt {
  readonly seen: SeenCsv
  readonly names: Names
  /** The attributes of channels that its columns name, by that. */
  readonly ofChannels: ReadonlyMap<string, readonly ChannelAttribute[]>
  /** Its beginning. */
  readonly head: Buffer
}

/**
 * Looks at a stored file. Reads all of it once, because an encoding shows at its first umlaut. Errors: BLOB_UNKNOWN, CSV_EMPTY,
 * CSV_ENCODING_UNKNOWN.
 */
export async function seeCsv(
  { read, place }: { readonly read: ReadIn; readonly place: BlobPlace },
  tenant: string,
  file: CsvFile,
): Promise<LookedAt> {
  const { timeZone, names } = await read(async tx => ({
    timeZone: (await companyFrame(tx, tenant)).timeZone,
    names: await readNames(tx, tenant),
  }))
  const encoding = file.wish.encoding ?? (await encodingOf(fileFrom(read, tenant, file.hash, place, 0)))
  const { separator, quote } = file.wish
  const lookAt = async (bytes: number) => {
    const head = await read(tx => readBlob(tx, tenant, file.hash, place, 0, bytes))
    const detected =
      encoding &&
      detectCsv(head, {
        encoding,
        ...(separator ? { separator } : {}),
        ...(quote === undefined ? {} : { quote }),
      })
    if (!detected) throw csvProblem('CSV_ENCODING_UNKNOWN', { file: file.fileName })
    return { head, detected, first: headerOf(head, detected, file.wish.startRow ?? 1) }
  }
  const short = await lookAt(headBytes)
  // A header is as wide as a row may be: one column for each attribute of a marketplace.
  const isCut = short.first.length === 0 && short.head.length >= headBytes
  const { head, detected, first } = isCut ? await lookAt(2 * longestRow) : short
  if (first.length === 0) throw csvProblem('CSV_EMPTY', { file: file.fileName })
  const typeOf = (about: string) => {
    const known = attributeOf(names.attribute, about)
    return known && cellTypes[known.attribute.kind]
  }
  const asked = file.wish.columns
    ? file.wish.columns.map(({ field }) => fieldOf('item', field))
    : first.map(title => guessField('item', title))
  const abouts = asked.flatMap(named =>
    named?.known.of === 'marketAttribute' && named.about !== undefined ? [named.about] : [],
  )
  const ofChannels =
    abouts.length === 0 ? new Map() : await read(tx => attributesNamed(tx, tenant, [...new Set(abouts)]))
  return { seen: { fileName: file.fileName, detected, first, timeZone, typeOf }, names, ofChannels, head }
}

/** Decides how the rows of a file are read. Errors: those of `planCsv`, CSV_ATTRIBUTE_UNCLEAR. */
export function planSeen(kind: CsvKind, { seen, names, ofChannels }: LookedAt, wish: CsvWish): CsvSettings {
  const settings = planCsv(kind, seen, wish)
  checkNames(kind, settings, names)
  const columns = settings.columns.map(column => ({
    ...column,
    ...attributeOfColumn(kind, column, ofChannels),
  }))
  const seenAttributes = new Set<string>()
  for (const { field, theirs } of columns) {
    if (!theirs) continue
    // By its id and by its name.
    if (seenAttributes.has(keyOf(theirs))) throw csvProblem('CSV_FIELD_TWICE', { field })
    seenAttributes.add(keyOf(theirs))
  }
  return { ...settings, columns }
}

/** Looks at a stored file and decides how it is read. Errors: those of `seeCsv` and `planCsv`, CSV_KIND_UNKNOWN. */
export async function lookAtCsv(
  parts: { readonly read: ReadIn; readonly place: BlobPlace },
  tenant: string,
  file: CsvFile,
): Promise<PlannedCsv> {
  const looked = await seeCsv(parts, tenant, file)
  const kind = file.kind ?? guessKind(looked.seen.first)
  if (!kind) throw csvProblem('CSV_KIND_UNKNOWN')
  return { kind, settings: planSeen(kind, looked, file.wish), seen: looked.seen }
}

// Groups, channels and attributes that columns name.
function checkNames(kind: CsvKind, settings: CsvSettings, names: Names): void {
  for (const { column, field } of settings.columns) {
    const named = fieldOf(kind, field)
    const of = named?.known.of
    if (named?.about === undefined || of === undefined || of === 'language' || of === 'marketAttribute')
      continue
    const isKnown =
      of === 'attribute' ? attributeOf(names.attribute, named.about) : names[of].has(named.about)
    if (!isKnown) throw csvProblem('CSV_FIELD_UNKNOWN', { column, field })
  }
}

/** Enters an import of a file that was looked at. Errors: RIGHT_MISSING, BLOB_UNKNOWN. */
export async function startCsvImport(
  tx: Tx,
  tenant: string,
  wish: PlannedCsv & { readonly hash: string; readonly dryRun: boolean },
  actor: Actor,
): Promise<{ readonly id: string }> {
  requireRights(actor, [rightsOfKind[wish.kind].write])
  const files = await useBlobs(tx, tenant, [wish.hash])
  const size = files.get(wish.hash)?.size ?? 0
  if (size > mostBytes)
    throw csvProblem('CSV_TOO_LARGE', { file: wish.seen.fileName, most: mostBytes / 1_048_576 })
  const { kind, settings, hash, dryRun } = wish
  return {
    id: await insertImport(
      tx,
      tenant,
      { kind, settings, hash, dryRun, fileName: wish.seen.fileName, ofImportId: null },
      actor,
    ),
  }
}

/** Enters what a dry run has shown, to be done in earnest. Errors: IMPORT_UNKNOWN, IMPORT_NOT_TRIED, IMPORT_FILE_GONE, RIGHT_MISSING. */
export async function runCsvImport(
  tx: Tx,
  tenant: string,
  dryRunId: string,
  actor: Actor,
): Promise<{ readonly id: string }> {
  const tried = await readImport(tx, tenant, dryRunId)
  requireRights(actor, [rightsOfKind[tried.kind].write])
  if (!tried.dryRun || tried.state !== 'done') throw csvProblem('IMPORT_NOT_TRIED', { import: dryRunId })
  if (tried.fileHash === null) throw csvProblem('IMPORT_FILE_GONE')
  await useBlobs(tx, tenant, [tried.fileHash])
  const { kind, settings, fileName } = tried
  return {
    id: await insertImport(
      tx,
      tenant,
      { kind, settings, fileName, hash: tried.fileHash, dryRun: false, ofImportId: tried.id },
      actor,
    ),
  }
}
