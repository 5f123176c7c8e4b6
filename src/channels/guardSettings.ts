/** What the guard watches: objects that vanish, prices that fall, quantities that become 0. */
export const guardRules = ['vanish', 'price', 'stock'] as const
export type GuardRule = (typeof guardRules)[number]

/** Fields that a shop may have changed by itself, as far as it can be asked. Quantities are always ours. */
export const ruledFields = [
  'name',
  'description',
  'shortDescription',
  'price',
  'itemNumber',
  'gtin',
  'manufacturerNumber',
  'weight',
  'active',
] as const
export type RuledField = (typeof ruledFields)[number]

/** Who leads in a field: `ours` is sent over theirs and noted; `theirs` stays; `ask` keeps theirs until a person decides. */
export const fieldLeads = ['ours', 'theirs', 'ask'] as const
export type FieldLead = (typeof fieldLeads)[number]

/** Thresholds of a channel, complete. */
export interface GuardSettings {
  /** Percent of the channel's objects that may vanish within 24 hours; 100: any. */
  readonly vanish: number
  /** A price that falls by more percent than this is held, each by itself; 100: only one that falls to 0. */
  readonly price: number
  /** Percent of the channel's items whose quantity may become 0 within 24 hours; 100: any. */
  readonly stock: number
  /** So many objects that vanish or run out never stop a run. */
  readonly free: number
  /** So many objects are looked at per run of the catalogue lane for what the shop changed; 0: only those that are sent. */
  readonly look: number
  readonly leads: Readonly<Record<RuledField, FieldLead>>
}

/** What a channel has of its own; all else is as usual. */
export type ChannelGuard = Partial<Omit<GuardSettings, 'leads'>> & {
  readonly leads?: Partial<GuardSettings['leads']>
}

/** Texts and prices are what merchants change in a shop on purpose: there a person is asked. */
const usual: GuardSettings = {
  vanish: 10,
  price: 50,
  stock: 30,
  free: 10,
  look: 0,
  leads: {
    name: 'ask',
    description: 'ask',
    shortDescription: 'ask',
    price: 'ask',
    itemNumber: 'ours',
    gtin: 'ours',
    manufacturerNumber: 'ours',
    weight: 'ours',
    active: 'ours',
  },
}

/** What a channel says, and where it says nothing, the usual. */
export function guardSettings({ leads, ...own }: ChannelGuard = {}): GuardSettings {
  return { ...usual, ...own, leads: { ...usual.leads, ...leads } }
}

/** So many of `total` objects may vanish or run out within 24 hours: the threshold of the rule, and never fewer than `free`. */
export function mostUnder(settings: GuardSettings, rule: GuardRule, total: number): number {
  return Math.max(settings.free, Math.floor((total * settings[rule]) / 100))
}
