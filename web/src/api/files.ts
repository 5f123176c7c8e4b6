import { language } from '../words/i18n.ts'
import { addressOf } from './call.ts'
import { ApiProblem, type ProblemDetails, Unanswered } from './problem.ts'

/**
 * Uploads a file; answers the hash by which operations name it. `onPart` hears what share is sent, 0 to 1. Errors: `ApiProblem`,
 * `Unanswered`. By the old way of asking, because only that one tells how far it is.
 */
export function putFile(
  file: Blob,
  onPart: (share: number) => void,
): Promise<{ readonly hash: string; readonly size: number }> {
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
      const { response, status } = request
      if (status === 200) resolve(response)
      else reject(isDetails(response) ? new ApiProblem(response) : new Unanswered(`status ${status}`))
    })
    request.addEventListener('error', () => reject(new Unanswered('upload')))
    request.send(file)
  })
}

function isDetails(answer: unknown): answer is ProblemDetails {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer
}
