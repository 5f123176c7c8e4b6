import { transact } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { noteCheck } from '../channels/phaseStore.ts'
import { notePlaces, takeOnlyPlace } from '../channels/placeStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import { noteTerms } from '../channels/termStore.ts'
import { languageOfCountry } from '../company/languageOfCountry.ts'
import type { CheckLine } from '../port/checkReport.ts'
import type { Connector } from '../port/connector.ts'
import { PortError } from '../port/errors.ts'
import { normalRate } from '../sales/checkWebOrder.ts'
import { withRun } from './connectorSession.ts'
import { keepProbe } from './probeConnection.ts'
import type { LaneParts } from './runLane.ts'
import { unmappedCarriers } from './unmappedCarriers.ts'

export interface ConnectionCheck {
  readonly ok: boolean
  readonly system: string
  readonly lines: readonly CheckLine[]
}

/**
 * Tries a connection and says what is there and what has to be done. Writes and consumes nothing at the other side.
 * Beside what the connector finds, it names the tax rates and currencies of the shop that Kontor does not know: orders
 * with them would be parked; and shipping methods without a carrier that the system knows.
 */
export async function checkConnection(
  parts: LaneParts,
  tenant: string,
  connection: Connection,
  signal?: AbortSignal,
): Promise<ConnectionCheck> {
  const connector = parts.connectors.get(connection.system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', { system: connection.system, known: [...parts.connectors.keys()] })
  // A locked connection is not called, whoever asks.
  if (connection.archivedAt) return refusal(connector, 'CONNECTION_ARCHIVED', { name: connection.name })
  if (connection.lockedAt) return refusal(connector, 'CHANNEL_LOCKED', { name: connection.name })
  try {
    const session = {
      ...parts,
      tenant,
      connection,
      connector,
      signal: signal ?? new AbortController().signal,
    }
    const report = await withRun(session, async run => {
      const found = await connector.check(run)
      if (Object.keys(found.facts).length > 0) run.remember(found.facts)
      return found
    })
    await keepProbe(session, report)
    const lines = [
      ...report.lines,
      ...(await unknownFacts(
        parts,
        tenant,
        connection.companyCountry,
        report.reports.taxRates,
        report.reports.currencies,
      )),
      ...(await strangeLanguages(parts, tenant, connection, report.reports.languages)),
    ]
    const { places = [], terms = [] } = report.reports
    const ok = await transact(parts.db, { tenant }, async tx => {
      await notePlaces(tx, tenant, connection.id, places, parts.now())
      const { undecided } = await takeOnlyPlace(tx, tenant, connection.id, places)
      if (undecided !== undefined) lines.push(placeMissing(undecided, places))
      await noteTerms(tx, tenant, connection.id, terms, parts.now())
      lines.push(...(await unmappedCarriers(tx, tenant, connection)))
      const isWell = lines.every(line => line.ok)
      await noteCheck(tx, tenant, connection.id, { ok: isWell, at: parts.now(), reports: report.reports })
      return isWell
    })
    return { ok, system: report.system, lines }
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    await transact(parts.db, { tenant }, tx =>
      noteCheck(tx, tenant, connection.id, { ok: false, at: parts.now() }),
    )
    return refusal(connector, error.code, { detail: error.detail })
  }
}

// Records carry the place that they belong to: a channel without one gets none of them.
function placeMissing(channel: string, places: readonly { place: string; name: string }[]): CheckLine {
  const list = places.map(({ place, name }) => (name === place ? place : `${place} = ${name}`)).join(', ')
  return {
    ok: false,
    code: 'PLACE_MISSING',
    text: {
      de: `Das System hat mehrere Orte: ${list}. Der Verkaufskanal „${channel}“ hat noch keinen; bitte wählen (Seite der Verbindung, „Orte“, oder „channel set … --place“). Bis dahin kommt keine ihrer Bestellungen herein.`,
      en: `The system has several places: ${list}. The sales channel "${channel}" has none yet; choose one (page of the connection, "Places", or "channel set … --place"). Until then none of their orders gets in.`,
    },
  }
}

function refusal(connector: Connector, code: string, data: ProblemData): ConnectionCheck {
  const reason = explain(code, data)
  const text = {
    de: `${reason.de} ${reason.remedy.de}`.trim(),
    en: `${reason.en} ${reason.remedy.en}`.trim(),
  }
  return { ok: false, system: connector.title, lines: [{ ok: false, code, text }] }
}

async function unknownFacts(
  parts: Pick<LaneParts, 'db'>,
  tenant: string,
  companyCountry: string,
  taxRates: readonly { rate: string; country?: string }[],
  currencies: readonly string[],
): Promise<CheckLine[]> {
  const known = await transact(parts.db, { tenant }, async tx => ({
    rates: await tx.query<{ country: string; rate: string }>(
      'select distinct country, rate from tax_rate where tenant_id = $1',
      [tenant],
    ),
    currencies: await tx.query<{ code: string }>('select code from currency where code = any($1::text[])', [
      currencies,
    ]),
  }))
  const rates = new Set(
    known.rates.flatMap(row => [normalRate(row.rate), `${row.country} ${normalRate(row.rate)}`]),
  )
  // As orders are checked: a rate is known that the country of the order or of the company has.
  const isKnown = ({ rate, country }: { rate: string; country?: string }) =>
    !/[1-9]/.test(rate) || // 0 % needs no setting up
    (country
      ? [country, companyCountry].some(one => rates.has(`${one} ${normalRate(rate)}`))
      : rates.has(normalRate(rate)))
  const codes = new Set(known.currencies.map(row => row.code))
  const strangeRates = [...new Set(taxRates.filter(one => !isKnown(one)).map(one => normalRate(one.rate)))]
  const strangeCodes = currencies.filter(code => !codes.has(code))
  const lines: CheckLine[] = []
  if (strangeRates.length > 0)
    lines.push({
      ok: false,
      code: 'TAX_UNKNOWN',
      text: {
        de: `Der Shop kennt Steuersätze, die hier nicht hinterlegt sind: ${strangeRates.join(', ')} %. Bitte anlegen oder im Shop berichtigen; Bestellungen damit werden geparkt.`,
        en: `The shop knows tax rates that are not set up here: ${strangeRates.join(', ')} %. Add them or correct them in the shop; orders with them are parked.`,
      },
    })
  if (strangeCodes.length > 0)
    lines.push({
      ok: false,
      code: 'CURRENCY_UNKNOWN',
      text: {
        de: `Der Shop nennt Währungen, die es nach ISO 4217 nicht gibt: ${strangeCodes.join(', ')}. Bitte im Shop berichtigen.`,
        en: `The shop names currencies that ISO 4217 does not know: ${strangeCodes.join(', ')}. Correct them in the shop.`,
      },
    })
  return lines
}

// What has no text in a language of the shop is not sent. A channel tells in its own languages, or in the company's.
async function strangeLanguages(
  parts: Pick<LaneParts, 'db'>,
  tenant: string,
  { id, companyCountry }: Connection,
  theirs: readonly string[],
): Promise<readonly CheckLine[]> {
  const channels = await transact(parts.db, { tenant }, tx =>
    tx.query<{ languages: string[] }>(
      'select languages from channel where tenant_id = $1 and connection_id = $2',
      [tenant, id],
    ),
  )
  const ours = channels.flatMap(({ languages }) =>
    languages.length > 0 ? languages : [languageOfCountry(companyCountry)],
  )
  if (theirs.length === 0 || ours.length === 0 || ours.some(language => theirs.includes(language))) return []
  const [named, own] = [theirs, [...new Set(ours)]].map(list => list.join(', '))
  return [
    {
      ok: false,
      code: 'LANGUAGE_NOT_COMMON',
      text: {
        de: `Der Shop zeigt ${named}; gesendet werden Texte in ${own}. Bitte am Kanal oder im Shop eine gemeinsame Sprache einstellen, sonst wird nichts gezeigt.`,
        en: `The shop shows ${named}; texts are sent in ${own}. Choose a common language at the channel or in the shop, or nothing is shown.`,
      },
    },
  ]
}
