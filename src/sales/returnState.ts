/** Where a line of a return stands. `missing`: it never came, and is not waited for any more. */
export const returnLineStates = ['announced', 'received', 'accepted', 'refused', 'missing'] as const
export type ReturnLineState = (typeof returnLineStates)[number]

/** Where a return stands, which follows from its lines alone. */
export const returnStates = [
  'announced',
  'partly_received',
  'received',
  'accepted',
  'partly_accepted',
  'refused',
  'missing',
] as const
export type ReturnState = (typeof returnStates)[number]

/**
 * The state of a return with lines in these states; their order and number are of no account. Pure. As long as goods are waited
 * for it is announced, or partly received once some came; then received, until the last line is decided; then what was decided:
 * accepted, refused, or some of both. Lines that never came count only where nothing else is there. Throws RangeError without a line.
 */
export function returnState(lines: readonly ReturnLineState[]): ReturnState {
  const has = (state: ReturnLineState) => lines.includes(state)
  if (lines.length === 0) throw new RangeError('a return has lines')
  if (has('announced')) return has('received') || has('accepted') ? 'partly_received' : 'announced'
  if (has('received')) return 'received'
  if (has('accepted')) return has('refused') ? 'partly_accepted' : 'accepted'
  return has('refused') ? 'refused' : 'missing'
}

/** Whether nothing of a return with these lines has to be decided any more. */
export function isDecided(lines: readonly ReturnLineState[]): boolean {
  return !lines.includes('announced') && !lines.includes('received')
}

/** In what condition goods came back; marketplaces' words are mapped to these. */
export const returnConditions = [
  'original_packed',
  'as_new',
  'worn_little',
  'worn_much',
  'damaged',
  'incomplete',
  'fraud',
] as const
export type ReturnCondition = (typeof returnConditions)[number]

/** By what way we heard of a return. */
export const returnOrigins = ['shop', 'mail', 'phone', 'letter', 'in_person', 'parcel', 'other'] as const
export type ReturnOrigin = (typeof returnOrigins)[number]
