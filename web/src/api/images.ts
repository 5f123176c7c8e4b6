import { addressOf, call } from './call.ts'

/** The address of a file's bytes. */
export function fileAddress(hash: string): string {
  return addressOf(`/files/${hash}`)
}

/** The smallest of an image's files whose longer side has so many pixels; itself where none is that large. */
export function imageAddress(
  image: { readonly hash: string; readonly smaller: Readonly<Record<string, string>> },
  pixels: number,
): string {
  const edges = Object.keys(image.smaller)
    .map(Number)
    .filter(edge => edge >= pixels)
    .sort((one, other) => one - other)
  const [edge] = edges
  return fileAddress((edge === undefined ? undefined : image.smaller[edge]) ?? image.hash)
}

/** Gives an item an uploaded file as its last image. */
export function addImage(itemId: string, hash: string): Promise<{ readonly id: string }> {
  return call('POST', `/items/${itemId}/images`, { body: { file: hash } })
}

/** Changes what an image says and which channels show it; no channel: all do. */
export function changeImage(
  id: string,
  change: { readonly alt?: Readonly<Record<string, string>>; readonly channelIds?: readonly string[] },
): Promise<object> {
  return call('PATCH', `/images/${id}`, { body: change })
}

/** Takes an image away. */
export function removeImage(id: string): Promise<object> {
  return call('DELETE', `/images/${id}`, { body: {} })
}

/** Puts the images of an item in this order. */
export function sortImages(itemId: string, ids: readonly string[]): Promise<object> {
  return call('PUT', `/items/${itemId}/images/order`, { body: { image: ids } })
}
