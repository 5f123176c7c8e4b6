import type { ZipFile } from '../../base/zipFiles.ts'
import { PortError, RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { Died } from './api.ts'
import type { Session } from './session.ts'
import { element, xmlDocument } from './xml.ts'

/** An object that is sent: its document, or why it is not sent. */
export interface Entry {
  readonly no: number
  readonly xml: string
  /** How it is called there once it is accepted; absent: by our number. */
  readonly theirs?: string
  readonly nested?: readonly Ref[]
  readonly refused?: SendResult
}

/** Where objects of a kind go: each in a file of its own, or all in one below a root. */
export type Way = {
  readonly script: string
  /** The script works in one transaction: where PHP dies of a call, nothing of it is stored. */
  readonly isWhole?: true
} & ({ readonly fileOf: (entry: Entry) => string } | { readonly file: string; readonly root: string })

/** An archive holds documents of so many bytes at most: PHP takes 6 MiB of a file at least. */
const archiveBytes = 4 * 1024 * 1024

/**
 * Uploads documents, more than an archive holds in several. One result per entry, in order: the shop answers that it has read the
 * archive, and never what became of a record. Where a call fails after others got through, its entries are `unknown`.
 */
export async function pushAll(
  session: Session,
  way: Way,
  entries: readonly Entry[],
): Promise<readonly SendResult[]> {
  const results = new Map<Entry, SendResult>()
  let through = false
  for (const part of partsOf(entries.filter(entry => !entry.refused))) {
    try {
      await session.api.upload(way.script, filesOf(way, part))
      through = true
      for (const entry of part) results.set(entry, acceptedOf(entry))
    } catch (error) {
      const failure = error instanceof Died ? await causeOf(session, way, part, error) : error
      if (!through || !(failure instanceof PortError)) throw failure
      for (const entry of part) results.set(entry, resultOf(failure))
      if (failure instanceof Refused || failure instanceof RateLimited) break
    }
  }
  return entries.map(entry => entry.refused ?? results.get(entry) ?? { result: 'unknown', text: 'not sent' })
}

/** Names objects that are to be taken away, below a root; unknown ones the shop passes over. */
export async function removeAll(
  session: Session,
  way: { readonly script: string; readonly file: string; readonly root: string; readonly key: string },
  list: readonly { readonly ref: Ref }[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const keys = list.map(({ ref }) => element(way.key, {}, {}, [String(ref.no)]))
  const content = xmlDocument(element(way.root, {}, {}, keys))
  await session.api.upload(way.script, [{ name: way.file, content }])
  return list.map(({ ref }) => ({ result: 'accepted', theirs: String(ref.no), proof: 'received' }))
}

/** An element whose document may be impossible to make: what is `Rejected` then is its refusal. */
export function entryOf(entry: Omit<Entry, 'xml'>, xml: () => string): Entry {
  if (entry.refused) return { ...entry, xml: '' }
  try {
    return { ...entry, xml: xml() }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    return { ...entry, xml: '', refused: { result: 'rejected', code: error.code, text: error.detail } }
  }
}

function* partsOf(entries: readonly Entry[]): Generator<readonly Entry[]> {
  let part: Entry[] = []
  let room = archiveBytes
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.xml)
    if (part.length > 0 && size > room) {
      yield part
      part = []
      room = archiveBytes
    }
    part.push(entry)
    room -= size
  }
  if (part.length > 0) yield part
}

function filesOf(way: Way, part: readonly Entry[]): readonly ZipFile[] {
  if ('fileOf' in way)
    return part.map(entry => ({ name: way.fileOf(entry), content: xmlDocument(entry.xml) }))
  const documents = part.map(entry => entry.xml)
  return [{ name: way.file, content: xmlDocument(element(way.root, {}, {}, documents)) }]
}

// PHP dies of a whole call and does not say why. While the shop answers otherwise, the records are at fault, or are too many: they are
// refused, so that fewer of them are sent. Only what died alone, and twice, is at fault for certain.
async function causeOf(session: Session, way: Way, part: readonly Entry[], died: Died): Promise<unknown> {
  const [first] = part
  if (!way.isWhole || !first) return died
  if (part.length === 1) {
    const name = `${way.script} ${first.no}`
    if (!session.died.has(name)) {
      session.died.add(name)
      return died
    }
  }
  await session.api.test({})
  return new Rejected('REMOTE_VALIDATION', '', died.detail)
}

function acceptedOf({ no, theirs = String(no), nested }: Entry): SendResult {
  const inside = nested && nested.length > 0 ? { nested } : {}
  return { result: 'accepted', theirs, proof: 'received', ...inside }
}

function resultOf(error: PortError): SendResult {
  if (error instanceof Rejected) return { result: 'rejected', code: error.code, text: error.detail }
  const happened = !(error instanceof Unreachable) || error.mayHaveWorked
  return { result: 'unknown', text: happened ? error.detail : `${error.detail}; nothing was sent` }
}
