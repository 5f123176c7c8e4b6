import { execFile } from 'node:child_process'
import { readFile, readlink, realpath } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { promisify } from 'node:util'
import { systemCode, unless } from './dataFolder.ts'

/** What PostgreSQL writes about itself into postmaster.pid. */
export interface PidFile {
  readonly pid: number
  readonly port: number
  /** Folder of the unix socket; empty if there is none. */
  readonly socketFolder: string
  readonly status: string
}

/** A process id as seen from a data directory: no such process, its postmaster, or anything else. */
type Liveness = 'gone' | 'ours' | 'foreign'

/** Reads postmaster.pid; undefined if there is none. The pid is 0 while the file is still (or for ever) incomplete. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(pidFilePath(cluster), 'utf8').catch(unless('ENOENT'))
  if (text === undefined) return undefined
  // https://www.postgresql.org/docs/18/storage-file-layout.html: pid, data directory, start, port, socket folder,
  // address, shared memory, status. A single-user server writes its pid negative.
  const [pid = '', , , port = '', socketFolder = '', , , status = ''] = text.split('\n')
  return {
    pid: Math.abs(Number.parseInt(pid, 10) || 0),
    port: Number(port),
    socketFolder,
    status: status.trim(),
  }
}

/** Path of PostgreSQL's own lock file. */
export function pidFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

/**
 * Says whose process that is. A zombie is gone. Where the system hides the data directory of a postgres, the answer
 * is "ours": PostgreSQL's own check then decides, nothing is removed.
 */
export async function liveness(pid: number, cluster: string): Promise<Liveness> {
  if (pid <= 0) return 'gone'
  if (process.platform === 'linux') return await livenessFromProc(pid, cluster)
  if (process.platform === 'win32') return await livenessFromTasklist(pid)
  return await livenessFromPs(pid, cluster)
}

async function livenessFromProc(pid: number, cluster: string): Promise<Liveness> {
  const proc = (name: string) => join('/proc', String(pid), name)
  const stat = await readFile(proc('stat'), 'utf8').catch(unless('ENOENT', 'ESRCH'))
  // The state follows the program's name, which stands in parentheses and may contain some itself.
  const state = stat?.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
  if (stat === undefined || state === 'Z' || state === 'X') return 'gone'
  const args = (await readFile(proc('cmdline'), 'utf8').catch(unless('ENOENT', 'ESRCH')))?.split('\0') ?? []
  // Another account's links cannot be read, its command line can.
  const link = (name: string) => readlink(proc(name)).catch(unless('ENOENT', 'ESRCH', 'EACCES', 'EPERM'))
  const program = basename((await link('exe')) ?? args[0] ?? '')
  const works = await link('cwd')
  // A process on its way out has lost its program and arguments, and keeps its folder for a moment longer.
  if (program === '') return works === cluster ? 'ours' : 'gone'
  if (!program.startsWith('postgres')) return 'foreign'
  if (works !== undefined) return works === cluster ? 'ours' : 'foreign'
  const named = args[args.indexOf('-D') + 1]
  if (!args.includes('-D') || named === undefined || !isAbsolute(named))
    return args[0]?.includes(': ') ? 'foreign' : 'ours'
  return (await realpath(named).catch(unless('ENOENT'))) === cluster ? 'ours' : 'foreign'
}

async function livenessFromPs(pid: number, cluster: string): Promise<Liveness> {
  const line = await outputOf('ps', ['-o', 'stat=', '-o', 'command=', '-p', String(pid)])
  const [, state = '', command = ''] = /^\s*(\S+)\s+(.*)$/m.exec(line) ?? []
  if (state === '' || state.startsWith('Z')) return 'gone'
  // A backend shows as "postgres: …"; only the postmaster keeps its command line.
  if (!/(^|\/)postgres( |$)/.test(command)) return 'foreign'
  return / -D \//.test(command) && !command.includes(` -D ${cluster} `) ? 'foreign' : 'ours'
}

async function livenessFromTasklist(pid: number): Promise<Liveness> {
  const line = await outputOf('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
  if (!line.includes(`"${pid}"`)) return 'gone'
  return line.toLowerCase().startsWith('"postgres.exe"') ? 'ours' : 'foreign'
}

/** Both tools exit with 1 when there is no such process. */
async function outputOf(command: string, args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(command, args)).stdout.trim()
  } catch (error) {
    if (error instanceof Error && systemCode(error) === undefined && 'code' in error && error.code === 1)
      return ''
    throw error
  }
}
