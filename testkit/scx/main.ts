/**
 * A channel program in a process of its own, for demos, benchmarks, and to look at.
 *
 *   node bin/run.mjs testkit/scx/main.ts --host http://127.0.0.1:8080/scx --token kt_… --orders 100 --page 8090
 *
 * Prints one line of JSON when it works. Lines on its input: `place [n] [seller]`, `poll`, `sellers`, `signup <url> <seller>`,
 * `release <order>`, `cancel <order>`, `offers`, `orders`, `stats`, `catalogue`, `quirk <name> on|off`, `faults <plan as JSON>`, `quit`. Each is
 * answered by one line of JSON. With `--page` it serves the page on which merchants sign up; with `--every` it polls by itself, in seconds. With
 * `--memory FILE` it goes on where it was when it ended.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { fillOrders } from './orderKinds.ts'
import { quirkNames } from './quirks.ts'
import { serveSignUpPage } from './signUpPage.ts'
import { startScxProgram } from './startScxProgram.ts'

const { values: given } = parseArgs({
  options: {
    host: { type: 'string', default: '' },
    token: { type: 'string', default: '' },
    orders: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    /** Sellers that are open, with commas between; the host is asked for others. */
    sellers: { type: 'string', default: '' },
    /** Switches that are on, with commas between. */
    quirks: { type: 'string', default: '' },
    page: { type: 'string' },
    every: { type: 'string', default: '0' },
    memory: { type: 'string' },
  },
})

const quirks = Object.fromEntries(
  given.quirks
    .split(',')
    .filter(name => name !== '')
    .map(name => [name, true]),
)
const program = startScxProgram({
  url: given.host,
  refreshToken: given.token,
  quirks,
  ...(given.memory !== undefined && existsSync(given.memory)
    ? { saved: readFileSync(given.memory, 'utf8') }
    : {}),
})
for (const seller of given.sellers.split(',').filter(name => name !== ''))
  if (!program.state.sellers[seller]) program.addSeller(seller)
// One after the other: a round is not begun in the middle of another.
let busy: Promise<void> = Promise.resolve()
const page =
  given.page === undefined ? undefined : await serveSignUpPage(program, Number(given.page), later(pollNow))
await program.learnSellers().catch(said) // whoever is away now may be there for the next command
let seed = Number(given.seed)
const filled = Object.keys(program.state.sellers).length > 0 ? placeAll(Number(given.orders)) : 0
const timer = Number(given.every) > 0 ? setInterval(later(pollNow), Number(given.every) * 1000) : undefined
print({ host: given.host, page: page?.url ?? null, orders: filled, pid: process.pid })

const input = createInterface({ input: process.stdin })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, later(quit))
input.on('line', line => {
  busy = busy.then(() => obey(line.trim())).catch(said)
})

async function obey(line: string): Promise<void> {
  const [command = '', first = '', second = ''] = line.split(' ')
  const { state, book } = program
  switch (command) {
    case '':
      return
    case 'quit':
      return quit()
    case 'place':
      return print({ placed: placeAll(Number(first || '1'), second) })
    case 'poll':
      return pollNow()
    case 'sellers':
      await program.learnSellers()
      return print(Object.values(state.sellers))
    case 'signup':
      return print(program.signUp(first, { sellerId: second }))
    case 'offers':
      return print(Object.values(state.offers))
    case 'orders':
      return print(Object.entries(state.orders).map(([key, { status }]) => ({ key, status })))
    case 'stats':
      return print({
        calls: book.calls,
        problems: book.problems,
        refusals: book.refusals,
        tasks: state.tasks.length,
      })
    case 'release':
      program.release(first)
      break
    case 'cancel':
      return print({ request: program.askToCancel(first) })
    case 'catalogue':
      program.tellCatalogue()
      break
    case 'quirk': {
      const name = quirkNames.find(known => known === first)
      if (!name) return print({ error: `unknown switch; known are ${quirkNames.join(', ')}` })
      program.setQuirks({ [name]: second !== 'off' })
      break
    }
    case 'faults':
      program.setFaults(first === '' ? null : JSON.parse(line.slice('faults '.length)))
      break
    default:
      return print({ error: `unknown command ${command}` })
  }
  print({ ok: line })
}

async function pollNow(): Promise<void> {
  const done = await program.poll()
  if (given.memory !== undefined) writeFileSync(given.memory, program.save())
  print({ done, tasks: program.state.tasks.length, problems: program.book.problems.length })
}

function placeAll(count: number, seller = ''): number {
  const sellers = Object.values(program.state.sellers).filter(({ active }) => active)
  const chosen = seller === '' ? sellers : sellers.filter(({ sellerId }) => sellerId === seller)
  if (count > 0 && chosen.length === 0) throw new RangeError('no seller is open; please sign one up first')
  let placed = 0
  for (const [at, { sellerId }] of chosen.entries()) {
    const orders = Math.floor(count / chosen.length) + (at < count % chosen.length ? 1 : 0)
    placed += fillOrders(program, { sellerId, orders, seed: seed++ }).length
  }
  return placed
}

function later(work: () => Promise<void>): () => void {
  return () => {
    busy = busy.then(work).catch(said)
  }
}

function said(error: unknown): void {
  print({ error: error instanceof Error ? error.message : String(error) })
}

async function quit(): Promise<void> {
  clearInterval(timer)
  input.close()
  // A paused pipe would keep the process alive.
  process.stdin.destroy()
  if (given.memory !== undefined) writeFileSync(given.memory, program.save())
  await page?.stop()
  program.stop()
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
