import type { Operation } from '../operations/operation.ts'

/** An operation that the terminal does in its own way, such as waiting for what the server only starts. */
export interface TerminalOperation extends Operation {
  /** Whether this answer means success (exit status 0). */
  readonly succeeded?: (output: unknown) => boolean
}

/** True if the answer means success: as the command says, else unless it says `ok: false` of itself. */
export function hasSucceeded(operation: TerminalOperation, output: unknown): boolean {
  if (operation.succeeded) return operation.succeeded(output)
  return !(typeof output === 'object' && output !== null && 'ok' in output && output.ok === false)
}
