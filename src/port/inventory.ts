import type { Ack, AckResult } from './connector.ts'

/** The objects that are at the system before Kontor is connected. */
export interface Inventory<Session> {
  readonly kinds: readonly ('item' | 'category')[]
  /** The next of them behind `resume`. Writes and consumes nothing. Throws `Rejected('RESUME_REFUSED')`: begin again. */
  list(
    session: Session,
    kind: 'item' | 'category',
    resume: string | undefined,
    want: number,
  ): Promise<InventoryPage>
  /** Tells the system our numbers of objects that are linked now; absent where it need not know. Repeating it is harmless. */
  link?(session: Session, kind: 'item' | 'category', list: readonly Ack[]): Promise<readonly AckResult[]>
}

export interface InventoryPage {
  readonly objects: readonly InventoryObject[]
  readonly resume?: string
  readonly last: boolean
}

export interface InventoryObject {
  readonly theirs: string
  readonly name: string
  /** Their item number, to be compared with ours, exactly. */
  readonly number?: string
  readonly gtin?: string
  /** The category that it lies under; '' for a root. */
  readonly parent?: string
}
