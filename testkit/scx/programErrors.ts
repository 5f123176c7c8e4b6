/** How a call of the program can end otherwise than well. */

/** The program died: nothing of what it was doing is remembered. `restart` lets it live again. */
export class ScxCrash extends Error {
  override readonly name = 'ScxCrash'
}

/** No answer came, or not the whole of it: nobody knows what became of the call. */
export class ScxNoAnswer extends Error {
  override readonly name = 'ScxNoAnswer'
}

/** What the real client cannot go on after: it throws something else than its own error for failed requests. */
export class ScxClientBroke extends Error {
  override readonly name = 'ScxClientBroke'
}

/** The host gives out the same events again at once, so that the worker never ends. */
export class ScxHotLoop extends Error {
  override readonly name = 'ScxHotLoop'
}

export interface HostError {
  readonly code: string
  readonly message: string
  readonly severity: string
  readonly hint: string | null
}

/** The host answered with a status that is no success. */
export class ScxRequestFailed extends Error {
  override readonly name = 'ScxRequestFailed'
  readonly operation: string
  readonly status: number
  readonly errors: readonly HostError[]
  constructor(operation: string, status: number, errors: readonly HostError[], body: string) {
    super(
      `${operation}: ${status} ${errors.map(({ code, message }) => `${code} ${message}`).join('; ') || body.slice(0, 200)}`,
    )
    this.operation = operation
    this.status = status
    this.errors = errors
  }
}
