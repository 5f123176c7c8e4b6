import { parseExact } from '../../port/exactJson.ts'

/** The JSON in these bytes; undefined for what is none, also for what is no UTF-8. */
export function readJson(body: Uint8Array): unknown {
  try {
    return parseExact(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}
