import { Rejected } from '../../port/errors.ts'
import type { Inventory } from '../../port/inventory.ts'
import { inventoryAsk } from './asks.ts'
import type { Session } from './session.ts'

/**
 * The offers of a seller, as the newest report says that the channel completed. Nobody is called: where no report was asked for, or none
 * came, it says so by `Rejected` REPORT_MISSING.
 */
export const inventory: Inventory<Session> = {
  kinds: ['item'],
  reportedBy: inventoryAsk,
  list: async ({ run }, kind, resume, want) => {
    const [place = ''] = run.places
    const rows = kind === 'item' ? await run.reported?.(place, resume, want) : []
    if (!rows) throw new Rejected('REPORT_MISSING', '', inventoryAsk)
    const last = rows.length < want
    const end = rows.at(-1)?.theirs
    return {
      objects: rows.map(({ theirs, no, name, number, gtin, quantity }) => ({
        theirs,
        ...(no === undefined ? {} : { no }),
        name,
        ...(number === undefined ? {} : { number }),
        ...(gtin === undefined ? {} : { gtin }),
        ...(quantity === undefined ? {} : { quantity }),
      })),
      last,
      ...(last || end === undefined ? {} : { resume: end }),
    }
  },
}
