import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { problems } from '../../src/base/errors.ts'
import type { Connector } from '../../src/port/connector.ts'
import { contractSuite } from './contractSuite.ts'
import type { SimulatorSide } from './subject.ts'

const contractProblem = problems({
  CONTRACT_USAGE: {
    status: 400,
    de: 'Aufruf: kontor contract ORDNER SIMULATOR. ORDNER ist der Ordner des Connectors, SIMULATOR die Datei, die contractSubject exportiert.',
    en: 'Usage: kontor contract FOLDER SIMULATOR. FOLDER is the folder of the connector, SIMULATOR the file that exports contractSubject.',
  },
  CONTRACT_FILE_MISSING: {
    status: 404,
    de: 'Unter {path} liegt kein Modul; bitte eine Datei angeben oder einen Ordner mit index.ts, index.js oder index.mjs.',
    en: 'There is no module at {path}; please name a file, or a folder with index.ts, index.js or index.mjs.',
  },
  CONTRACT_FILE_BROKEN: {
    status: 400,
    de: 'Das Modul {path} lässt sich nicht laden: {reason}. Bitte den Fehler dort beheben.',
    en: 'The module {path} cannot be loaded: {reason}. Please correct it there.',
  },
  CONTRACT_NO_CONNECTOR: {
    status: 400,
    de: 'Das Modul {path} exportiert keinen Connector; er muss als "connector" oder als default exportiert sein.',
    en: 'The module {path} exports no connector; it must be exported as "connector" or as default.',
  },
  CONTRACT_NO_SIMULATOR: {
    status: 400,
    de: 'Das Modul {path} exportiert keinen Simulator; er muss als "contractSubject" exportiert sein.',
    en: 'The module {path} exports no simulator; it must be exported as "contractSubject".',
  },
})

/**
 * Runs the contract suite for a connector made anywhere: node:test prints its summary when the process ends, and sets
 * the exit status. Paths are relative to `from`. Errors: CONTRACT_FILE_MISSING, CONTRACT_FILE_BROKEN,
 * CONTRACT_NO_CONNECTOR, CONTRACT_NO_SIMULATOR. The caller must not end the process itself.
 */
export async function runContract(folder: string, simulator: string, from = process.cwd()): Promise<void> {
  const connectorFile = moduleAt(folder, from)
  const simulatorFile = moduleAt(simulator, from)
  const made = await load(connectorFile)
  const connector = made['connector'] ?? made['default']
  if (!isConnector(connector)) throw contractProblem('CONTRACT_NO_CONNECTOR', { path: connectorFile })
  const side = (await load(simulatorFile))['contractSubject']
  if (!isSimulator(side)) throw contractProblem('CONTRACT_NO_SIMULATOR', { path: simulatorFile })
  contractSuite({ ...side, connector })
}

function moduleAt(path: string, from: string): string {
  const place = resolve(from, path)
  const candidates = [place, ...['index.ts', 'index.js', 'index.mjs'].map(name => join(place, name))]
  const file = candidates.find(candidate => existsSync(candidate) && statSync(candidate).isFile())
  if (file === undefined) throw contractProblem('CONTRACT_FILE_MISSING', { path: place })
  return file
}

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    const [reason = ''] = String(cause).split('\n')
    throw contractProblem('CONTRACT_FILE_BROKEN', { path: file, reason }, { cause })
  }
}

// As much as is needed to begin: what a connector has to have is what the suite is there to say.
function isConnector(value: unknown): value is Connector {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['open'] === 'function'
}

function isSimulator(value: unknown): value is SimulatorSide {
  return (
    isObject(value) &&
    typeof value['start'] === 'function' &&
    isObject(value['without']) &&
    isObject(value['carries'])
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

if (import.meta.main) {
  const [folder, simulator] = process.argv.slice(2)
  try {
    if (!folder || !simulator) throw contractProblem('CONTRACT_USAGE')
    await runContract(folder, simulator)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  }
}
