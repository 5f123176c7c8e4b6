import type { Tx } from '../../base/database.ts'
import type { Texts } from '../../base/errors.ts'
import { channelFacts } from '../../catalog/channelFacts.ts'
import { channelOffer } from '../../catalog/channelOffer.ts'
import type { Channel, Connection } from '../../channels/connectionStore.ts'
import { usedTerms } from '../../channels/importStore.ts'
import { reportsOf } from '../../channels/mapStore.ts'
import { channelProblem } from '../../channels/problems.ts'
import { listTerms } from '../../channels/termStore.ts'
import { normalRate } from '../../sales/checkWebOrder.ts'

export const conditionKinds = ['customer_group', 'tax_rate', 'language', 'currency'] as const
export type ConditionKind = (typeof conditionKinds)[number]

/** Something that the shop has and that Kontor has to have, before its catalogue is made here. */
export interface Condition {
  readonly kind: ConditionKind
  /** Their id, rate or code. */
  readonly theirs: string
  readonly name: string
  /** `matched`, or left out by a person; `open`: the import does not begin. */
  readonly state: 'matched' | 'left_out' | 'open'
  /** What of ours it is. */
  readonly ours: string | null
  /** What is to be done, and what leaving it out means. */
  readonly texts: Texts | undefined
  /** The command that makes or maps it; null: it is to be corrected in the shop. */
  readonly command: string | null
}

/** What a person leaves out, knowing what that means. */
export interface LeftOut {
  readonly groups: ReadonlySet<string>
  readonly rates: ReadonlySet<string>
  readonly languages: ReadonlySet<string>
  readonly currencies: ReadonlySet<string>
}

/** Reads `customer_group:2`, `tax_rate:5.5`, `language:fr`, `currency:USD`. Throws LEAVE_OUT_INVALID. */
export function leftOutOf(list: readonly string[]): LeftOut {
  const of = (kind: ConditionKind) =>
    list.flatMap(one => (one.startsWith(`${kind}:`) ? [one.slice(kind.length + 1).trim()] : []))
  const wrong = list.find(one => !conditionKinds.some(kind => one.startsWith(`${kind}:`)))
  if (wrong !== undefined) throw channelProblem('LEAVE_OUT_INVALID', { value: wrong })
  return {
    groups: new Set(of('customer_group')),
    rates: new Set(of('tax_rate').map(normalRate)),
    languages: new Set(of('language').map(one => one.toLowerCase())),
    currencies: new Set(of('currency').map(one => one.toUpperCase())),
  }
}

/**
 * The special conditions of a first import: customer groups, tax rates, languages and currencies, as the last check reported them
 * and as what was seen of the catalogue uses them. Rates of other countries count only where an item uses them.
 */
export async function conditionsOf(
  tx: Tx,
  tenant: string,
  { connection, channel, now }: { connection: Connection; channel: Channel; now: Date },
  leftOut: LeftOut,
): Promise<Condition[]> {
  const [facts, offer, reports, terms, used] = [
    await channelFacts(tx, tenant, channel.id, now),
    await channelOffer(tx, tenant, channel.id),
    await reportsOf(tx, tenant, connection.id),
    await listTerms(tx, tenant, connection.id),
    await usedTerms(tx, tenant, connection.id),
  ]
  const named = new Map(
    terms.flatMap(term => (term.list === 'customer_group' ? [[term.theirs, term.name] as const] : [])),
  )
  const groups = unique([...named.keys(), ...used.groups]).map((theirs): Condition => {
    const ours = offer.groups.find(group => group.theirId === theirs)?.group ?? null
    const name = named.get(theirs) || theirs
    return condition('customer_group', theirs, name, ours, leftOut.groups.has(theirs), {
      command: `channel map set ${shown(channel.name)} customer_group --map ${shown(`${theirs}=${name}`)}`,
      texts: {
        de: `Die Kundengruppe „${name}“ des Shops ist keiner in Kontor zugeordnet. Anlegen („customer-group add“) und zuordnen; ausgelassen werden ihre Preise nicht übernommen, und später gilt für sie der allgemeine Preis.`,
        en: `The shop's customer group "${name}" is mapped to none of Kontor. Make it ("customer-group add") and map it; left out, its prices are not taken, and later everyone's price holds for it.`,
      },
    })
  })
  const known = new Set([...facts.taxRates.values()].map(normalRate))
  const own = (reports.taxRates ?? []).filter(
    ({ country }) => !country || country === connection.companyCountry,
  )
  const rates = unique([...own.map(one => normalRate(one.rate)), ...used.rates.map(normalRate)]).map(rate =>
    condition('tax_rate', rate, `${rate} %`, known.has(rate) ? rate : null, leftOut.rates.has(rate), {
      command: null,
      texts: {
        de: `Keine Steuerklasse hat in ${connection.companyCountry} ${rate} % („tax-class list“ zeigt sie). Bitte im Shop berichtigen; ausgelassen werden Artikel mit diesem Satz nicht angelegt.`,
        en: `No tax class has ${rate} % in ${connection.companyCountry} ("tax-class list" shows them). Correct it in the shop; left out, items of that rate are not made.`,
      },
    }),
  )
  const isTold = (code: string) =>
    /^[a-z]{2}$/.test(code) && (offer.languages.length === 0 || offer.languages.includes(code))
  const languages = unique([...(reports.languages ?? []), ...used.languages]).map(code =>
    condition('language', code, code, isTold(code) ? code : null, leftOut.languages.has(code), {
      command: /^[a-z]{2}$/.test(code)
        ? `channel set-offer ${shown(channel.name)} ${[...offer.languages, code].map(one => `--languages ${one}`).join(' ')}`
        : null,
      texts: {
        de: `Die Sprache „${code}“ des Shops gehört nicht zu denen des Verkaufskanals. Dort ergänzen; ausgelassen werden ihre Texte nicht übernommen, und beim nächsten Senden eines Artikels fallen sie im Shop weg.`,
        en: `The shop's language "${code}" is none of the sales channel's. Add it there; left out, its texts are not taken, and the shop loses them when an item is sent next.`,
      },
    }),
  )
  const currencies = unique(reports.currencies ?? []).map(code =>
    condition(
      'currency',
      code,
      code,
      code === facts.currency ? code : null,
      // Without the company's own nobody knows what the amounts are.
      leftOut.currencies.has(code) && (reports.currencies ?? []).includes(facts.currency),
      {
        command: null,
        texts: {
          de: `Der Shop führt ${code}, die Firma ${facts.currency}. Übernommen werden die Preise der Hauptwährung des Shops, als ${facts.currency}; ausgelassen wird ${code} nur, wenn das nicht die Hauptwährung ist und der Shop ${facts.currency} führt.`,
          en: `The shop has ${code}, the company ${facts.currency}. The prices of the shop's main currency are taken, as ${facts.currency}; leave ${code} out only where it is not the main one and the shop has ${facts.currency}.`,
        },
      },
    ),
  )
  return [...groups, ...rates, ...languages, ...currencies]
}

/** Throws IMPORT_CONDITIONS, which names every one that is open. */
export function requireMet(conditions: readonly Condition[], name: string): void {
  const open = conditions.filter(one => one.state === 'open')
  if (open.length === 0) return
  throw channelProblem('IMPORT_CONDITIONS', {
    name,
    open: open.map(one => `${one.kind}:${one.theirs}${one.name === one.theirs ? '' : ` (${one.name})`}`),
  })
}

function condition(
  kind: ConditionKind,
  theirs: string,
  name: string,
  ours: string | null,
  leftOut: boolean,
  how: Pick<Condition, 'command' | 'texts'>,
): Condition {
  const state = ours !== null ? 'matched' : leftOut ? 'left_out' : 'open'
  const met = state === 'matched'
  return {
    kind,
    theirs,
    name,
    state,
    ours,
    command: met ? null : how.command,
    texts: met ? undefined : how.texts,
  }
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].filter(Boolean).sort()
}

// As a terminal takes it.
function shown(value: string): string {
  return /^[\w=.-]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`
}
