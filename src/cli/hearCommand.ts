import { runCli } from './runCli.ts'

/** What came of a command. */
export interface Heard {
  readonly status: number
  /** Standard output, and standard error with what was said of its progress. */
  readonly out: string
  readonly err: string
}

/**
 * Runs one command in this process as tests do: nobody looks and nobody can be asked. `typed` is the one line that standard
 * input has. Half a second of processor cheaper than `kontor` as a process of its own, which only its start and end need.
 */
export async function hearCommand(
  program: Parameters<typeof runCli>[2],
  argv: readonly string[],
  env: Parameters<typeof runCli>[1],
  typed?: string,
): Promise<Heard> {
  let out = ''
  let err = ''
  const lines = typed === undefined ? [] : [typed]
  const status = await runCli(argv, env, program, {
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    progress: line => {
      err += `${line}\n`
    },
    isWatched: false,
    canAsk: false,
    askSecret: () => Promise.reject(new Error('nobody is there to be asked')),
    readLine: async () => lines.shift(),
    close: () => undefined,
  })
  return { status, out, err }
}
