import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { problems } from './base/errors.ts'
import { connector as jtlConnector } from './connectors/jtl-connector/index.ts'
import { connector as jtlShop } from './connectors/jtl-shop/index.ts'
import { connector as scx } from './connectors/scx/index.ts'
import { connector as shopware5 } from './connectors/shopware5/index.ts'
import { type Connector, portVersion } from './port/connector.ts'

const registryProblem = problems({
  CONNECTOR_MISSING: {
    status: 500,
    en: 'The connector "{place}" of KONTOR_CONNECTORS cannot be loaded: {reason}.',
    de: 'Der Connector „{place}“ aus KONTOR_CONNECTORS lässt sich nicht laden: {reason}.',
  },
  CONNECTOR_INVALID: {
    status: 500,
    en: 'The connector "{place}" exports no connector: {missing} is missing.',
    de: 'Der Connector „{place}“ stellt keinen Connector bereit: {missing} fehlt.',
  },
  CONNECTOR_VERSION: {
    status: 500,
    en: 'The connector "{place}" was written for version {theirs} of the port, this Kontor has {ours}. Get the fitting version.',
    de: 'Der Connector „{place}“ ist für Fassung {theirs} der Schnittstelle geschrieben, dieses Kontor hat {ours}. Bitte die passende Fassung besorgen.',
  },
  CONNECTOR_TWICE: {
    status: 500,
    en: 'Two connectors are called "{name}"; one is "{place}". Remove one of them.',
    de: 'Zwei Connectoren heißen „{name}“; einer ist „{place}“. Bitte einen davon entfernen.',
  },
})

/** The connectors that come with Kontor. */
const builtIn = [jtlConnector, jtlShop, shopware5, scx] as unknown as readonly Connector[]

/**
 * All connectors by name: those that come with Kontor, and those of the folders or packages that KONTOR_CONNECTORS
 * names, each of which exports `connector`. Errors: CONNECTOR_….
 */
export async function loadRegistry(places: readonly string[]): Promise<ReadonlyMap<string, Connector>> {
  const all = new Map(builtIn.map(connector => [connector.name, connector]))
  for (const place of places) {
    const connector = checked(place, await load(place))
    if (all.has(connector.name)) throw registryProblem('CONNECTOR_TWICE', { place, name: connector.name })
    all.set(connector.name, connector)
  }
  return all
}

async function load(place: string): Promise<unknown> {
  try {
    const loaded: { connector?: unknown; default?: unknown } = await import(await addressOf(place))
    return loaded.connector ?? loaded.default
  } catch (cause) {
    throw registryProblem(
      'CONNECTOR_MISSING',
      { place, reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    )
  }
}

/** A folder if there is one of that name, else a package. */
async function addressOf(place: string): Promise<string> {
  const folder = resolve(place)
  for (const file of [join(folder, 'index.ts'), join(folder, 'index.js'), join(folder, 'index.mjs')])
    if (await exists(file)) return pathToFileURL(file).href
  return place
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function checked(place: string, value: unknown): Connector {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<Connector>
  if (typeof given.portVersion === 'number' && given.portVersion !== portVersion)
    throw registryProblem('CONNECTOR_VERSION', { place, theirs: given.portVersion, ours: portVersion })
  const missing = (
    ['portVersion', 'name', 'title', 'settings', 'limits', 'check', 'open', 'scrub', 'map'] as const
  ).filter(key => given[key] === undefined)
  if (missing.length > 0) throw registryProblem('CONNECTOR_INVALID', { place, missing })
  if (!given.pull && !given.receive)
    throw registryProblem('CONNECTOR_INVALID', { place, missing: 'pull/receive' })
  return given as Connector
}
