import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/**
 * One structured line per job and per foreign call, on standard error (standard output belongs to the answer of a
 * command). Whatever is called like a secret is taken out, wherever it stands; payloads and addresses are never logged.
 */
export function createLog(level: Config['log']): Log {
  return pino(
    { level, base: null, redact: { paths: secretPaths, censor: '•••' } },
    pino.destination({ dest: 2, sync: true }),
  )
}

const secretNames = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'jtlauth',
  'sessionId',
  'apiKey',
]
const secretPaths = secretNames.flatMap(name => [name, `*.${name}`, `*.*.${name}`])

/** What may be logged of an error: never the detail of a database error, which quotes the row. */
export function errorFacts(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error }
  const facts: Record<string, string> = { error: error.name, message: error.message.split('\n')[0] ?? '' }
  for (const key of ['code', 'constraint', 'table', 'column', 'routine'] as const)
    if (key in error && typeof (error as unknown as Record<string, unknown>)[key] === 'string')
      facts[key] = (error as unknown as Record<string, string>)[key] ?? ''
  if (error.stack)
    facts['at'] = error.stack
      .split('\n')
      .slice(1, 4)
      .map(line => line.trim())
      .join(' < ')
  return facts
}
