import { fill, type Language, type Texts } from '../base/errors.ts'
import type { PassedBecause, PassedOver } from './passedOver.ts'
import type { PriceReason } from './priceRules.ts'

/** For whom and where the words are: the names behind "this channel" and "this group", and by whose clocks. */
export interface PriceScene {
  readonly language: Language
  readonly channel: string
  /** Absent: everyone. */
  readonly group?: string
  readonly timeZone: string
}

const rules: Readonly<Record<PriceReason['by'], Texts>> = {
  special_price: { de: 'Sonderpreis', en: 'Special price' },
  price_list: { de: 'Preisliste „{name}“', en: 'Price list "{name}"' },
  channel_price: { de: 'Preis', en: 'Price' },
  group_price: { de: 'Preis', en: 'Price' },
  base_price: { de: 'Preis des Artikels', en: 'Price of the item' },
}

const words = {
  channel: { de: 'Kanal {channel}', en: 'channel {channel}' },
  group: { de: 'Kundengruppe {group}', en: 'customer group {group}' },
  quantity: { de: 'ab Menge {quantity}', en: 'from quantity {quantity}' },
  factor: { de: '(Preis des Artikels × {factor})', en: '(price of the item × {factor})' },
  until: { de: 'bis {until}', en: 'until {until}' },
  untilStock: {
    de: 'solange mehr als {untilStock} verfügbar sind',
    en: 'while more than {untilStock} are available',
  },
} as const satisfies Readonly<Record<string, Texts>>

const because: Readonly<Record<PassedBecause, Texts>> = {
  inactive: { de: 'ist ausgeschaltet', en: 'is switched off' },
  not_yet: { de: 'gilt erst ab {at}', en: 'holds from {at} only' },
  over: { de: 'endete {at}', en: 'ended {at}' },
  stock: {
    de: 'endete {at}: Bestand aufgebraucht',
    en: 'ended {at}: stock used up',
  },
  dearer: { de: 'nicht günstiger als der übliche Preis', en: 'not lower than the usual price' },
  narrower: { de: 'ein engerer Sonderpreis geht vor', en: 'a narrower special price comes first' },
  earlier: { de: 'eine andere Regel geht vor', en: 'another rule comes first' },
  quantity: { de: 'gilt erst ab Menge {quantity}', en: 'holds from quantity {quantity} only' },
}

/** The rules that make a price, in words: "Sonderpreis Kanal X bis 31.12.2026". The channel's own dates count by its clocks. */
export function explain(reasons: readonly PriceReason[], scene: PriceScene): string[] {
  return reasons.map(reason => ruleWords(reason, scene))
}

/** The rules that were passed over, each with its reason: "Sonderpreis Kanal X: gilt erst ab 01.12.2026". */
export function explainPassed(passed: readonly PassedOver[], scene: PriceScene): string[] {
  const { language } = scene
  return passed.map(one => {
    const at = one.at ? momentWords(new Date(one.at), scene, one.because === 'over') : ''
    const { until: _, untilStock: __, quantity = '0', ...rule } = one.rule
    const why = fill(because[one.because][language], { at, quantity: decimalWords(quantity, language) })
    return `${ruleWords(rule, scene)}: ${why.trim()}`
  })
}

function ruleWords(reason: PriceReason, scene: PriceScene): string {
  const { language, channel, group = '' } = scene
  const { by, name = '', only, factor, quantity, until, untilStock } = reason
  const parts: readonly (Texts | undefined)[] = [
    rules[by],
    only.includes('channel') ? words.channel : undefined,
    only.includes('group') ? words.group : undefined,
    factor === undefined ? undefined : words.factor,
    quantity === undefined ? undefined : words.quantity,
    until === undefined ? undefined : words.until,
    untilStock === undefined ? undefined : words.untilStock,
  ]
  return fill(parts.flatMap(part => part?.[language] ?? []).join(' '), {
    name,
    channel,
    group,
    factor: decimalWords(factor ?? '', language),
    quantity: decimalWords(quantity ?? '', language),
    until: until ? momentWords(new Date(until), scene, true) : '',
    untilStock: decimalWords(untilStock ?? '', language),
  })
}

// What ends at midnight, ends with the day before: that is how people say it.
function momentWords(moment: Date, { language, timeZone }: PriceScene, isEnd: boolean): string {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone } as const
  const isMidnight = new Intl.DateTimeFormat('en-GB', clock).format(moment) === '00:00:00'
  const day = isMidnight && isEnd ? new Date(moment.getTime() - 1) : moment
  const date = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone } as const
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const format = new Intl.DateTimeFormat(locale, isMidnight ? date : { ...date, ...time })
  return format.format(day)
}

function decimalWords(decimal: string, language: Language): string {
  return language === 'de' ? decimal.replace('.', ',') : decimal
}
