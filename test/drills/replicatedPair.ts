import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chown, mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { withClient } from '../../testkit/database/template.ts'

const run = promisify(execFile)

/** A PostgreSQL with a stand-by that has every commit before it is answered, and one address that leads to the one that works. */
export interface ReplicatedPair {
  /** Through the door: what a program is given. */
  readonly url: string
  /** kill -9 of the primary, as a machine that loses its power. */
  killPrimary(): Promise<void>
  /** The stand-by takes over, and the door leads to it. */
  promote(): Promise<void>
  /** How many commits the stand-by has confirmed: `sync` or nothing. */
  syncState(): Promise<string>
  close(): Promise<void>
}

/** Where Debian puts PostgreSQL 15; the embedded one has no pg_basebackup. */
export const binaries = '/usr/lib/postgresql/15/bin'

/**
 * Starts both under an account that is not root (`postgres`, or ours where that is none). The login is no superuser, as in the
 * product. Throws what the programs say.
 */
export async function startPair(log: (line: string) => void): Promise<ReplicatedPair> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-drill-'))
  const account = await accountOf('postgres')
  if (account) await chown(folder, account.uid, account.gid)
  const program = (name: string, args: readonly string[]) =>
    run(join(binaries, name), [...args], { ...account, cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' } })
  const [primary, standby] = [await freePort(), await freePort()]
  const primaryData = join(folder, 'primary')
  const standbyData = join(folder, 'standby')
  const admin = (port: number, database = 'postgres') => `postgres://admin@127.0.0.1:${port}/${database}`

  await program('initdb', ['-D', primaryData, '-U', 'admin', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
  await appendFile(
    join(primaryData, 'postgresql.conf'),
    `listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nshared_buffers = '64MB'\nmax_connections = 100\nsynchronous_commit = on\n`,
  )
  const start = (data: string, port: number) => {
    const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port)], {
      ...account,
      cwd: '/',
      stdio: 'ignore',
    })
    return server
  }
  const first = start(primaryData, primary)
  await answers(admin(primary))
  await withClient(admin(primary), async client => {
    await client.query('create role kontor login createrole')
    await client.query('create database kontor owner kontor')
  })
  await program('pg_basebackup', [
    '-D',
    standbyData,
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
    '--no-sync',
    '-d',
    admin(primary),
  ])
  const second = start(standbyData, standby)
  await answers(admin(standby))
  await withClient(admin(primary), async client => {
    await client.query(`alter system set synchronous_standby_names = '*'`)
    await client.query('select pg_reload_conf()')
  })
  log(`primary on ${primary}, synchronous stand-by on ${standby}`)
  const door = await openDoor(primary)
  return {
    url: `postgres://kontor@127.0.0.1:${door.port}/kontor`,
    syncState: async () =>
      withClient(admin(primary), async client =>
        String((await client.query('select sync_state from pg_stat_replication')).rows[0]?.sync_state ?? ''),
      ),
    killPrimary: async () => {
      // The postmaster first: it would clean up after the others, as no power cut does.
      const { rows } = await withClient(admin(primary), client =>
        client.query('select pid from pg_stat_activity'),
      )
      first.kill('SIGKILL')
      for (const { pid } of rows) killQuietly(pid)
      door.cut()
      await exited(first)
    },
    promote: async () => {
      await program('pg_ctl', ['promote', '-w', '-D', standbyData])
      door.lead(standby)
    },
    close: async () => {
      await door.close()
      for (const server of [first, second]) {
        server.kill('SIGKILL')
        await exited(server)
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}

interface Door {
  readonly port: number
  /** Ends what is open; new connections still go where the door leads. */
  cut(): void
  lead(port: number): void
  close(): Promise<void>
}

async function openDoor(to: number): Promise<Door> {
  let target = to
  const open = new Set<Socket>()
  const server: Server = createServer({ noDelay: true }, client => {
    const upstream = connect({ host: '127.0.0.1', port: target, noDelay: true })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.on('error', () => undefined) // the other end hears of it by being closed
      one.once('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the door has no port')
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: address.port,
    cut,
    lead: port => {
      target = port
      cut()
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}

async function accountOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new TypeError('no port')
  return address.port
}

async function answers(url: string): Promise<void> {
  for (const until = performance.now() + 60_000; ; await new Promise(done => setTimeout(done, 100)))
    try {
      await withClient(url, client => client.query('select 1'))
      return
    } catch (error) {
      if (performance.now() > until) throw error
    }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function exited(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
