import { createHash } from 'node:crypto'
import { sqlState, type Tx, transact } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { seal, unseal } from '../base/keyring.ts'
import { writeAudit } from '../company/auditStore.ts'
import { type Claim, claimKey, storeAnswer } from '../company/idempotencyStore.ts'
import { companyProblem } from '../company/problems.ts'
import type { Actor } from '../company/rights.ts'
import { canonical } from '../port/canonical.ts'
import type { BrowserContext } from './browser.ts'
import type { Context, Kontor, Operation } from './operation.ts'
import { readInput } from './readInput.ts'

/** Who calls an operation, and how. */
export interface Call {
  readonly kontor: Kontor
  /** '' while nobody is known. */
  readonly tenant: string
  /** Absent: nobody is signed in. */
  readonly actor: Actor | undefined
  readonly language: Language
  /** Sent again with the same input it is answered again, not done again. Only for operations that create. */
  readonly idempotencyKey?: string
  readonly onProgress?: (progress: unknown) => void
  readonly signal?: AbortSignal
  readonly browser?: BrowserContext['browser']
}

export interface Performed {
  readonly output: unknown
  /** The answer is the one of an earlier call. */
  readonly replayed: boolean
}

/**
 * Runs an operation for whoever calls it: the one way for server and terminal. Checks who it is, the right and the
 * input, writes the audit row, and for creations keeps effect, audit and Idempotency-Key in one transaction.
 * Errors: NOT_SIGNED_IN, RIGHT_MISSING, INPUT_INVALID, IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_BUSY, and the operation's.
 */
export async function perform(
  call: Call,
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): Promise<Performed> {
  const actor = admit(call.actor, operation)
  const input = readInput(operation, given)
  const waiting: (() => void)[] = []
  const context: Context & Partial<BrowserContext> = {
    kontor: call.kontor,
    tenant: call.tenant,
    actor,
    language: call.language,
    afterCommit: work => waiting.push(work),
    ...(call.onProgress ? { onProgress: call.onProgress } : {}),
    ...(call.signal ? { signal: call.signal } : {}),
    ...(call.browser ? { browser: call.browser } : {}),
  }
  const performed = operation.creates
    ? await create(call, operation, context, given, input, waiting)
    : await change(operation, context, input)
  for (const work of waiting) work()
  return performed
}

const nobody: Actor = { kind: 'setup', id: null, name: 'nobody', rights: new Set() }

function admit(actor: Actor | undefined, operation: Operation): Actor {
  if (operation.right === 'public') return actor ?? nobody
  if (!actor) throw companyProblem('NOT_SIGNED_IN')
  if (operation.right !== 'signedIn' && !actor.rights.has(operation.right))
    throw companyProblem('RIGHT_MISSING', { right: operation.right })
  return actor
}

async function change(operation: Operation, context: Context, input: unknown): Promise<Performed> {
  const { db } = context.kontor
  if (operation.audit && !operation.long)
    return transact(db, { tenant: context.tenant }, async tx => {
      const output = operation.output.parse(await operation.run({ ...context, tx }, input))
      await audit(tx, operation, context, input, output)
      return { output, replayed: false }
    })
  const output = operation.output.parse(await operation.run(context, input))
  if (operation.audit)
    await transact(db, { tenant: context.tenant }, tx => audit(tx, operation, context, input, output))
  return { output, replayed: false }
}

async function create(
  call: Call,
  operation: Operation,
  context: Context,
  given: Readonly<Record<string, unknown>>,
  input: unknown,
  waiting: unknown[],
): Promise<Performed> {
  const { db, keyring, now } = call.kontor
  const claim = claimOf(call, operation, given)
  let waitsForClaim = false
  try {
    return await transact(db, { tenant: call.tenant }, async tx => {
      waiting.length = 0 // of an attempt that the database gave up
      waitsForClaim = claim !== undefined
      const before = claim && (await claimKey(tx, claim, now()))
      waitsForClaim = false
      if (claim && before) {
        if (before.operation !== claim.operation || !before.requestHash.equals(claim.requestHash))
          throw companyProblem('IDEMPOTENCY_KEY_REUSED')
        return {
          output: JSON.parse(unseal(keyring, before.answer, answerSeal(claim)).toString()),
          replayed: true,
        }
      }
      const output = operation.output.parse(await operation.run({ ...context, tx }, input))
      await audit(tx, operation, context, input, output)
      if (claim) await storeAnswer(tx, claim, 201, seal(keyring, JSON.stringify(output), answerSeal(claim)))
      return { output, replayed: false }
    })
  } catch (error) {
    if (waitsForClaim && sqlState(error) === '55P03')
      throw companyProblem('IDEMPOTENCY_KEY_BUSY', {}, { cause: error })
    throw error
  }
}

/** To what a stored answer is sealed. */
export function answerSeal(claim: Pick<Claim, 'tenant' | 'actorId' | 'key'>): string {
  return `${claim.tenant}|idempotency|${claim.actorId}|${claim.key}`
}

function claimOf(
  call: Call,
  operation: Operation,
  given: unknown,
): (Claim & { requestHash: Buffer }) | undefined {
  if (call.idempotencyKey === undefined || !call.actor?.id) return undefined
  return {
    tenant: call.tenant,
    actorId: call.actor.id,
    key: call.idempotencyKey,
    operation: operation.name,
    requestHash: createHash('sha256').update(canonical(given).text).digest(),
  }
}

async function audit(
  tx: Tx,
  operation: Operation,
  context: Context,
  input: unknown,
  output: unknown,
): Promise<void> {
  const note = operation.audit?.(input, output)
  if (note)
    await writeAudit(
      tx,
      context.tenant,
      { actor: context.actor, action: operation.name, ...note },
      context.kontor.now(),
    )
}
