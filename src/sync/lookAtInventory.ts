import { transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import {
  type AdoptionKind,
  beginReading,
  type Reading,
  readings,
  refuseReading,
  storeInventory,
} from '../channels/adoptionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { canonical, cleanText } from '../port/canonical.ts'
import { Rejected, Unreachable } from '../port/errors.ts'
import type { Inventory, InventoryObject, ItemRecord } from '../port/inventory.ts'
import { withPriority } from './callGate.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import { type PersonsWork, withHeldLane } from './heldLane.ts'
import { linksOf } from './linksOf.ts'
import { matchInventory } from './matchInventory.ts'
import type { PushContext } from './pushTask.ts'
import type { LaneParts } from './runLane.ts'
import { stillOpen } from './stillOpen.ts'

const firstPage = 100
const largestPage = 1000
/** Pages in a row that bring nothing new and lead nowhere. */
const mostInVain = 3
/** Of one object; what a shop says more of it is not kept, and it cannot be made here. */
const mostBytes = 1024 * 1024
const isQuantity = /^-?\d{1,15}(\.\d{1,12})?$/

/**
 * Reads what the system has, page by page, and compares it with what we have. Writes and consumes nothing there. A crash
 * repeats one page: the next look goes on where this one stood; `anew` begins from the front. What a person has decided stays.
 * Throws INVENTORY_NOT_OFFERED, what `withHeldLane` throws, and errors of the port.
 */
export async function lookAtInventory(
  parts: LaneParts,
  wish: PersonsWork & { readonly anew: boolean; readonly onProgress?: (count: number) => void },
): Promise<void> {
  await withHeldLane(parts, wish, 'catalogue', async context => {
    const inventory = inventoryOf(context)
    await withSession(context, async session => {
      for (const kind of (['category', 'item'] as const).filter(one => inventory.kinds.includes(one))) {
        const known = await readingOf(context, kind)
        if (known?.doneAt && !wish.anew) continue
        const resume = wish.anew || known?.refusedCode ? undefined : (known?.resume ?? undefined)
        await readKind(context, inventory, session, kind, resume, wish.onProgress)
        if (context.signal.aborted) return
      }
    })
    if (context.signal.aborted) return
    await context.write(tx => matchInventory(tx, matchedAt(context)))
  })
}

/** How far the inventory of a kind was read, where it is linked; undefined: not at all. */
export async function readingOf(context: PushContext, kind: AdoptionKind): Promise<Reading | undefined> {
  const { tenant, connection } = context
  const { channelId } = linksOf(context, kind)
  const known = await transact(context.db, { tenant }, tx => readings(tx, tenant, connection.id))
  return known.find(one => one.kind === kind && one.channelId === channelId)
}

/** What is compared at a connection: where its links lie, and below which category its channel begins. */
export function matchedAt(context: PushContext): Parameters<typeof matchInventory>[1] {
  const { tenant, connection } = context
  const { channels } = connection
  return {
    tenant,
    connectionId: connection.id,
    channelId: channels.length === 1 ? (channels[0]?.id ?? null) : null,
    linksAt: linksOf(context, 'item').channelId,
  }
}

/** What the connector offers to look at. Throws INVENTORY_NOT_OFFERED, ADOPTION_PLACES. */
export function inventoryOf({
  connector,
  connection,
}: Pick<PushContext, 'connector' | 'connection'>): Inventory<unknown> {
  if (!connector.inventory) throw channelProblem('INVENTORY_NOT_OFFERED', { system: connector.title })
  const perPlace = connector.send?.item?.linkedBy === 'channel'
  if (perPlace && connection.channels.length > 1)
    throw channelProblem('ADOPTION_PLACES', {
      system: connector.title,
      name: connection.name,
      count: connection.channels.length,
    })
  return connector.inventory
}

/**
 * Reads what the system has of one kind, from `from` on (undefined: from the front), and keeps it. With `most` it stops behind so
 * many that were not known. Answers true where all was seen, or the system cannot tell. Throws errors of the port.
 */
export async function readKind(
  context: PushContext,
  inventory: Inventory<unknown>,
  session: unknown,
  kind: AdoptionKind,
  from: string | undefined,
  onProgress: ((count: number) => void) | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const of = { ...linksOf(context, kind), kind }
  let resume = from
  if (resume === undefined) await context.write(tx => beginReading(tx, of, context.now()))
  let want = firstPage
  let inVain = 0
  let refusals = 0
  let count = 0
  while (!context.signal.aborted) {
    await stillOpen(context)
    const page = await fetchPage(context, inventory, session, kind, resume, want)
    if (page === 'resumeRefused') {
      if (++refusals > 1) throw new Unreachable(kind, { code: 'RESUME_REFUSED', mayHaveWorked: false })
      resume = undefined
      await context.write(tx => beginReading(tx, of, context.now()))
      continue
    }
    if ('refused' in page) {
      await context.write(tx => refuseReading(tx, of, page.refused))
      return true
    }
    const objects = page.objects
      .filter(one => one.theirs !== '')
      .map(one => ({
        id: newId(),
        theirs: one.theirs,
        name: cleanText(one.name.slice(0, 300)),
        parent: one.parent ?? '',
        number: cleanText(one.number ?? ''),
        gtin: cleanText(one.gtin ?? '').trim(),
        ...(one.no === undefined ? {} : { no: one.no }),
        ...quantityOf(one),
        ...recordOf(one.record),
      }))
    const fresh = await context.write(tx =>
      storeInventory(tx, of, objects, { resume: page.resume, last: page.last, now: context.now() }),
    )
    count += fresh
    onProgress?.(count)
    if (page.last) return true
    if (page.resume === undefined)
      throw new TypeError(`${context.connector.name}: a page that is not the last needs a resume`)
    inVain = fresh > 0 || page.resume !== resume ? 0 : inVain + 1
    if (inVain >= mostInVain) throw new Unreachable(kind, { code: 'RESUME_STUCK', mayHaveWorked: false })
    resume = page.resume
    if (count >= most) return false
    want = Math.min(largestPage, want * 2)
  }
  return false
}

// Of a parent nothing: what may be had of it is had of its children.
function quantityOf({ quantity, record }: InventoryObject) {
  const { stock, stockManaged, isParent } = (record ?? {}) as Partial<ItemRecord>
  const shown = quantity ?? (stockManaged && !isParent ? stock : undefined)
  return shown !== undefined && isQuantity.test(shown) ? { quantity: shown } : {}
}

// As a database can hold it.
function recordOf(record: InventoryObject['record']) {
  if (record === undefined) return {}
  const { text, value } = canonical(record)
  if (Buffer.byteLength(text) <= mostBytes) return { record: value as NonNullable<typeof record> }
  const data = { most: `${mostBytes / 1024} kB` }
  return { notes: [{ code: 'IMPORT_TOO_LARGE', data }] }
}

async function fetchPage(
  context: PushContext,
  inventory: Inventory<unknown>,
  session: unknown,
  kind: AdoptionKind,
  resume: string | undefined,
  want: number,
) {
  try {
    return await withPriority('rest', () =>
      callSafely(context.signal, attempt =>
        inventory.list(session, kind, resume, Math.max(1, want >> attempt)),
      ),
    )
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    if (error.code === 'RESUME_REFUSED' && resume !== undefined) return 'resumeRefused' as const
    return { refused: { code: error.code, data: { detail: cleanText(error.detail.slice(0, 500)) } } }
  }
}
