import type { Tx } from '../base/database.ts'
import type { ObjectKind } from '../channels/sentStore.ts'
import type { OutgoingKind } from '../port/records.ts'
import {
  aspectOf,
  type OutgoingState,
  type PushContext,
  type PushTask,
  type Wanted,
  wasTold,
} from './pushTask.ts'

/** How objects of a kind that is sent once each are read and said. */
interface OnceKind<Row extends { readonly id: string }> {
  readonly kind: OutgoingKind & ObjectKind & PushTask['kind']
  /** In the order of the ids; undefined for what the shop is not told. */
  read(tx: Tx, context: PushContext, ids: readonly string[]): Promise<readonly (Row | undefined)[]>
  state(row: Row, now: Date): OutgoingState
  /** What it is compared by, where that is less than its state. */
  compared?(row: Row): object
}

/** A kind whose objects stand alone under a number of their own and are told once: what was accepted is never told again. */
export function onceTask<Row extends { readonly id: string }>(of: OnceKind<Row>): PushTask {
  return {
    kind: of.kind,
    as: of.kind,
    object: of.kind,
    compares: ['data'],
    once: true,
    want: async (tx, context, _channel, ids, known) => {
      const fresh = ids.filter(id => !wasTold(known.get(id)))
      const rows = await of.read(tx, context, fresh)
      return new Map(
        rows.flatMap((row): [string, Wanted][] => {
          if (!row) return []
          const state = of.state(row, context.now())
          const making = { things: [], state: () => state }
          const data = aspectOf(of.compared?.(row) ?? state)
          return [[row.id, { do: 'send', sent: { data }, making, waitsFor: [], level: 0 }]]
        }),
      )
    },
  }
}
