import { Rejected } from '../../port/errors.ts'
import type { PriceState } from '../../port/outgoing.ts'
import { sendAcks } from './acks.ts'
import { type Globals, readGlobals } from './globals.ts'
import type { Session } from './handshake.ts'
import { isModel, textOf } from './payloads.ts'

const oneDay = 86_400_000

/**
 * The shop's global data: languages, rates, customer groups. Read once a day at most; with `fresh` once more in this
 * session, where it knows only what was remembered.
 */
export async function globalsFor(session: Session, fresh = false): Promise<Globals> {
  const known = session.globals ?? remembered(session)
  const isRead = session.globalsAreNew === true
  session.globals = known && (isRead || !fresh) ? known : await readAnew(session)
  return session.globals
}

async function readAnew(session: Session): Promise<Globals> {
  const globals = await readGlobals(session.api)
  session.globalsAreNew = true
  const { endpointVersion } = session.shop
  session.run.remember({ globals: { at: session.run.now().toISOString(), endpointVersion, ...globals } })
  return globals
}

// Facts come from the database as we stored them: the form is ours, the age and the endpoint decide.
function remembered({ run, shop }: Session): Globals | undefined {
  const facts = run.facts['globals']
  if (!isModel(facts) || textOf(facts.endpointVersion) !== shop.endpointVersion) return undefined
  const age = run.now().getTime() - Date.parse(textOf(facts.at))
  if (!(age >= 0 && age < oneDay)) return undefined
  const { defaultLanguage } = facts
  return {
    ...(typeof defaultLanguage === 'string' ? { defaultLanguage } : {}),
    languages: texts(facts.languages),
    currencies: texts(facts.currencies),
    taxRates: models(facts.taxRates).map(entry => ({
      rate: textOf(entry.rate),
      ...(entry.country === undefined ? {} : { country: textOf(entry.country) }),
    })),
    customerGroups: models(facts.customerGroups).map(entry => ({
      theirs: textOf(entry.theirs),
      name: textOf(entry.name),
      isDefault: entry.isDefault === true,
    })),
    crossSellingGroups: models(facts.crossSellingGroups).map(entry => ({
      theirs: textOf(entry.theirs),
      names: texts(entry.names),
    })),
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(entry => typeof entry === 'string') : []
}

function models(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isModel) : []
}

/**
 * Tells the shop our numbers of the customer groups of these prices, once per session: without that it cannot tell whose
 * price it is, and some shops then show a dealer's price to everyone. Gives the ids that the shop does not have: their
 * prices must not be sent. Throws what an acknowledgement throws, and `Rejected` where the shop refuses one.
 */
export async function tellGroups(
  session: Session,
  prices: readonly PriceState[],
): Promise<ReadonlySet<string>> {
  const groups = new Map(prices.flatMap(({ group }) => (group ? [[group.theirs, group]] : [])))
  if (groups.size === 0) return new Set()
  const unknown = await unknownGroups(session, [...groups.keys()])
  const untold = [...groups.values()].filter(
    ({ theirs, no }) => !unknown.has(theirs) && !session.toldGroups.has(`${theirs} ${no}`),
  )
  if (untold.length === 0) return unknown
  const results = await sendAcks(session.api, 'customerGroup', untold)
  for (const [at, { theirs, no }] of untold.entries()) {
    const result = results[at]
    if (typeof result === 'object') throw new Rejected('REMOTE_VALIDATION', 'prices.group', result.refused)
    session.toldGroups.add(`${theirs} ${no}`)
  }
  return unknown
}

// A group that was made since the data was read is no reason to refuse its prices.
async function unknownGroups(session: Session, wanted: readonly string[]): Promise<ReadonlySet<string>> {
  const missing = ({ customerGroups }: Globals) =>
    new Set(wanted.filter(theirs => !customerGroups.some(group => group.theirs === theirs)))
  const unknown = missing(await globalsFor(session))
  return unknown.size === 0 ? unknown : missing(await globalsFor(session, true))
}
