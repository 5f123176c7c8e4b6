import { type AlongTaken, alongTaken } from './alongMaking.ts'
import { noteMissing } from './notOffered.ts'
import { type PushContext, sendOf } from './pushTask.ts'

/** What a system takes beside the items themselves. */
export interface ItemTakes extends AlongTaken {
  readonly categories: boolean
  /** Parents of variations are items there too; else each child is an item like others. */
  readonly parents: boolean
  /** A parent names its children. */
  readonly children: boolean
  /** A parent tells its children whole. */
  readonly whole: boolean
  /** It stands in a category of theirs, and is described by attributes of theirs. */
  readonly lists: boolean
  /** Images go within it. */
  readonly carriesImages: boolean
  /** They do, and can be reached from outside. */
  readonly images: boolean
}

/** What that very system takes beside the items themselves. */
export function itemTakes(context: Pick<PushContext, 'connector' | 'connection' | 'publicUrl'>): ItemTakes {
  const parents = takesParents(context)
  const item = sendOf(context, 'item')
  const carriesImages = item?.carries?.includes('image') ?? false
  return {
    ...alongTaken(context),
    categories: sendOf(context, 'category') !== undefined,
    parents,
    children: parents && item?.namesChildren !== undefined,
    whole: parents && item?.namesChildren === 'whole',
    lists: item?.lists ?? false,
    carriesImages,
    images: carriesImages && context.publicUrl !== undefined,
  }
}

/** Whether that very system has a place for parents of variations. */
export function takesParents({
  connector,
  connection,
}: Pick<PushContext, 'connector' | 'connection'>): boolean {
  const parents = sendOf({ connector, connection }, 'item')?.parents ?? false
  return typeof parents === 'function' ? parents(connection.facts) : parents
}

/** Says once in the run that this very system has no place for parents, where its connector has: its children stand alone. */
export function noteNoParents(context: PushContext): void {
  if (sendOf(context, 'item')?.parents && !takesParents(context))
    noteMissing(context, 'info', 'NOT_SUPPORTED', 'variation')
}
