/** A refusal in the words of the shop. */

export class ShopError extends Error {
  readonly status: number
  /** `errors` of a validation, or other keys beside the message. */
  readonly more: Readonly<Record<string, readonly string[] | readonly number[]>>

  constructor(status: number, message: string, more: ShopError['more'] = {}) {
    super(message)
    this.status = status
    this.more = more
  }
}

/** 400: a value that may not stand there. */
export function invalid(...errors: readonly string[]): ShopError {
  return new ShopError(400, 'Validation error', { errors })
}

/** 400: a parameter without which nothing goes. */
export function missing(name: string): ShopError {
  return new ShopError(400, `A required parameter is missing: ${name}`)
}

/** 404: there is no such record. */
export function notFound(what: string, key: string, by = 'id'): ShopError {
  return new ShopError(404, `${what} by ${by} ${key} not found`)
}

/** 405: no list of records at once here. */
export function noBatch(): ShopError {
  return new ShopError(405, 'This resource has no support for batch operations')
}
