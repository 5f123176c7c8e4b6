import { at, id, shops } from './fixtureParts.ts'

const outcomes = ['staged', 'taken_over', 'parked', 'staged', 'ignored', 'taken_over', 'waiting'] as const
/** Rows of the import ledger. */
export const ledger = Array.from({ length: 30 }, (_, n) => {
  const outcome = outcomes[n % outcomes.length]
  const parked = outcome === 'parked'
  return {
    id: id(1000 + n),
    connection: shops[n % 5],
    channel: shops[n % 5],
    kind: 'order',
    externalId: String(n),
    externalNumber: `HS-${88219 - n}`,
    outcome,
    code: parked ? 'ITEM_UNKNOWN' : null,
    reason: parked ? 'Artikel „85099B-XL“ ist in Kontor nicht bekannt' : null,
    remedy: parked ? 'Artikel anlegen, dann neu importieren.' : null,
    reference: null,
    occurredAt: at('13:44'),
    firstSeenAt: at('13:46'),
    changedAt: at('13:47'),
    acknowledged: 'yes',
  }
})
