import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { becomes } from './workers.ts'

const program = '/usr/sbin/pgbouncer'

/** Why there is no pooler here; undefined where there is. */
export function noPooler(): string | undefined {
  return existsSync(program) ? undefined : `${program} is not installed`
}

export interface Pooler {
  /** The same database through it, in transaction mode. */
  readonly url: string
  close(): Promise<void>
}

/** Starts a pooler in transaction mode before that database, with so few connections that transactions share them. */
export async function startPooler(databaseUrl: string, connections = 4): Promise<Pooler> {
  const target = new URL(databaseUrl)
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'kontor-pooler-'))
  await chmod(folder, 0o755)
  const name = target.pathname.slice(1)
  const settings = [
    '[databases]',
    `${name} = host=${decodeURIComponent(target.hostname)} port=${target.port || 5432} user=${target.username} password=${decodeURIComponent(target.password)}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${connections}`,
    'max_client_conn = 200',
    'ignore_startup_parameters = extra_float_digits,options',
  ]
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, `${settings.join('\n')}\n`)
  // It does not run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(program, [...user, file], { stdio: 'ignore' })
  const url = `postgres://${target.username}@127.0.0.1:${port}/${name}`
  await becomes('the pooler answers', () => answers(url))
  return {
    url,
    close: async () => {
      await ended(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
