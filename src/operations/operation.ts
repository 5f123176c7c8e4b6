import type { z } from 'zod'
import type { Config } from '../base/config.ts'
import { type Database, type Tx, transact } from '../base/database.ts'
import type { Language, Texts } from '../base/errors.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Log } from '../base/log.ts'
import type { OpenWork } from '../base/openWork.ts'
import type { Actor, Right } from '../company/rights.ts'
import type { Connector } from '../port/connector.ts'
import type { WorkerCounts } from '../sync/workerCounts.ts'

/**
 * Everything that can be asked of Kontor, once: its name, the right it needs, what goes in and out, and the verb that
 * does it. The server makes a route of it and the terminal a command; neither holds a rule of its own. A test walks
 * the table and tries each operation as a stranger.
 */
export interface Operation<Input = unknown, Output = unknown> {
  /** Stable: OpenAPI operation id, audit action. `area.verb`, such as `connection.add`. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Under /api/v1, with `:name` for what the path holds; those are fields of the input too. */
  readonly path: string
  /** Words of the command and its positional arguments (`connection show <id>`); null: only by HTTP. */
  readonly command: string | null
  /** A right; `signedIn`: any user or key of the tenant; `public`: before anyone is known. */
  readonly right: Right | 'signedIn' | 'public'
  readonly summary: Texts
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
  /** A POST that makes something: takes an Idempotency-Key, and `run` works in one transaction (`inTransaction`). */
  readonly creates?: boolean
  /** Calls shops, or works in several transactions: `run` is not put into one, and its audit row follows it. */
  readonly long?: boolean
  /**
   * Changes something: leaves an audit row with these ids (never a value of a personal field), in the transaction of the
   * change unless the operation is `long`.
   */
  readonly audit?: (input: Input, output: Output) => AuditNote
  run(context: Context, input: Input): Promise<Output>
}

export interface AuditNote {
  readonly objectKind?: string
  readonly objectId?: string
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

/** What the program is made of; wired once in main.ts. */
export interface Kontor {
  readonly db: Database
  readonly config: Config
  readonly keyring: Keyring
  readonly connectors: ReadonlyMap<string, Connector>
  readonly log: Log
  readonly now: () => Date
  /** The name under which this process holds lanes. */
  readonly holder: string
  /** What goes on behind the answers of this process; ended before the database is closed. */
  readonly open: OpenWork
  /** What the worker of this process counts, if there is one. */
  readonly counts?: WorkerCounts
}

/** One call of an operation. */
export interface Context {
  readonly kontor: Kontor
  readonly tenant: string
  readonly actor: Actor
  readonly language: Language
  /** Set while a change runs: its transaction. Use `inTransaction`. */
  readonly tx?: Tx
  /** Work that must not start before the transaction is committed (a run in the background). */
  afterCommit(work: () => void): void
  /** Progress for a terminal; nobody listens over HTTP. */
  readonly onProgress?: (progress: unknown) => void
  readonly signal?: AbortSignal
}

/**
 * An operation by its schemas. They are taken as what all schemas of zod have in common at its core: to compare each with the whole
 * interface of a schema is half of the time of a type check.
 */
interface Definition<I extends z.core.$ZodType, O extends z.core.$ZodType>
  extends Omit<Operation, 'input' | 'output' | 'audit' | 'run'> {
  readonly input: I
  readonly output: O
  readonly audit?: (input: z.output<I>, output: z.output<O>) => AuditNote
  run(context: Context, input: z.output<I>): Promise<Answer<z.output<O>>>
}

/** The same, whose lists may be read-only. */
type Answer<T> = T extends readonly (infer One)[]
  ? readonly Answer<One>[]
  : T extends Date
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Answer<T[Key]> }
      : T

/** Types an operation by its schemas. */
export function operation<I extends z.core.$ZodType, O extends z.core.$ZodType>(
  definition: Definition<I, O>,
): Operation {
  return definition as unknown as Operation
}

/** The transaction of the call if there is one, else one of its own. */
export function inTransaction<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return context.tx ? work(context.tx) : transact(context.kontor.db, { tenant: context.tenant }, work)
}
