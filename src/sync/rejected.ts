import type { Rejected } from '../port/errors.ts'
import type { SendResult } from '../port/outgoing.ts'

type Refusal = Extract<SendResult, { readonly result: 'rejected' }>

/** The answer for each object that an error of the port was about. */
export function rejectedBy({ code, path, detail }: Rejected): Refusal {
  return { result: 'rejected', code, field: path, text: detail }
}

/** Accepted under an id of theirs that belongs to something else: a refusal, whatever they said. Other answers stay. */
export function rejectedAsTaken(answer: SendResult): SendResult {
  if (answer.result !== 'accepted') return answer
  return { result: 'rejected', code: 'THEIRS_TAKEN', text: answer.theirs ?? '' }
}
