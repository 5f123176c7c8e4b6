import type { Tx } from '../../base/database.ts'
import { endPauses, findConnection } from '../../channels/connectionStore.ts'
import { readKeptAgain } from '../../channels/lockStore.ts'
import { channelProblem } from '../../channels/problems.ts'
import { endRecovery, listSteps, noteSteps, openNumberSteps } from '../../channels/recoveryStore.ts'
import { type NumberKind, raiseNumber } from '../../company/numberRanges.ts'
import { laneKinds, requestLanes } from '../lanes.ts'

/**
 * A person says which number of a range was really given last (on paper, in mails, in the bookkeeping): the range goes on behind
 * it, and never goes back. Answers the next number. Throws NUMBER_TOO_LOW, NUMBER_RANGE_UNKNOWN.
 */
export async function confirmNumber(
  tx: Tx,
  tenant: string,
  wish: { readonly kind: NumberKind; readonly last: string; readonly by: string; readonly at: Date },
): Promise<{ next: string; steps: number }> {
  const steps = await openNumberSteps(tx, tenant, wish.kind)
  const highest = steps.reduce(
    (most, step) => (BigInt(step.firstNo) > most ? BigInt(step.firstNo) : most),
    1n,
  )
  if (BigInt(wish.last) < highest - 1n)
    throw channelProblem('NUMBER_TOO_LOW', {
      kind: wish.kind,
      given: wish.last,
      last: (highest - 1n).toString(),
    })
  const next = await raiseNumber(tx, tenant, wish.kind, wish.last)
  await noteSteps(
    tx,
    tenant,
    steps.map(step => step.id),
    { at: wish.at, by: wish.by, note: { last: wish.last, next } },
  )
  return { next, steps: steps.length }
}

/**
 * Ends the recovery of a connection: it is called again, by whoever comes first, and told all that differs. Throws
 * CONNECTION_UNKNOWN, RECOVERY_OVER, RECOVERY_OPEN while a step of its own or a range of numbers is open.
 */
export async function finishRecovery(
  tx: Tx,
  tenant: string,
  wish: { readonly connection: string; readonly at: Date },
): Promise<string> {
  const { id, name, recoveringAt } = await findConnection(tx, tenant, wish.connection)
  if (!recoveringAt) throw channelProblem('RECOVERY_OVER', { name })
  const open = (await listSteps(tx, tenant)).filter(
    step => step.doneAt === null && (step.step === 'number' || step.connectionId === id),
  )
  if (open.length > 0)
    throw channelProblem('RECOVERY_OPEN', {
      name,
      steps: open.map(step => (step.rangeKind ? `${step.step} ${step.rangeKind}` : step.step)),
    })
  await endRecovery(tx, tenant, id, wish.at)
  await endPauses(tx, tenant, id)
  const { lockedAt } = await findConnection(tx, tenant, id)
  if (lockedAt) return id
  await readKeptAgain(tx, tenant, id, null)
  await requestLanes(
    tx,
    tenant,
    laneKinds.map(kind => ({ connectionId: id, kind })),
  )
  return id
}
