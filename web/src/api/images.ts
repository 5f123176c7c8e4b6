import { language } from '../words/i18n.ts'
import { addressOf, call } from './call.ts'
import { ApiProblem, type ProblemDetails, Unanswered } from './problem.ts'

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

/**
 * Uploads a file; answers the hash by which operations name it. `onPart` hears what share is sent, 0 to 1. Errors: `ApiProblem`,
 * `Unanswered`; aborted by the signal it fails too. By the old way of asking, because only that one tells how far it is.
 */
export function uploadFile(
  file: Blob,
  onPart: (share: number) => void,
  signal?: AbortSignal,
): Promise<{ readonly hash: string; readonly size: number; readonly mediaType: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', addressOf('/files'))
    request.responseType = 'json'
    request.setRequestHeader('accept-language', language())
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', event => {
      if (event.lengthComputable) onPart(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(request.response)
      else if (isDetails(request.response)) reject(new ApiProblem(request.response))
      else reject(new Unanswered(`status ${request.status}`))
    })
    request.addEventListener('error', () => reject(new Unanswered('upload')))
    request.addEventListener('abort', () => reject(new Unanswered('aborted')))
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function isDetails(answer: unknown): answer is ProblemDetails {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer
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
