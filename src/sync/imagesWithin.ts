import { imageOwners } from '../catalog/imagesForChannel.ts'
import { markDue } from './markDue.ts'
import type { PushContext } from './pushTask.ts'

/** Where a system takes images within its items: those whose images changed are due. */
export async function itemsOfImagesDue(
  context: PushContext,
  rows: readonly { readonly objectId: string }[],
): Promise<void> {
  await context.write(async tx => {
    const ids = rows.map(row => row.objectId)
    const item = await imageOwners(tx, context.tenant, ids)
    await markDue(tx, context.tenant, { item }, `run ${context.runId}`)
  })
}
