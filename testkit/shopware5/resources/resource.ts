/** What every resource of the interface can be asked. */
import type { ShopState } from '../state.ts'
import type { Row } from '../wire.ts'

export interface Resource {
  list?(state: ShopState, query: Row): { readonly rows: readonly Row[]; readonly total: number }
  /** Where the resource is one record and no list. */
  index?(): Row
  /** A DELETE without saying what. */
  clear?(state: ShopState): void
  /** Throws ShopError 404. */
  one(state: ShopState, id: string, byNumber: boolean, query: Row): Row
  /** The body with everything that has to be had from elsewhere first. */
  fetch?(state: ShopState, body: Row): Promise<Row>
  /** The id of what was made. */
  create?(state: ShopState, body: Row): number
  change?(state: ShopState, id: string, body: Row, byNumber: boolean): number
  /** Only resources that take lists of records. */
  upsert?(state: ShopState, body: Row): { readonly operation: 'create' | 'update'; readonly id: number }
  remove?(state: ShopState, id: string, byNumber: boolean): Row | undefined
}
