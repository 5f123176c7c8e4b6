/**
 * What a role or an API key may do. One name per thing that a person would hand out; each operation asks for exactly one.
 * Names are promises: add, never rename.
 */
export const rights = [
  'orders.read',
  'orders.write',
  'customers.read',
  'customers.write',
  'persons.manage',
  'stock.read',
  'stock.write',
  'inbox.read',
  'inbox.write',
  'items.read',
  'items.write',
  'ledger.read',
  'ledger.write',
  'payloads.read',
  'connections.read',
  'connections.write',
  'guard.release',
  'sync.read',
  'sync.start',
  'worker.read',
  'worker.write',
  'company.write',
  'users.manage',
  'keys.manage',
  'audit.read',
  'verify.run',
] as const
export type Right = (typeof rights)[number]

/** Who acts: in the audit, in the history of a record, and as the limit of what is allowed. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'operator' | 'worker' | 'setup'
  readonly id: string | null
  readonly name: string
  readonly rights: ReadonlySet<Right>
}

/** The person at the machine: who can read the database's password needs no right. */
export function operator(name: string): Actor {
  return { kind: 'operator', id: null, name, rights: new Set(rights) }
}

/** Stands for all rights in a stored role, also for those that a later version adds. */
export const everyRight = '*'

/** The rights that stored names mean. What this version does not know is left out. */
export function rightsFrom(names: readonly string[]): ReadonlySet<Right> {
  return new Set(names.includes(everyRight) ? rights : rights.filter(right => names.includes(right)))
}
