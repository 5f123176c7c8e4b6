/**
 * The four errors by consequence. A connector throws these and no others on purpose; anything else is a bug of it,
 * which the engine treats as `Unreachable` for a call and as `Rejected` for one record.
 *
 * `code` is one of the reason catalogue (docs/reasons.md); `detail` is the foreign text, shortened, without secrets:
 * the HTTP client takes out every secret of the connection before a text gets here.
 */
export abstract class PortError extends Error {
  abstract readonly consequence: 'later' | 'stop' | 'park'
  readonly code: string
  readonly detail: string

  constructor(code: string, detail: string, options?: { cause?: unknown }) {
    super(detail ? `${code}: ${detail}` : code, options)
    this.name = new.target.name
    this.code = code
    this.detail = detail
  }
}

/** The other side does not answer, or not with anything that can be understood: back off and try again. */
export class Unreachable extends PortError {
  readonly consequence = 'later' as const
  /** True where the call may have had its effect: after a writing call its objects are `unknown`. */
  readonly mayHaveWorked: boolean

  constructor(detail: string, options?: { cause?: unknown; code?: string; mayHaveWorked?: boolean }) {
    super(options?.code ?? 'REMOTE_UNAVAILABLE', detail, options)
    this.mayHaveWorked = options?.mayHaveWorked ?? true
  }
}

/** Too fast: later, and no attempt is counted. */
export class RateLimited extends PortError {
  readonly consequence = 'later' as const
  /** When the next call is allowed; undefined: the other side did not say. */
  readonly after: Date | undefined

  constructor(detail: string, after?: Date) {
    super('RATE_LIMITED', detail)
    this.after = after
  }
}

/** Credentials, licence or address are wrong: nothing more is called until a person has acted. */
export class Refused extends PortError {
  readonly consequence = 'stop' as const
}

/** One record (or, thrown by a whole call, its records) cannot be taken as it is: park it, go on with the rest. */
export class Rejected extends PortError {
  readonly consequence = 'park' as const
  /** Where in the record, such as `items[3].vat`. */
  readonly path: string

  constructor(code: string, path: string, detail = '') {
    super(code, detail || path)
    this.path = path
  }
}
