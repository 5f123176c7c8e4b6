import type { z } from 'zod'
import type { Tx } from '../base/database.ts'
import type { ItemFilter } from '../catalog/listItems.ts'
import { itemFilterInput, itemFilterOf } from './itemFilter.ts'
import type { Context } from './operation.ts'

const { kind: itemKind, sort: _, ...others } = itemFilterInput

/** What an export can be limited to: what the list of items can, by which a file has what the list shows. */
export const exportFilterInput = { ...others, itemKind }

type Said = { readonly [K in keyof typeof exportFilterInput]?: z.infer<(typeof exportFilterInput)[K]> }

/** What people said, as the export takes it. Errors: those of `itemFilterOf`. */
export function exportFilterOf(tx: Tx, context: Pick<Context, 'tenant'>, said: Said): Promise<ItemFilter> {
  const { itemKind: kind, ...filter } = said
  return itemFilterOf(tx, context, { ...filter, kind })
}
