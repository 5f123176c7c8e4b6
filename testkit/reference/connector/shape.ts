/**
 * Which of the real systems' shapes this connector speaks. A connector for one system has none of this: it declares
 * what its system does. The reference connector declares what the reference system was told to do.
 */
export interface Shape {
  /** How records come in: docs/port.md. */
  readonly inward: 'acked' | 'watermark' | 'token' | 'consuming' | 'pushed'
  /** How writing calls are answered; `letters`: there are none, the system takes what is laid out for it. */
  readonly outward: 'perRecord' | 'wholeCall' | 'tickets' | 'received' | 'letters'
  /** Whose keys objects have: theirs (found again by our reference), or ours. */
  readonly keys: 'theirs' | 'ours'
  readonly stock: 'absolute' | 'subtractsUnfetched'
  /** With `acked` only: whether single records can be released again, or all at once. */
  readonly again: 'single' | 'relink'
  /** Whether one account sells at several places. */
  readonly places: boolean
}

/** What the reference connector speaks unless told otherwise. */
export const usualShape: Shape = {
  inward: 'acked',
  outward: 'perRecord',
  keys: 'theirs',
  stock: 'absolute',
  again: 'single',
  places: false,
}
