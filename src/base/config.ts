import { BlockList, isIPv4 } from 'node:net'
import { resolve } from 'node:path'
import { problems } from './errors.ts'

const configProblem = problems({
  CONFIG_INVALID: {
    status: 500,
    en: 'The environment variable {name} is not valid: {reason}.',
    de: 'Die Umgebungsvariable {name} ist ungültig: {reason}.',
  },
})

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export const blobPlaces = ['folder', 'database'] as const

/** Everything that the environment may set, read once. Names and defaults are promises (README). */
export interface Config {
  readonly dataDir: string
  /** Absent: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly databaseDirectUrl: string | undefined
  readonly databasePooled: boolean
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly secretKeyFile: string
  /** Private addresses that connectors may reach all the same. */
  readonly allowAddresses: BlockList
  /** Folders or packages that export further connectors. */
  readonly connectors: readonly string[]
  readonly log: (typeof logLevels)[number]
  readonly workers: number
  /** The server that sends mails; absent: none are sent. May hold a password. */
  readonly smtpUrl: string | undefined
  /** Where images and files lie: below `dataDir`, or in the database. */
  readonly blobs: (typeof blobPlaces)[number]
}

/** Reads and checks the environment. Errors: CONFIG_INVALID, naming the variable, never its value where it may hold a secret. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const text = (name: string) => env[name]?.trim() || undefined
  const dataDir = resolve(text('KONTOR_DATA') ?? '.kontor')
  return {
    dataDir,
    databaseUrl: url(text('KONTOR_DATABASE_URL'), 'KONTOR_DATABASE_URL', /^postgres(ql)?:/),
    databaseDirectUrl: url(
      text('KONTOR_DATABASE_DIRECT_URL'),
      'KONTOR_DATABASE_DIRECT_URL',
      /^postgres(ql)?:/,
    ),
    databasePooled: text('KONTOR_DATABASE_POOLED') !== undefined,
    host: text('KONTOR_HOST') ?? '127.0.0.1',
    port: integer(text('KONTOR_PORT') ?? '4200', 'KONTOR_PORT', 0, 65535),
    publicUrl: url(text('KONTOR_PUBLIC_URL'), 'KONTOR_PUBLIC_URL', /^https?:/),
    secretKeyFile: resolve(text('KONTOR_SECRET_KEY_FILE') ?? `${dataDir}/secret.keys`),
    allowAddresses: addressList(text('KONTOR_ALLOW_ADDRESSES') ?? ''),
    connectors: (text('KONTOR_CONNECTORS') ?? '')
      .split(',')
      .map(part => part.trim())
      .filter(Boolean),
    log: oneOf(text('KONTOR_LOG') ?? 'info', 'KONTOR_LOG', logLevels),
    smtpUrl: url(text('KONTOR_SMTP_URL'), 'KONTOR_SMTP_URL', /^smtps?:/),
    workers: integer(text('KONTOR_WORKERS') ?? '100', 'KONTOR_WORKERS', 1, 10_000),
    // A database by address is there for several machines, which seldom share a disk.
    blobs: oneOf(
      text('KONTOR_BLOBS') ?? (text('KONTOR_DATABASE_URL') === undefined ? 'folder' : 'database'),
      'KONTOR_BLOBS',
      blobPlaces,
    ),
  }
}

/** A list of CIDR ranges or single addresses, separated by commas, as one lookup. */
export function addressList(text: string): BlockList {
  const list = new BlockList()
  for (const part of text
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean)) {
    const [address = '', prefix] = part.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    try {
      if (prefix === undefined) list.addAddress(address, family)
      else list.addSubnet(address, Number(prefix), family)
    } catch {
      throw configProblem('CONFIG_INVALID', {
        name: 'KONTOR_ALLOW_ADDRESSES',
        reason: `"${part}" is no address range like 10.0.0.0/8`,
      })
    }
  }
  return list
}

function url(text: string | undefined, name: string, pattern: RegExp): string | undefined {
  if (text !== undefined && (!pattern.test(text) || !URL.canParse(text)))
    throw configProblem('CONFIG_INVALID', {
      name,
      reason: `it must be a URL that starts like ${pattern.source.replace(/[\^\\]/g, '')}`,
    })
  return text
}

function integer(text: string, name: string, low: number, high: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < low || value > high)
    throw configProblem('CONFIG_INVALID', {
      name,
      reason: `it must be a whole number from ${low} to ${high}`,
    })
  return value
}

function oneOf<T extends string>(text: string, name: string, values: readonly T[]): T {
  const found = values.find(known => known === text)
  if (found === undefined)
    throw configProblem('CONFIG_INVALID', { name, reason: `it must be one of ${values.join(', ')}` })
  return found
}
