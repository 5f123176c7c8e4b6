import type { z } from 'zod'
import type { Config } from '../base/config.ts'
import type { Language, Texts } from '../base/errors.ts'
import type { OpenKontor, Program } from './program.ts'
import type { Terminal } from './terminal.ts'

/**
 * A command that concerns the whole installation and is no operation of a tenant: it needs the machine, and no user may
 * do it.
 */
export interface OperatorCommand<Input = unknown, Output = unknown> {
  /** Words and positional arguments, as in `Operation`. */
  readonly command: string
  readonly summary: Texts
  readonly input: z.ZodType<Input>
  /** Undefined: the command has said all that there is to say. */
  readonly output: z.ZodType<Output>
  /** True where it runs until it is told to stop. */
  readonly serves?: boolean
  run(work: OperatorWork, input: Input): Promise<Output>
}

export interface OperatorWork {
  readonly program: Program
  readonly config: Config
  readonly terminal: Terminal
  readonly language: Language
  readonly json: boolean
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
  /** Opens Kontor; it is closed when the command ends. */
  open(): Promise<OpenKontor>
}

/** Types a command by its schemas. */
export function operatorCommand<I, O>(definition: OperatorCommand<I, O>): OperatorCommand {
  return definition as unknown as OperatorCommand
}
