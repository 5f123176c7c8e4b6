import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../../bin/nodeFlags.mjs'

/** Processes of the product, as they are shipped, that are started again whenever they end. */
export interface Crew {
  /** Ids of workers that are ready. */
  readonly workers: () => readonly number[]
  /** Where the server answers; waits until one does. */
  server(): Promise<string>
  /** kill -9. False if it was not one of these, or is dead already. */
  kill(pid: number): boolean
  /** kill -9 of the server. */
  killServer(): boolean
  /** Waits for so many ready workers. */
  atLeast(count: number): Promise<void>
  /** What went wrong: a process that ended in a way that none may. */
  readonly wrong: () => readonly string[]
  /** Milliseconds that processes took to be ready. */
  readonly starts: readonly number[]
  /** Kills all, and starts none any more. */
  close(): Promise<void>
}

interface Member {
  readonly child: ChildProcess
  readonly role: string
  readonly ended: Promise<void>
  ready: boolean
  /** What it said when it was ready: for a server its address. */
  url: string
  killed: boolean
}

const program = fileURLToPath(new URL('../../bin/kontor.mjs', import.meta.url))
const readyLine = /^\{.*\}$/m

/** Starts so many workers and one server. */
export function startCrew(workers: number, environment: NodeJS.ProcessEnv): Crew {
  const members = new Set<Member>()
  const wrong: string[] = []
  const starts: number[] = []
  let closed = false

  const start = (role: string, args: readonly string[]): void => {
    if (closed) return
    const begun = performance.now()
    const child = spawn(process.execPath, [...nodeFlags, program, ...args, '--json'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    const member: Member = {
      child,
      role,
      ready: false,
      url: '',
      killed: false,
      // Not its exit: what it said last may still be on its way then.
      ended: once(child, 'close').then(([status, signal]) => {
        members.delete(member)
        const said = `${out}\n${err}`
        // Where the database is away a process says so in a sentence and ends.
        if (!member.killed && !closed && !said.includes('DATABASE_UNREACHABLE'))
          wrong.push(`${role} ended by itself with ${status ?? signal}:\n${said.slice(-3000)}`)
        setTimeout(() => start(role, args), member.killed ? 0 : 300).unref()
      }),
    }
    child.stdout?.on('data', chunk => {
      out = `${out}${chunk}`.slice(-4000)
      if (member.ready || !readyLine.test(out)) return
      // A line of its log may come before the one that says where it answers.
      member.url = /"url": ?"([^"]+)"/.exec(out)?.[1] ?? ''
      if (role === 'server' && member.url === '') return
      member.ready = true
      starts.push(performance.now() - begun)
    })
    child.stderr?.on('data', chunk => {
      err = `${err}${chunk}`.slice(-4000)
    })
    members.add(member)
  }
  const kill = (member: Member | undefined): boolean => {
    if (!member || member.killed) return false
    member.killed = true
    return member.child.kill('SIGKILL')
  }
  const ready = (role: string) => [...members].filter(one => one.ready && !one.killed && one.role === role)
  const until = async (what: string, is: () => boolean) => {
    const end = performance.now() + 240_000
    while (!is()) {
      if (closed) throw new Error('all is over')
      if (performance.now() > end) throw new Error(`there is still no ${what}: ${wrong.join('\n')}`)
      await wait(5)
    }
  }

  // Every other worker has a name of its own, and takes its work back at once; the others are known to be gone.
  for (let no = 0; no < workers; no++)
    start('worker', no % 2 === 0 ? ['worker', '--name', `W${no}`] : ['worker'])
  start('server', ['serve'])
  return {
    starts,
    wrong: () => wrong,
    workers: () => ready('worker').flatMap(({ child }) => child.pid ?? []),
    async server() {
      await until('server', () => ready('server').length > 0)
      return ready('server')[0]?.url ?? ''
    },
    kill: pid => kill([...members].find(one => one.child.pid === pid)),
    killServer: () => kill(ready('server')[0]),
    atLeast: count => until(`${count} workers`, () => ready('worker').length >= count),
    async close() {
      closed = true
      for (const member of members) kill(member)
      await Promise.all([...members].map(member => member.ended))
    },
  }
}
