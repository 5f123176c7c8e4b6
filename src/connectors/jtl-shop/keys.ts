import { Rejected } from '../../port/errors.ts'
import { largestKey } from './session.ts'

/** So many rows of one kind may stand in an item. */
const rowsOfItem = 128

/**
 * The key of a row inside an item (its category, its price for a group), made of our number of the item: rows are sent complete with
 * it, so their keys have to differ from those of other items and from each other, and need not last. Throws `Rejected` where an item has
 * more rows than that, or a number that leaves no room.
 */
export function rowKey(no: number, at: number): number {
  const key = no * rowsOfItem + at
  if (at >= rowsOfItem)
    throw new Rejected('PAYLOAD_TOO_LARGE', '', `more than ${rowsOfItem} rows of one kind`)
  if (key > largestKey)
    throw new Rejected('REMOTE_VALIDATION', '', `${no} is no number that the shop has keys for`)
  return key
}
