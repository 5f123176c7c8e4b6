import type { ImageForChannel } from '../catalog/imagesForChannel.ts'
import type { ItemState } from '../port/outgoing.ts'
import type { BlobAddress, NamedThing, RefOf } from './pushTask.ts'

/** An image within an item as it is compared and kept: by its content, never by an address, which holds for some days only. */
export interface ImageFields extends Pick<ImageForChannel, 'hash' | 'mediaType' | 'sort'> {
  readonly id: string
}

/** What of an image is compared and kept. */
export function imageFields({ id, hash, mediaType, sort }: ImageForChannel): ImageFields {
  return { id, hash, mediaType, sort }
}

/** It as a thing with a number. */
export function imageThing({ id }: Pick<ImageFields, 'id'>): NamedThing {
  return { kind: 'image', objectId: id }
}

/** As they are told, each under an address that is made for this call. */
export function imageState(
  images: readonly ImageFields[],
  refOf: RefOf,
  address: BlobAddress,
): NonNullable<ItemState['images']> {
  return images.map(image => ({ ref: refOf(imageThing(image)), url: address(image), sort: image.sort }))
}
