/** What the server said when it refused: a sentence in the reader's language, and what to hold on to. */
export interface ProblemDetails {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly reference?: string
  /** What "confirm" has to say so that it is done all the same. */
  readonly confirm?: number
  readonly errors?: readonly { readonly field: string; readonly detail: string }[]
}

/** A refusal of the server. */
export class ApiProblem extends Error {
  readonly details: ProblemDetails

  constructor(details: ProblemDetails) {
    super(details.detail)
    this.name = 'ApiProblem'
    this.details = details
  }
}

/** The server could not be reached, or what answered was not Kontor. */
export class Unanswered extends Error {
  constructor(cause: unknown) {
    super('Kontor is not answering', { cause })
    this.name = 'Unanswered'
  }
}

/** True for a refusal with that code. */
export function isProblem(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.details.code === code
}
