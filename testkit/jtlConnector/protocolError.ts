/** An error that the endpoint answers; everything else that is thrown is answered like an uncaught PHP exception. */

/** The codes that the core answers itself (V5, V3). */
export const codes = {
  uncaught: 0,
  executionTime: 1,
  imageEndpoint: 10,
  imageMissing: 20,
  unknownRelation: 110,
  noUpload: 400,
  server: 500,
  noSession: 789,
  authentication: 790,
  unknownController: 33000,
  unknownAction: 33001,
  session: -32000,
  invalidRequest: -32600,
  methodNotFound: -32601,
  parse: -32700,
  invalidMethod: -32701,
} as const

export class ProtocolError extends Error {
  readonly code: number
  /** Class and place as a PHP exception prints them. */
  readonly data: string | null

  constructor(
    code: number,
    message: string,
    thrownBy = 'Jtl\\Connector\\Core\\Exception\\ApplicationException',
  ) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
    this.data = `${thrownBy} (Code: ${code}) in .../${thrownBy.slice(thrownBy.lastIndexOf('\\') + 1)}.php:16`
  }
}

/** A PHP error of a wrong argument: code 0. */
export function typeError(message: string): ProtocolError {
  return new ProtocolError(codes.uncaught, message, 'TypeError')
}
