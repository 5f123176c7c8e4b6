import sharp from 'sharp'
import { KontorError } from '../base/errors.ts'
import { catalogProblem } from './problems.ts'

/** Pixels of the longer side of the smaller ones that are made of each image. */
export const edges = [96, 480, 1200] as const
export type Edge = (typeof edges)[number]

/** What an image is, and smaller ones of it. */
export interface Thumbnails {
  /** Pixels, as it is shown: turned as its camera says. */
  readonly width: number
  readonly height: number
  readonly mediaType: string
  readonly smaller: readonly { readonly edge: Edge; readonly mediaType: string; readonly content: Buffer }[]
}

const mostPixels = 50_000_000
const types: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
}

/**
 * Looks at an image and makes smaller ones of it, turned upright and without what cameras write into them (such as the place).
 * Takes processor time and no transaction. Errors: IMAGE_INVALID for what is no JPEG, PNG, WebP or still GIF, or is broken;
 * IMAGE_TOO_LARGE above 50 megapixels.
 */
export async function thumbnailsOf(content: Buffer): Promise<Thumbnails> {
  try {
    const open = () => sharp(content, { limitInputPixels: mostPixels, failOn: 'error' })
    const { format = '', pages = 1, autoOrient } = await open().metadata()
    const mediaType = types[format]
    if (!mediaType || pages > 1) throw catalogProblem('IMAGE_INVALID')
    const { width, height } = autoOrient
    const smaller = []
    for (const edge of edges) {
      const resized = open()
        .autoOrient()
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
      // What may be transparent stays so.
      const made =
        format === 'jpeg' ? resized.jpeg({ quality: 82, mozjpeg: true }) : resized.webp({ quality: 82 })
      smaller.push({
        edge,
        mediaType: format === 'jpeg' ? 'image/jpeg' : 'image/webp',
        content: await made.toBuffer(),
      })
    }
    return { width, height, mediaType, smaller }
  } catch (error) {
    if (error instanceof KontorError) throw error
    const tooLarge = error instanceof Error && /pixel limit/i.test(error.message)
    throw catalogProblem(tooLarge ? 'IMAGE_TOO_LARGE' : 'IMAGE_INVALID', {}, { cause: error })
  }
}
