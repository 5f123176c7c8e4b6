import { PortError, RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { Died } from './api.ts'
import { type PackedFile, packFile } from './archive.ts'
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
export type Way = { readonly script: string; readonly batch?: number } & (
  | { readonly fileOf: (entry: Entry) => string }
  | { readonly file: string; readonly root: string }
)

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
      if (through || !(await isDeadly(session, way, part, results))) await pushPart(session, way, part)
      through = true
      for (const entry of part) if (!results.has(entry)) results.set(entry, acceptedOf(entry))
    } catch (error) {
      if (!through || !(error instanceof PortError)) throw error
      for (const entry of part) results.set(entry, resultOf(error))
      if (error instanceof Refused || error instanceof RateLimited) break
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
  await session.api.upload(way.script, [packFile({ name: way.file, content })])
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

async function pushPart({ api }: Session, way: Way, part: readonly Entry[]): Promise<void> {
  await api.upload(way.script, filesOf(way, part))
}

function filesOf(way: Way, part: readonly Entry[]): readonly PackedFile[] {
  if ('fileOf' in way)
    return part.map(entry => packFile({ name: way.fileOf(entry), content: xmlDocument(entry.xml) }))
  const documents = part.map(entry => entry.xml)
  return [packFile({ name: way.file, content: xmlDocument(element(way.root, {}, {}, documents)) })]
}

// PHP dies of a whole call, and says nothing of why. Of what was sent alone, and twice, while the shop answers otherwise, the object
// is the reason: it is refused, so that the run can go on.
async function isDeadly(
  session: Session,
  way: Way,
  part: readonly Entry[],
  results: Map<Entry, SendResult>,
): Promise<boolean> {
  const [only] = part
  if (part.length !== 1 || !only) return false
  const name = `${way.script} ${only.no}`
  try {
    await pushPart(session, way, part)
    session.died.delete(name)
  } catch (error) {
    if (!(error instanceof Died)) throw error
    if (!session.died.has(name)) {
      session.died.add(name)
      throw error
    }
    await session.api.test({})
    results.set(only, { result: 'rejected', code: 'REMOTE_VALIDATION', text: error.detail })
  }
  return true
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
