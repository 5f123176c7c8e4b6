import { PortError, Rejected, Unreachable } from '../../port/errors.ts'
import { jsonNumber } from '../../port/exactJson.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { failureOf, sendBatch } from './batches.ts'
import { rowsBy } from './find.ts'
import { articleOf, keyNumber } from './itemNames.ts'
import { isKey } from './keys.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import type { Session } from './session.ts'
import { mainShop } from './shopTexts.ts'
import { madeKey, unlessGone } from './written.ts'

type Image = Outgoing<'image'>
type Removed = { readonly ref: Ref; readonly of?: Ref }

/** The largest file of an image: with a third more as text, PHP takes it in one body (8 MiB). */
const largestFile = 5 * 1024 * 1024

/** The album of the shop in which images of items lie (verified at 5.7.19). */
const itemAlbum = -1

/** An image of an article as the shop shows it. */
interface Shown {
  readonly id: string
  readonly media: string
  readonly position: number
}

/**
 * Sends images of items: the bytes of those that the shop does not have yet, one call for each, then which images an article shows, in
 * one batch. Each has a file of its own there, called by our number and its content: sent again, it is found. One result per element.
 */
export async function sendImages(session: Session, list: readonly Image[]): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const { language = '' } = mainShop(await session.globals()) ?? {}
  const results = new Map<Image, SendResult>()
  const uploaded = await upload(session, list, results)
  const byArticle = Map.groupBy(uploaded.keys(), ({ state }) => articleOf(state.of.theirs))
  const written: { readonly article: string; readonly images: readonly object[] }[] = []
  const left: string[] = []
  for (const [article, own] of byArticle) {
    const shown = article === '' ? undefined : await shownBy(session, article)
    if (!shown) {
      for (const element of own) results.set(element, noItem)
      continue
    }
    const before = own.map(({ ref }) => mediaOf(ref.theirs))
    const mine = own.map(element => ({ element, media: uploaded.get(element) ?? '' }))
    const kept = shown.filter(
      ({ media }) => !mine.some(one => one.media === media) && !before.includes(media),
    )
    left.push(...before.filter(media => isKey(media) && !mine.some(one => one.media === media)))
    const places = [
      ...kept.map(({ id, position }) => ({ position, image: { id: keyNumber(id) } })),
      ...mine.map(({ element, media }) => {
        const known = shown.find(one => one.media === media)
        const description = element.state.alt[language] ?? Object.values(element.state.alt)[0] ?? ''
        const name = known ? { id: keyNumber(known.id) } : { mediaId: keyNumber(media) }
        return { position: element.state.sort, image: { ...name, description } }
      }),
    ].sort((a, b) => a.position - b.position)
    const images = places.map(({ position, image }, at) => ({ ...image, position, main: at === 0 ? 1 : 2 }))
    written.push({ article, images })
  }
  const answers = await writeLists(session, written)
  for (const [at, { article }] of written.entries()) {
    const answer = answers[at]
    for (const element of byArticle.get(article) ?? []) {
      const theirs = `${article}/${uploaded.get(element) ?? ''}`
      if (answer)
        results.set(element, answer.stored ? { result: 'accepted', theirs, proof: 'stored' } : answer.result)
    }
  }
  await dropFiles(session, left)
  return list.map(element => results.get(element) ?? { result: 'unknown', text: 'not sent' })
}

/**
 * Looks for the files of images by their names. Gives the keys of images, undefined where the shop has no file: one that no item shows
 * yet is shown when it is sent again.
 */
export async function findImages(
  session: Session,
  list: readonly Image[],
): Promise<readonly (string | undefined)[]> {
  if (list.length === 0) return []
  const files = await filesOf(session, list)
  return list.map(element => {
    const article = articleOf(element.state.of.theirs)
    const media = files.get(fileName(element))
    return media !== undefined && article !== '' ? `${article}/${media}` : undefined
  })
}

/** Takes images from their items, and their files away. What is not there any more is as wanted. One result per element. */
export async function removeImages(
  session: Session,
  list: readonly Removed[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const byArticle = Map.groupBy(list, ({ ref }) => articleOf(ref.theirs))
  const written: { readonly article: string; readonly images: readonly object[] }[] = []
  for (const [article, own] of byArticle) {
    const shown = article === '' ? undefined : await shownBy(session, article)
    const gone = new Set(own.map(({ ref }) => mediaOf(ref.theirs)))
    const kept = (shown ?? []).filter(({ media }) => !gone.has(media))
    if (!shown || kept.length === shown.length) continue
    const images = kept.map(({ id, position }, at) => ({
      id: keyNumber(id),
      position,
      main: at === 0 ? 1 : 2,
    }))
    written.push({ article, images })
  }
  const answers = await writeLists(session, written)
  const refused = new Map(
    written.flatMap(({ article }, at) => {
      const answer = answers[at]
      return answer && !answer.stored ? [[article, answer.result] as const] : []
    }),
  )
  const isRefused = ({ ref }: Removed) => refused.has(articleOf(ref.theirs))
  await dropFiles(
    session,
    list.filter(one => !isRefused(one)).map(({ ref }) => mediaOf(ref.theirs)),
  )
  return list.map(
    ({ ref }): SendResult =>
      refused.get(articleOf(ref.theirs)) ?? { result: 'accepted', theirs: ref.theirs, proof: 'stored' },
  )
}

const noItem: SendResult = {
  result: 'rejected',
  code: 'REMOTE_VALIDATION',
  field: 'of',
  text: 'the shop does not have the item that it shows',
}

// By element: the key of its file. What cannot be brought there is refused alone; where the shop fails, all that follow are unknown.
async function upload(
  session: Session,
  list: readonly Image[],
  results: Map<Image, SendResult>,
): Promise<ReadonlyMap<Image, string>> {
  const files = await filesOf(session, list)
  const uploaded = new Map<Image, string>()
  for (const element of list) {
    const known = files.get(fileName(element))
    try {
      uploaded.set(element, known ?? (await uploadOne(session, element)))
    } catch (error) {
      if (!(error instanceof PortError)) throw error
      if (!(error instanceof Rejected) && uploaded.size === 0) throw error
      results.set(element, failureOf(error))
      if (!(error instanceof Rejected)) break
    }
  }
  return uploaded
}

async function uploadOne({ api, run }: Session, element: Image): Promise<string> {
  const { state } = element
  if (!run.blob) throw new Rejected('BLOB_LOST', '', 'no bytes of images are at hand here')
  const content = await run.blob(state.hash)
  if (content.length > largestFile) {
    const text = `${Math.ceil(content.length / 1024)} kB; the shop takes ${largestFile >> 10} kB`
    throw new Rejected('IMAGE_FILE_TOO_LARGE', '', text)
  }
  const data = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64')
  const answer = await api.post('media', {
    album: itemAlbum,
    file: `data:${state.mediaType};base64,${data}`,
    name: fileName(element),
    description: Object.values(state.alt)[0] ?? '',
  })
  return madeKey(answer)
}

async function filesOf(session: Session, list: readonly Image[]): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsBy(session, 'media', 'name', list.map(fileName))
  return new Map(
    rows.map(row => [textOf(row['name']), keyOf(row['id'])] as const).filter(([, key]) => key !== ''),
  )
}

/** The name of the file of an image there: our number, and the begin of the hash of its content. */
function fileName({ ref, state }: Image): string {
  return `kontor-${ref.no}-${state.hash.slice(0, 16)}`
}

// Undefined where the shop does not have the article.
async function shownBy({ api }: Session, article: string): Promise<readonly Shown[] | undefined> {
  const { data } = await api.get(`articles/${article}`)
  if (data === undefined) return undefined
  if (!isRow(data)) throw new Unreachable('the shop does not show an article as one')
  return listOf(data['images'])
    .filter(isRow)
    .map(one => ({
      id: keyOf(one['id']),
      media: keyOf(one['mediaId']),
      position: Number(textOf(one['position'])) || 0,
    }))
    .filter(({ id }) => id !== '')
}

// Their images are told already: a file that stays behind takes room, and shows nowhere.
async function dropFiles({ api, run }: Session, media: readonly string[]): Promise<void> {
  for (const key of new Set(media.filter(isKey))) {
    try {
      await unlessGone(api.del(`media/${key}`))
    } catch (error) {
      if (!(error instanceof Rejected)) throw error
      run.log('warn', 'the shop does not take away the file of an image', { media: key, why: error.detail })
    }
  }
}

function mediaOf(theirs: string): string {
  const [, media = ''] = theirs.split('/')
  return media
}

// Which images an article shows: all of them, for the list replaces the one that is there.
function writeLists(
  session: Session,
  written: readonly { readonly article: string; readonly images: readonly object[] }[],
): ReturnType<typeof sendBatch> {
  const elements = written.map(({ article, images }) => ({
    id: jsonNumber(article),
    images,
    __options_images: { replace: true },
  }))
  return sendBatch(session, 'articles', 'put', elements)
}
