import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'

/** What a command sees of the terminal it runs on. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** How far it is: on a terminal in one line that is written over, else a line each. */
  progress(line: string): void
  /** True where standard output is looked at by a person. */
  readonly isWatched: boolean
  /** True where a person can be asked. */
  readonly canAsk: boolean
  /** Asks without showing what is typed. */
  askSecret(question: string): Promise<string>
  /** The next line of standard input; undefined at its end. */
  readLine(): Promise<string | undefined>
  /** Gives standard input back. */
  close(): void
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  let lines: AsyncIterator<string> | undefined
  let open: Interface | undefined
  let unfinished = false
  const finishLine = () => {
    if (unfinished) stderr.write('\n')
    unfinished = false
  }
  return {
    out: text => {
      finishLine()
      stdout.write(text)
    },
    err: text => {
      finishLine()
      stderr.write(text)
    },
    progress: line => {
      unfinished = stderr.isTTY === true
      stderr.write(unfinished ? `\r\u001b[2K${line.slice(0, Math.max(20, stderr.columns - 1))}` : `${line}\n`)
    },
    isWatched: stdout.isTTY === true,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    async askSecret(question) {
      stderr.write(question)
      const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
      const asking = createInterface({ input: stdin, output: silent, terminal: true })
      // Reading key by key, Ctrl-C arrives as a key and not as a signal.
      asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
      open = asking
      try {
        return await new Promise<string>(resolve => asking.question('', resolve))
      } finally {
        asking.close()
        stderr.write('\n')
      }
    },
    async readLine() {
      if (!lines) {
        open = createInterface({ input: stdin, terminal: false })
        lines = open[Symbol.asyncIterator]()
      }
      const next = await lines.next()
      return next.done ? undefined : next.value
    },
    close: () => open?.close(),
  }
}
