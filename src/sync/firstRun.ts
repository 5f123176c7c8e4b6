import { type Tx, transact } from '../base/database.ts'
import { type AdoptionKind, adoptionCounts, type Reading, readings } from '../channels/adoptionStore.ts'
import { type Connection, endPauses, loadConnection } from '../channels/connectionStore.ts'
import { endFirstRun } from '../channels/phaseStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import { tellAdopted } from './adopt.ts'
import { checkConnection } from './checkConnection.ts'
import { withSession } from './connectorSession.ts'
import { type PersonsWork, withHeldLane } from './heldLane.ts'
import { inventoryOf, lookAtInventory } from './lookAtInventory.ts'
import { markSweeps } from './markDue.ts'
import type { LaneParts } from './runLane.ts'
import { takeAsTheirs } from './takeAsTheirs.ts'

/** What is known of what the system has of one kind. */
export interface LookedAt {
  readonly kind: AdoptionKind
  readonly reading: Reading | undefined
  readonly theirsOnly: number
  readonly matched: number
  readonly ambiguous: number
  readonly adopted: number
  readonly leftAlone: number
}

/** What can be one of ours already, and is looked at for that; the others are read where a catalogue is imported. */
const adoptable: ReadonlySet<AdoptionKind> = new Set(['category', 'item'])

/** Per kind that the connector can list, and is looked at: how far it was, and what stands in which state. */
export async function lookedAt(
  tx: Tx,
  tenant: string,
  connectionId: string,
  connector: Connector | undefined,
): Promise<LookedAt[]> {
  const read = await readings(tx, tenant, connectionId)
  const kinds = (connector?.inventory?.kinds ?? []).filter(
    kind => adoptable.has(kind) || read.some(one => one.kind === kind),
  )
  const counts = await adoptionCounts(tx, tenant, connectionId)
  return kinds.map(kind => {
    const of = (state: string) => counts.find(one => one.kind === kind && one.state === state)?.count ?? 0
    return {
      kind,
      reading: read.find(one => one.kind === kind),
      theirsOnly: of('theirs_only'),
      matched: of('matched'),
      ambiguous: of('ambiguous'),
      adopted: of('adopted'),
      leftAlone: of('left_alone'),
    }
  })
}

export interface FinishWish extends PersonsWork {
  /** The shop has nothing: it is checked and looked at now, and refused if that is not so. */
  readonly empty: boolean
  /** What is there is not looked at: objects of the same number may be made a second time. */
  readonly withoutLook: boolean
}

/**
 * Ends the first run: what is due is sent from now on. Before, the system is told what it has not heard, and where the shop
 * leads, what was adopted counts as told. Throws FIRST_RUN_DONE, FIRST_RUN_CHECK, FIRST_RUN_NOT_LOOKED, FIRST_RUN_NOT_EMPTY,
 * FIRST_RUN_OPEN, FIRST_RUN_LEAD_OPEN, what `lookAtInventory` throws, and errors of the port; then nothing is sent as before.
 */
export async function finishFirstRun(parts: LaneParts, wish: FinishWish): Promise<void> {
  const { tenant, connectionId } = wish
  const load = () => transact(parts.db, { tenant }, tx => loadConnection(tx, tenant, connectionId))
  let connection = await load()
  const { name } = connection
  if (connection.phase !== 'new') throw channelProblem('FIRST_RUN_DONE', { name })
  if (!connection.checkOk) {
    const report = await checkConnection(parts, tenant, connection, wish.signal)
    const wrong = report.lines.find(line => !line.ok)
    if (wrong) throw channelProblem('FIRST_RUN_CHECK', { name, code: wrong.code, reason: wrong.text.en })
    connection = await load() // with what the check remembered
  }
  const connector = parts.connectors.get(connection.system)
  if (connector?.inventory && !wish.withoutLook) {
    if (wish.empty) await lookAtInventory(parts, { ...wish, anew: false })
    await requireDecided(parts, wish, connection, connector)
  }
  await withHeldLane(parts, wish, 'catalogue', async context => {
    if (connector?.inventory && !wish.withoutLook) {
      inventoryOf(context)
      await withSession(context, async session => {
        await tellAdopted(context, session)
        if (context.connection.leads === 'shop') await takeAsTheirs(context, session, wish.by)
      })
    }
    context.signal.throwIfAborted()
    await context.write(async tx => {
      await endFirstRun(tx, tenant, connectionId)
      await endPauses(tx, tenant, connectionId)
      // What was there before the connection was never due for it; items would wait for their categories for ever.
      await markSweeps(tx, tenant, {
        channelIds: context.connection.channels.map(channel => channel.id),
        kinds: ['category'],
        by: wish.by,
        complete: false,
      })
    })
  })
}

async function requireDecided(
  parts: LaneParts,
  { tenant, connectionId, empty }: FinishWish,
  { name, leadChosenAt }: Connection,
  connector: Connector,
): Promise<void> {
  const kinds = await transact(parts.db, { tenant }, tx => lookedAt(tx, tenant, connectionId, connector))
  const sum = (of: (one: LookedAt) => number) => kinds.reduce((all, one) => all + of(one), 0)
  const there = sum(one => one.theirsOnly + one.matched + one.ambiguous + one.adopted + one.leftAlone)
  if (empty && there > 0) throw channelProblem('FIRST_RUN_NOT_EMPTY', { name, count: there })
  if (kinds.some(({ kind, reading }) => adoptable.has(kind) && !reading?.doneAt && !reading?.refusedCode))
    throw channelProblem('FIRST_RUN_NOT_LOOKED', { name })
  const matched = sum(one => one.matched)
  const ambiguous = sum(one => one.ambiguous)
  if (matched + ambiguous > 0) throw channelProblem('FIRST_RUN_OPEN', { name, matched, ambiguous })
  const adopted = sum(one => one.adopted)
  if (adopted > 0 && !leadChosenAt) throw channelProblem('FIRST_RUN_LEAD_OPEN', { name, count: adopted })
}
