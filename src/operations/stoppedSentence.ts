import type { Language } from '../base/errors.ts'
import type { GuardRule } from '../channels/guardSettings.ts'

/** What the guard has stopped, in one line: "stopped: 14 prices fall by more than 50 %". */
export function stoppedSentence(
  language: Language,
  stop: {
    readonly rule: GuardRule
    readonly kind: 'category' | 'item'
    readonly percent: string
    readonly held: number
  },
): string {
  return words[language][stop.rule === 'vanish' ? stop.kind : stop.rule](
    stop.held,
    language === 'de' ? stop.percent.replace('.', ',') : stop.percent,
  )
}

const words = {
  de: {
    item: (n: number) => `angehalten: ${n} Artikel ${n === 1 ? 'verschwindet' : 'verschwinden'} vom Kanal`,
    category: (n: number) =>
      `angehalten: ${n === 1 ? '1 Kategorie verschwindet' : `${n} Kategorien verschwinden`} vom Kanal`,
    price: (n: number, percent: string) =>
      `angehalten: ${n === 1 ? '1 Preis fällt' : `${n} Preise fallen`} um mehr als ${percent} % oder auf 0`,
    stock: (n: number) => `angehalten: bei ${n} Artikeln wird der Bestand 0`,
  },
  en: {
    item: (n: number) => `stopped: ${n === 1 ? '1 item vanishes' : `${n} items vanish`} from the channel`,
    category: (n: number) =>
      `stopped: ${n === 1 ? '1 category vanishes' : `${n} categories vanish`} from the channel`,
    price: (n: number, percent: string) =>
      `stopped: ${n === 1 ? '1 price falls' : `${n} prices fall`} by more than ${percent} % or to 0`,
    stock: (n: number) => `stopped: the stock of ${n === 1 ? '1 item' : `${n} items`} becomes 0`,
  },
} as const
