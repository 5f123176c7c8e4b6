import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Connector, MapContext, Run, Secret, Settings } from '../../src/port/connector.ts'
import { PortError } from '../../src/port/errors.ts'
import { createHttpClient, type HttpClient } from '../../src/port/httpClient.ts'
import type { IncomingKind } from '../../src/port/records.ts'
import { createOurSide, type OurSide } from './ourSide.ts'
import { paymentSecrets, picture, privateTexts } from './samples.ts'
import type { ContractSubject, Simulator } from './subject.ts'
import { watchWaysOut } from './waysOut.ts'

/** What a case works with: a fresh system, a clock that only the case moves, and a watch on everything that is said. */
export interface Bench {
  readonly subject: ContractSubject
  readonly connector: Connector
  readonly system: Simulator
  readonly clock: Clock
  /** What is remembered of a system that calls us. */
  readonly ourSide: OurSide
  /** A session; it is closed when the case ends, or before. */
  open(settings?: Settings): Promise<Opened>
  /** What `check` is given. */
  run(settings?: Settings): WatchedRun
  /** The error that it ends with, which must be one of the four of the port. */
  failure(promise: Promise<unknown>): Promise<PortError>
  /** A text that the connector gave back for people; searched for secrets like every error and log line. */
  heard(text: string): void
  /** What the connector remembered of the system so far. */
  facts(): Readonly<Record<string, unknown>>
  /** What `read` and `map` are given. */
  mapContext(): MapContext
  /** Our number for the next object. */
  number(): number
  /** Our number for a record that came in: the same whenever it is told. */
  numberOf(kind: IncomingKind, theirs: string): number
  /** A line for the one who reads the test's output. */
  note(text: string): void
}

export interface Clock {
  readonly now: () => Date
  advance(seconds: number): void
}

export interface Opened {
  readonly session: unknown
  readonly run: WatchedRun
  close(): Promise<void>
}

export interface WatchedRun {
  readonly run: Run
  /** Of every call from now on, in milliseconds. */
  timeout(ms: number): void
  /** Resolves when the next call begins. */
  nextCall(): Promise<void>
  abort(): void
}

/** Runs the body on a bench and looks afterwards whether the connector kept the habits that hold everywhere. */
export async function withBench(
  subject: ContractSubject,
  body: (bench: Bench) => Promise<void>,
  note: (text: string) => void = () => {},
): Promise<void> {
  const clock = createClock()
  const system = await subject.start(clock)
  const watch = createWatch(subject.connector, system, subject.places)
  const opened: Opened[] = []
  let number = 1000
  const numbers = new Map<string, number>()
  try {
    await body({
      subject,
      connector: subject.connector,
      system,
      clock,
      ourSide: createOurSide(subject.connector, withoutSecrets(subject.connector, system.settings)),
      note,
      number: () => ++number,
      numberOf: (kind, theirs) => {
        const name = `${kind} ${theirs}`
        const no = numbers.get(name) ?? ++number
        numbers.set(name, no)
        return no
      },
      run: settings => watch.run(clock, settings ?? system.settings),
      open: async settings => {
        const session = await openSession(
          subject.connector,
          watch.run(clock, settings ?? system.settings),
          watch.texts,
        )
        opened.push(session)
        return session
      },
      facts: watch.facts,
      mapContext: () => ({
        timeZone: 'Europe/Berlin',
        facts: watch.facts(),
        settings: withoutSecrets(subject.connector, system.settings),
      }),
      heard: text => watch.texts.push(text),
      failure: async promise => {
        const error = await thrownBy(promise)
        watch.texts.push(inspect(error, { depth: 8 }))
        assert.ok(error instanceof PortError, `not one of the port's four errors: ${inspect(error)}`)
        return error
      },
    })
    for (const session of opened) await session.close()
    // Whatever the connector left to be done later has its turn now.
    for (let turn = 0; turn < 3; turn++) await setImmediate()
    watch.checkHabits()
  } finally {
    await watch.end()
    await system.stop()
  }
}

async function openSession(connector: Connector, run: WatchedRun, texts: string[]): Promise<Opened> {
  const session = await connector.open(run.run)
  let closed = false
  return {
    session,
    run,
    close: async () => {
      if (closed) return
      closed = true
      try {
        await connector.close?.(session)
      } catch (error) {
        // As in the engine: what the system has against it is written down, and does not undo the run.
        if (!(error instanceof PortError)) throw error
        texts.push(inspect(error))
      }
      closedRuns.add(run.run)
    },
  }
}

const closedRuns = new WeakSet<Run>()

function createClock(): Clock {
  let time = Date.parse('2026-11-02T08:00:00Z')
  return {
    now: () => new Date(time),
    advance: seconds => {
      time += seconds * 1000
    },
  }
}

/** What the engine keeps sealed for all processes, kept in a list: renewed when it is about to end. */
function lastingSecrets(
  clock: Clock,
  client: HttpClient,
  kept: Map<string, Secret>,
): Pick<Run, 'secret' | 'drop'> {
  return {
    secret: async (name, renew) => {
      const before = kept.get(name)
      const isGood = before && before.until.getTime() - clock.now().getTime() > 60_000
      const secret = isGood ? before : await renew(before)
      client.hide(secret.value)
      kept.set(name, secret)
      return secret.value
    },
    drop: async (name, value) => {
      if (kept.get(name)?.value === value) kept.delete(name)
    },
  }
}

function withoutSecrets(connector: Connector, settings: Settings): Settings {
  const secrets = new Set(connector.settings.filter(field => field.kind === 'secret').map(field => field.key))
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !secrets.has(key)))
}

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  let answer: unknown
  try {
    answer = await promise
  } catch (error) {
    return error
  }
  assert.fail(`this should have failed, but gave ${inspect(answer, { depth: 4 })}`)
}

// --- What is watched ---------------------------------------------------------------------------------------------

function createWatch(connector: Connector, system: Simulator, places?: readonly string[]) {
  const kept = new Map<string, Secret>()
  const texts: string[] = []
  const urls: string[] = []
  const broken: string[] = []
  const clients: HttpClient[] = []
  const stop = new AbortController()
  let facts: Readonly<Record<string, unknown>> = {}
  const waysOut = watchWaysOut(
    new Set(addressesOf(connector, system.settings).map(origin => new URL(origin).host)),
  )
  const secrets = () => [...secretsOf(connector, system.settings), ...(system.secrets?.() ?? [])]
  return {
    texts,
    facts: () => facts,
    run: (clock: Clock, settings: Settings): WatchedRun => {
      const abort = new AbortController()
      let timeoutMs: number | undefined
      let begun: (() => void)[] = []
      const client = createHttpClient({
        timeoutMs: connector.limits.timeoutMs,
        answerBytes: connector.limits.answerBytes,
        concurrent: connector.limits.concurrent,
        allow: loopback,
        secrets: secretsOf(connector, settings),
        signal: AbortSignal.any([abort.signal, stop.signal]),
      })
      clients.push(client)
      const addresses = addressesOf(connector, settings)
      let atOnce = 0
      const http: HttpClient = {
        ...client,
        call: async request => {
          urls.push(request.url)
          if (addresses.length > 0 && !addresses.includes(new URL(request.url).origin))
            broken.push(`a call to ${request.url}, which is not the address of the settings`)
          if (closedRuns.has(run)) broken.push(`a call after close(): ${request.method} ${request.url}`)
          if (++atOnce > connector.limits.concurrent)
            broken.push(`${atOnce} calls at once, declared are ${connector.limits.concurrent}`)
          const waiting = begun
          begun = []
          const answer = client.call(timeoutMs === undefined ? request : { ...request, timeoutMs })
          for (const tell of waiting) tell()
          try {
            return await answer
          } finally {
            atOnce--
          }
        },
      }
      const run: Run = {
        settings,
        http,
        now: clock.now,
        timeZone: 'Europe/Berlin',
        log: (level, text, data) => texts.push(`${level} ${text} ${JSON.stringify(data ?? {})}`),
        signal: abort.signal,
        places: places ?? [''],
        ...lastingSecrets(clock, client, kept),
        blob: async hash => picture(hash),
        ...(connector.receive ? { callUrl: `https://kontor.example${connector.receive.prefix}` } : {}),
        facts,
        remember: learned => {
          texts.push(JSON.stringify(learned))
          facts = { ...facts, ...learned }
        },
      }
      return {
        run,
        abort: () => abort.abort(),
        timeout: ms => {
          timeoutMs = ms
        },
        nextCall: () => new Promise(resolve => begun.push(resolve)),
      }
    },
    checkHabits: () => {
      assert.equal(broken.length, 0, broken.join('; '))
      assert.ok(
        waysOut.calls <= urls.length,
        'the connector called the system past the client that it was handed',
      )
      for (const secret of secrets()) {
        for (const url of urls) assert.ok(!url.includes(secret), 'a secret stands in the address of a call')
        for (const text of texts)
          assert.ok(!text.includes(secret), `a secret is said aloud: ${text.replaceAll(secret, '•••')}`)
      }
      for (const hidden of [...paymentSecrets, ...privateTexts])
        for (const text of texts)
          assert.ok(!text.includes(hidden), `personal data (${hidden}) is said aloud: ${text}`)
    },
    end: async () => {
      waysOut.stop()
      stop.abort()
      for (const client of clients) await client.close()
    },
  }
}

function addressesOf(connector: Connector, settings: Settings): readonly string[] {
  return connector.settings
    .filter(field => field.kind === 'url')
    .map(field => settings[field.key] ?? '')
    .flatMap(address => (URL.canParse(address) ? [new URL(address).origin] : []))
}

/** Every form in which a secret of the settings could be seen. */
function secretsOf(connector: Connector, settings: Settings): readonly string[] {
  return connector.settings
    .filter(field => field.kind === 'secret')
    .map(field => settings[field.key] ?? '')
    .filter(secret => secret.length >= 4)
    .flatMap(secret => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
