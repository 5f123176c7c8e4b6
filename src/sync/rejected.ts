import type { Rejected } from '../port/errors.ts'
import type { SendResult } from '../port/outgoing.ts'

type Refusal = Extract<SendResult, { readonly result: 'rejected' }>

/** The answer for each object that an error of the port was about. */
export function rejectedBy({ code, path, detail }: Rejected): Refusal {
  return { result: 'rejected', code, field: path, text: detail }
}
