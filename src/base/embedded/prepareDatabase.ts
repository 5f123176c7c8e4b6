import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { Client } from 'pg'
import { type DataFolder, readOrMakeSecret, readSecret, systemCode, unless } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'
import { adminUser } from './initCluster.ts'
import type { Place } from './place.ts'

/** The login and the database that Kontor works with: no superuser, but free to make roles and databases. */
export const loginUser = 'kontor'
export const database = 'kontor'

/**
 * Connects as the superuser, makes sure that this is the server of that folder, and makes login, database and
 * extension where they are missing; harmless to repeat. Returns the login's password. Throws EMBEDDED_NO_ANSWER,
 * EMBEDDED_PASSWORD_MISSING, EMBEDDED_PASSWORD_REFUSED, and EMBEDDED_START_FAILED for another folder's server.
 */
export async function prepareDatabase(data: DataFolder, place: Place): Promise<string> {
  const admin = await readSecret(data.adminPassword)
  if (admin === undefined) throw embeddedProblem('EMBEDDED_PASSWORD_MISSING', { where: data.adminPassword })
  const password = await readOrMakeSecret(data.loginPassword)
  await asAdmin(data, place, admin, 'postgres', async client => {
    await checkFolder(client, data)
    await ensureLogin(client, password)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database} owner ${loginUser}`)
  })
  await asAdmin(data, place, admin, database, client =>
    client.query('create extension if not exists pg_stat_statements'),
  )
  return password
}

async function asAdmin<T>(
  data: DataFolder,
  place: Place,
  password: string,
  name: string,
  work: (client: Client) => Promise<T>,
): Promise<void> {
  const client = new Client({
    ...place,
    user: adminUser,
    password,
    database: name,
    ssl: false,
    connectionTimeoutMillis: 30_000,
  })
  // Without a listener, a server that dies between two statements would end this process; the next statement tells.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (cause) {
    if (['28P01', '28000'].includes(systemCode(cause) ?? '')) {
      throw embeddedProblem(
        'EMBEDDED_PASSWORD_REFUSED',
        { where: data.cluster, file: data.adminPassword },
        { cause },
      )
    }
    throw embeddedProblem('EMBEDDED_NO_ANSWER', { where: data.cluster, log: data.log }, { cause })
  }
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** A copied data folder carries the pid file, socket path and passwords of its original. */
async function checkFolder(client: Client, data: DataFolder): Promise<void> {
  const { rows } = await client.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  )
  const folder = rows[0]?.folder ?? ''
  if ((await realpath(folder).catch(unless('ENOENT', 'EACCES'))) === data.cluster) return
  const reason = `the server that answers works in ${folder}`
  throw embeddedProblem('EMBEDDED_START_FAILED', { where: data.cluster, reason, log: data.log })
}

async function ensureLogin(client: Client, password: string): Promise<void> {
  const { rows } = await client.query<{ stored: string | null }>(
    'select rolpassword as stored from pg_authid where rolname = $1',
    [loginUser],
  )
  const stored = rows[0]?.stored
  // Only the verifier is sent: the statement itself may show up in logs and in pg_stat_statements.
  const verifier = scramVerifier(password, stored ?? undefined)
  if (stored === undefined) {
    // One text without parameters is one transaction.
    const literal = client.escapeLiteral(verifier)
    await client.query(`
      create role ${loginUser} login createrole createdb password ${literal};
      grant pg_read_all_stats to ${loginUser}`)
  } else if (stored !== verifier) {
    await client.query(`alter role ${loginUser} password ${client.escapeLiteral(verifier)}`)
  }
}

/**
 * What PostgreSQL stores for a SCRAM-SHA-256 password (RFC 5803), with the salt and count of `stored` if given, so
 * that the two can be compared. The password is ASCII, SASLprep would leave it as it is.
 */
function scramVerifier(password: string, stored?: string): string {
  const [, count, salt64] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(stored ?? '') ?? []
  const iterations = Number(count ?? 4096)
  const salt = salt64 === undefined ? randomBytes(16) : Buffer.from(salt64, 'base64')
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
