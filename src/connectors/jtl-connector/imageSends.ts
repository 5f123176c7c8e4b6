import { zipOf } from '../../base/zipFiles.ts'
import { PortError, Rejected } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { encodeModel } from './api.ts'
import type { Globals } from './globals.ts'
import { globalsFor } from './groups.ts'
import { pushNames, type Session } from './handshake.ts'
import { hashMark, imageFile, imageModel } from './imageModels.ts'
import { answersOf, failureOf, notTaken } from './push.ts'
import { ofWhole } from './pushResults.ts'
import { linkLeftover } from './sendParts.ts'
import { link, mostBefore, type Unlinked, unlinkedNow } from './unlinked.ts'

type Images = readonly Outgoing<'image'>[]

/** The largest file of an archive that endpoints of core 5 unpack. */
const largestFile = 20 * 1024 * 1024

/** An image with its bytes. */
interface Packed {
  readonly element: Outgoing<'image'>
  readonly content: Uint8Array
}

/**
 * Sends images with their bytes, in one archive per call; more than PHP takes in a file goes in several. One result per element,
 * in order. Throws `Rejected` where one of several made the call fail: part of them may be stored, and nobody can tell which.
 */
export async function sendImages(session: Session, list: Images): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const unsupported = notTaken(session, pushNames.image, 'push')
  if (unsupported) return list.map(() => unsupported)
  const globals = await globalsFor(session)
  const results = new Map<number, SendResult>()
  let through = false
  let part: Packed[] = []
  let room = session.shop.imageBytes
  const flush = async () => {
    const sent = part
    part = []
    room = session.shop.imageBytes
    if (sent.length === 0) return
    const failed = await pushPart(session, sent, globals, results).catch((error: unknown) => {
      if (through && error instanceof PortError) return error
      throw error
    })
    for (const { element } of failed ? sent : [])
      results.set(element.ref.no, { result: 'unknown', text: failed?.detail ?? '' })
    through = true
  }
  // One after the other: only what goes into one call is in memory at a time.
  for (const element of list) {
    const content = await contentOf(session, element)
    if ('result' in content) results.set(element.ref.no, content)
    else {
      if (content.length > room) await flush()
      part.push({ element, content })
      room -= content.length
    }
  }
  await flush()
  const said = list.map(({ ref }) => results.get(ref.no) ?? unsaid)
  await linkLeftover(session, pushNames.image, list, said, () => findImages(session, list))
  return said
}

const unsaid: SendResult = { result: 'unknown', text: 'the call does not speak of it' }

// What is refused before it is sent: bytes that are lost here, and files that no call can bring.
async function contentOf(
  { run, shop }: Session,
  { state }: Outgoing<'image'>,
): Promise<Uint8Array | SendResult> {
  try {
    if (!run.blob) throw new Rejected('BLOB_LOST', '', 'no bytes of images are at hand here')
    const content = await run.blob(state.hash)
    const most = Math.min(shop.imageBytes, shop.generation === 3 ? shop.imageBytes : largestFile)
    if (content.length <= most) return content
    const text = `${Math.ceil(content.length / 1024)} kB; the shop takes ${most >> 10} kB`
    return { result: 'rejected', code: 'IMAGE_FILE_TOO_LARGE', text }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    return { result: 'rejected', code: error.code, text: error.detail }
  }
}

async function pushPart(
  session: Session,
  part: readonly Packed[],
  globals: Globals,
  results: Map<number, SendResult>,
): Promise<undefined> {
  const models = part.map(({ element }) => encodeModel(imageModel(element, globals)))
  const content = zipOf(
    part.map(({ element, content }) => ({ name: imageFile(element), content, stored: true })),
  )
  const file = { field: 'file', name: 'images.zip', type: 'application/zip', content }
  const failed = (error: unknown) => {
    session.failures++
    throw error
  }
  const { controller } = pushNames.image
  const { result, error, warnings = [] } = await session.api.push(controller, models, file).catch(failed)
  if (error) {
    session.failures++
    const rejected = failureOf(session, pushNames.image, 'push', error, part.length)
    for (const { element } of part) results.set(element.ref.no, rejected)
    return
  }
  const answers = answersOf(result, ['id'])
  const said = warnings.map(warning => session.run.http.redact(warning, 300))
  for (const { element } of part) {
    const { no } = element.ref
    results.set(no, ofWhole(answers.get(no), { no, models: [] }, said))
  }
}

/**
 * Looks for images that the shop holds without a link: of the same item, in a file that is named after the same content. Found,
 * they are linked to our number. Looks at 6,400 at most; gives their id, undefined for what is not there or linked already.
 */
export async function findImages(session: Session, list: Images): Promise<readonly (string | undefined)[]> {
  const wanted = list.filter(({ ref }) => ref.theirs === '')
  const isEnough = (objects: readonly Unlinked[]) => imagesIn(objects, wanted).size === wanted.length
  const objects = wanted.length === 0 ? [] : await unlinkedNow(session, pushNames.image, isEnough, mostBefore)
  const found = imagesIn(objects, wanted)
  // Under the very id that the shop gave: there it names the relation too.
  await link(session, 'image', found)
  return list.map(({ ref }) => found.get(ref.no) ?? (ref.theirs || undefined))
}

function imagesIn(objects: readonly Unlinked[], wanted: Images): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const taken = new Set<string>()
  for (const { ref, state } of wanted) {
    const isIt = ({ theirs, names, parentNo, parentTheirs }: Unlinked) =>
      !taken.has(theirs) &&
      (parentNo === state.of.no || (parentTheirs !== '' && parentTheirs === state.of.theirs)) &&
      names.some(name => name.includes(hashMark(state)))
    const it = objects.find(isIt)
    if (!it) continue
    found.set(ref.no, it.theirs)
    taken.add(it.theirs)
  }
  return found
}
