import type { Outgoing } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import type { Globals } from './globals.ts'
import { noId, textsFor } from './wireText.ts'

/** What an image shows: items alone are sent with images. */
const relation = 'product'

/**
 * The model of an image; its bytes go beside it, in a file of the name that `imageFile` gives. Our number alone names it: their id
 * carries the relation in some generations, and is never sent back.
 */
export function imageModel(element: Outgoing<'image'>, globals: Globals): object {
  const { ref, state } = element
  const id = ['', ref.no]
  const alt = Object.fromEntries(Object.entries(state.alt).map(([language, name]) => [language, { name }]))
  const texts = textsFor(alt, globals)
  return {
    id,
    relationType: relation,
    foreignKey: ['', state.of.no],
    filename: imageFile(element),
    name: texts[0]?.text.name ?? '',
    remoteUrl: '',
    sort: state.sort,
    i18ns: texts.map(({ languageISO, text }) => ({
      id: noId,
      imageId: id,
      languageISO,
      altText: text.name,
    })),
  }
}

/** The model by which an image is taken away: the relation and what it shows have to stand in it too. */
export function goneImageModel({ ref, of }: { readonly ref: Ref; readonly of?: Ref }): object {
  return { id: ['', ref.no], relationType: relation, foreignKey: of ? ['', of.no] : noId }
}

/**
 * The name of the file that holds an image, `31_product_5feceb66ffc86f38.png`: the endpoint finds it by number and relation. What
 * follows is the begin of its hash, by which it is found again where the number is not known there.
 */
export function imageFile({ ref, state }: Outgoing<'image'>): string {
  return `${ref.no}_${relation}_${hashMark(state)}.${endingOf(state.mediaType)}`
}

/** How its content is told apart in the names of files. */
export function hashMark({ hash }: { readonly hash: string }): string {
  return hash.slice(0, 16)
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/tiff': 'tif',
  'image/svg+xml': 'svg',
  'image/x-icon': 'ico',
}

function endingOf(mediaType: string): string {
  return endings[mediaType] ?? (mediaType.replace(/^image\//, '').replace(/[^a-z0-9]/g, '') || 'img')
}
