import type { Ref } from '../port/records.ts'
import { type NamedThing, type RefOf, uuidOf } from './pushTask.ts'

/** A customer group of theirs as a thing with a number. It has no id here: its number hangs on its name there. */
export function groupThing(theirs: string): NamedThing {
  return { kind: 'customer_group', objectId: uuidOf(`customer_group ${theirs}`), theirs }
}

/** Both names of a customer group of theirs, once it has its number. */
export function groupRef(theirs: string, refOf: RefOf): Ref {
  return { ...refOf(groupThing(theirs)), theirs }
}
