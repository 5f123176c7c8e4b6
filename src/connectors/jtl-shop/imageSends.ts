import { PortError, Rejected, Unreachable } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { isRow, textOf } from './payloads.ts'
import type { Session } from './session.ts'
import { element, readXml, xmlDocument } from './xml.ts'

type Image = Outgoing<'image'>

/** The largest file of an image, and of all in one archive: PHP takes 6 MiB at least. */
const largestFile = 5 * 1024 * 1024

/**
 * Sends images of items in three steps: which of them does the shop lack, their bytes, and at which place of which item they are
 * shown. What was sent under its number before is sent with its bytes again, because they may be others now. One result per element.
 */
export async function sendImages(session: Session, list: readonly Image[]): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const results = new Map<number, SendResult>()
  const contents = await contentsOf(session, list, results)
  const here = list.filter(({ ref }) => contents.has(ref.no))
  const lacking = here.length === 0 ? new Set<string>() : await lackingOf(session, here)
  let through = false
  for (const part of partsOf(here, contents)) {
    try {
      const wanted = part.filter(({ ref }) => lacking.has(String(ref.no)) || ref.theirs !== '')
      await uploadFiles(session, wanted, contents)
      await linkImages(session, part)
      through = true
      for (const { ref } of part)
        results.set(ref.no, { result: 'accepted', theirs: String(ref.no), proof: 'received' })
    } catch (error) {
      // A part that failed before anything got through is the failure of the whole call.
      if (!through || !(error instanceof PortError)) throw error
      for (const { ref } of part) results.set(ref.no, { result: 'unknown', text: error.detail })
      break
    }
  }
  return list.map(({ ref }) => results.get(ref.no) ?? { result: 'unknown', text: 'not sent' })
}

/**
 * Takes images from their place of their item; the shop deletes a file with its last place. A place that this run has given to another
 * image stays, and so does what belongs to an item that is gone: it went with it.
 */
export async function removeImages(
  session: Session,
  list: readonly { readonly ref: Ref; readonly of?: Ref; readonly sort?: number }[],
): Promise<readonly SendResult[]> {
  const results = list.map(({ ref, of, sort }): SendResult => {
    if (of && sort === undefined)
      return { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'its place at the item is not known' }
    return { result: 'accepted', theirs: String(ref.no), proof: 'received' }
  })
  const places = list.flatMap(({ ref, of, sort }) => {
    if (!of || sort === undefined) return []
    const now = session.placed.get(placeOf(of, sort))
    return now === undefined || now === ref.no ? [{ kArtikel: of.no, nNr: sort }] : []
  })
  if (places.length > 0) {
    const rows = places.map(place => element('tartikelpict', {}, place))
    const content = xmlDocument(element('del_bildartikellink', {}, {}, rows))
    await session.api.upload('img_link', [{ name: 'del_bildartikellink.xml', content }])
  }
  return results
}

// What is refused before it is sent: bytes that are lost here, and files that no call can bring.
async function contentsOf({ run }: Session, list: readonly Image[], results: Map<number, SendResult>) {
  const contents = new Map<number, Uint8Array>()
  for (const { ref, state } of list)
    try {
      if (!run.blob) throw new Rejected('BLOB_LOST', '', 'no bytes of images are at hand here')
      const content = await run.blob(state.hash)
      if (content.length > largestFile) {
        const text = `${Math.ceil(content.length / 1024)} kB; the shop takes ${largestFile >> 10} kB`
        throw new Rejected('IMAGE_FILE_TOO_LARGE', '', text)
      }
      contents.set(ref.no, content)
    } catch (error) {
      if (!(error instanceof Rejected)) throw error
      results.set(ref.no, { result: 'rejected', code: error.code, text: error.detail })
    }
  return contents
}

async function lackingOf({ api }: Session, list: readonly Image[]): Promise<ReadonlySet<string>> {
  const content = xmlDocument(element('bildercheck', {}, {}, list.map(imageXml)))
  const { text } = await api.upload('img_check', [{ name: 'bildercheck.xml', content }])
  return new Set(numbersIn(text))
}

// `<bildcheck><notfound>501;502</notfound></bildcheck>` behind the code.
function numbersIn(text: string): readonly string[] {
  try {
    const { name, value } = readXml(text)
    if (name !== 'bildcheck') throw new SyntaxError(`<${name.slice(0, 40)}>`)
    return isRow(value) ? textOf(value['notfound']).split(';').filter(Boolean) : []
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Unreachable(`the shop does not say which images it lacks: ${error.message}`)
  }
}

async function uploadFiles(
  { api }: Session,
  list: readonly Image[],
  contents: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  if (list.length === 0) return
  const content = xmlDocument(element('images', {}, {}, list.map(imageXml)))
  const files = list.map(({ ref }) => {
    const content = contents.get(ref.no) ?? Buffer.alloc(0)
    return { name: String(ref.no), content, stored: true }
  })
  await api.upload('img_upload', [{ name: 'images.xml', content }, ...files])
}

async function linkImages({ api, placed }: Session, list: readonly Image[]): Promise<void> {
  const rows = list.map(({ ref, state }) =>
    element('tartikelpict', {
      kArtikelPict: ref.no,
      kArtikel: state.of.no,
      kBild: ref.no,
      nNr: state.sort,
    }),
  )
  const content = xmlDocument(element('bildartikellink', {}, {}, rows))
  await api.upload('img_link', [{ name: 'bildartikellink.xml', content }])
  for (const { ref, state } of list) placed.set(placeOf(state.of, state.sort), ref.no)
}

// The name of its file in the shop: our number and its content. The shop deletes a file with the last place of its image, also if another
// image is called alike; so two images with the same bytes have a file each.
function imageXml({ ref, state }: Image): string {
  return element('bild', { kBild: ref.no, cHash: `${ref.no}-${state.hash}.${endingOf(state.mediaType)}` })
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
}

function endingOf(mediaType: string): string {
  return endings[mediaType] ?? (mediaType.replace(/^image\//, '').replace(/[^a-z0-9]/g, '') || 'img')
}

function placeOf(of: Ref, sort: number): string {
  return `${of.no}/${sort}`
}

function* partsOf(
  list: readonly Image[],
  contents: ReadonlyMap<number, Uint8Array>,
): Generator<readonly Image[]> {
  let part: Image[] = []
  let room = largestFile
  for (const image of list) {
    const size = contents.get(image.ref.no)?.length ?? 0
    if (part.length > 0 && size > room) {
      yield part
      part = []
      room = largestFile
    }
    part.push(image)
    room -= size
  }
  if (part.length > 0) yield part
}
