import { transact } from '../../base/database.ts'
import { freshStatistics } from '../../base/freshStatistics.ts'
import type { AdoptionKind } from '../../channels/adoptionStore.ts'
import { loadConnection } from '../../channels/connectionStore.ts'
import { type ImportCount, importCounts, noteOrphans } from '../../channels/importStore.ts'
import { reportsOf } from '../../channels/mapStore.ts'
import { channelProblem } from '../../channels/problems.ts'
import type { Inventory } from '../../port/inventory.ts'
import { tellAdopted } from '../adopt.ts'
import { checkConnection } from '../checkConnection.ts'
import { withSession } from '../connectorSession.ts'
import { type PersonsWork, withHeldLane } from '../heldLane.ts'
import { inventoryOf, matchedAt, readingOf, readKind } from '../lookAtInventory.ts'
import { matchInventory } from '../matchInventory.ts'
import type { PushContext } from '../pushTask.ts'
import type { LaneParts } from '../runLane.ts'
import { conditionsOf, type LeftOut, requireMet } from './conditions.ts'
import { importKind } from './importKind.ts'
import { type ImportWork, importWork } from './importWork.ts'
import { makeCategories, makeCharacteristics, makeManufacturers } from './makeAlong.ts'
import { importImages } from './makeImages.ts'
import { makeChildren, makeItems } from './makeItems.ts'
import { type Scope, scopeOf } from './scopeOf.ts'

/** So many objects are read before they are made, where the whole is more than one answer should be. */
const stepSize = 1000
const inOrder = ['category', 'manufacturer', 'characteristic', 'item', 'image'] as const

export interface ImportWish extends PersonsWork {
  /** Their ids of items; undefined: everything that has no partner here. */
  readonly only: readonly string[] | undefined
  readonly leftOut: LeftOut
  /** Where what the shop has of an item is counted first; undefined: nowhere. */
  readonly warehouseId: string | undefined
  readonly onProgress?: (made: number) => void
}

/**
 * Makes the catalogue of a shop here: what was looked at and has no partner becomes categories, manufacturers, characteristics and
 * items with all that the shop says of them, linked at once, told to the shop, and counted as told back. What nobody has looked at
 * is read on the way. Repeating it goes on where it stood, whenever it ended; what could not be made is tried again.
 *
 * Throws IMPORT_CONDITIONS (nothing was made), IMPORT_CHANNELS, FIRST_RUN_CHECK, INVENTORY_NOT_OFFERED, what `withHeldLane` throws,
 * and errors of the port: what was made until then stays.
 */
export async function importCatalogue(parts: LaneParts, wish: ImportWish): Promise<ImportCount[]> {
  await checkFirst(parts, wish)
  return withHeldLane(parts, wish, 'catalogue', async context => {
    const { tenant, connection } = context
    const inventory = inventoryOf(context)
    const [channel, ...others] = connection.channels
    if (!channel || others.length > 0)
      throw channelProblem('IMPORT_CHANNELS', { name: connection.name, count: connection.channels.length })
    const require = () =>
      transact(context.db, { tenant }, async tx => {
        const of = { connection, channel, now: context.now() }
        requireMet(await conditionsOf(tx, tenant, of, wish.leftOut), connection.name)
        return importWork(tx, context, channel, wish)
      })
    await require()
    await withSession(context, async session => {
      const step: Step = { context, inventory, session, wish, made: 0, require }
      const scope = wish.only && (await scopeFor(step, wish.only))
      for (const kind of inOrder)
        if (inventory.kinds.includes(kind) && !context.signal.aborted) await makeKind(step, kind, scope)
    })
    return transact(context.db, { tenant }, tx => importCounts(tx, tenant, connection.id))
  })
}

interface Step {
  readonly context: PushContext
  readonly inventory: Inventory<unknown>
  readonly session: unknown
  readonly wish: ImportWish
  made: number
  /** What objects are made with; throws where what was read since needs something that is not here. */
  require(): Promise<ImportWork>
}

// A check says which groups, rates, languages and currencies the shop has; what is unknown of them is said by the conditions.
async function checkFirst(parts: LaneParts, { tenant, connectionId, signal }: ImportWish): Promise<void> {
  const { connection, reports } = await transact(parts.db, { tenant }, async tx => ({
    connection: await loadConnection(tx, tenant, connectionId),
    reports: await reportsOf(tx, tenant, connectionId),
  }))
  if (connection.checkedAt && reports.languages) return
  const { lines } = await checkConnection(parts, tenant, connection, signal)
  const wrong = lines.find(
    line => !line.ok && line.code !== 'TAX_UNKNOWN' && line.code !== 'CURRENCY_UNKNOWN',
  )
  if (wrong)
    throw channelProblem('FIRST_RUN_CHECK', {
      name: connection.name,
      code: wrong.code,
      reason: wrong.text.en,
    })
}

/** Reads what has not been seen of a kind, and makes it: step by step, so that the shop need not give it all at once. */
async function makeKind(step: Step, kind: AdoptionKind, scope: Scope | undefined): Promise<void> {
  const { context, wish } = step
  for (let whole = false; !whole && !context.signal.aborted; ) {
    whole = await readOn(step, kind, stepSize)
    await makeSeen(await step.require(), kind, scope, made => {
      step.made += made
      wish.onProgress?.(step.made)
    })
    await tellAdopted(context, step.session)
  }
  if (kind === 'category' || kind === 'item')
    await context.write(tx =>
      noteOrphans(tx, { tenant: context.tenant, connectionId: context.connection.id, kind }),
    )
}

/** Answers true where all of the kind was seen. What was found is compared with what is here before anything is made of it. */
async function readOn(
  { context, inventory, session }: Step,
  kind: AdoptionKind,
  most: number,
): Promise<boolean> {
  const { tenant } = context
  const known = await readingOf(context, kind)
  if (known?.doneAt || known?.refusedCode) return true
  // Where what is linked is listed no more, a position of before means nothing.
  const from = inventory.shrinks ? undefined : (known?.resume ?? undefined)
  const whole = await readKind(context, inventory, session, kind, from, undefined, most)
  await transact(context.db, { tenant }, tx => freshStatistics(tx, 'catalogue'))
  await context.write(tx => matchInventory(tx, matchedAt(context)))
  return whole
}

async function makeSeen(
  work: ImportWork,
  kind: AdoptionKind,
  scope: Scope | undefined,
  count: (made: number) => void,
): Promise<void> {
  const only = scope?.[kind]
  const make = async (maker: Parameters<typeof importKind>[2], under: boolean) => {
    const made = await importKind(work, kind, maker, { under, only })
    count(made)
    return made
  }
  if (kind === 'manufacturer') await make(makeManufacturers, false)
  else if (kind === 'characteristic') await make(makeCharacteristics, false)
  else if (kind === 'image') count(await importImages(work, only))
  else if (kind === 'item') {
    await make(makeItems, false)
    await make(makeChildren, true)
  } else {
    await make(makeCategories, false)
    // Level by level, until none is left whose parent is here.
    while (!work.context.signal.aborted && (await make(makeCategories, true)) > 0);
  }
}

async function scopeFor(step: Step, only: readonly string[]): Promise<Scope> {
  const { context } = step
  for (const kind of inOrder)
    if (step.inventory.kinds.includes(kind)) await readOn(step, kind, Number.POSITIVE_INFINITY)
  const of = { tenant: context.tenant, connectionId: context.connection.id, name: context.connection.name }
  return transact(context.db, { tenant: context.tenant }, tx => scopeOf(tx, of, only))
}
