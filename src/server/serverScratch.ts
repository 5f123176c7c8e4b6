import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { readConfig } from '../base/config.ts'
import { type Database, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { openKeyring } from '../base/keyring.ts'
import { openWork } from '../base/openWork.ts'
import { createTenant } from '../company/createTenant.ts'
import { operator } from '../company/rights.ts'
import type { User } from '../company/userStore.ts'
import { addUser } from '../company/users.ts'
import { allOperations } from '../operations/allOperations.ts'
import type { Kontor, Operation } from '../operations/operation.ts'
import { createServer } from './createServer.ts'

/** A server that really listens, on a database of its own, for a test file. */
export interface ServerScratch {
  readonly url: string
  readonly kontor: Kontor
  /** The lines that went to the log. */
  readonly logged: Record<string, unknown>[]
  /** The clock that everything here runs by; a test may set it. */
  readonly clock: { now: Date }
  /** A browser that keeps its cookie, or with `key` a program. */
  client(options?: { readonly key?: string }): Client
}

export interface Client {
  cookie: string | undefined
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
}

export interface CallOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; undefined where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any
}

/** Where the end is hung on: a test's context, or `{ after }` of node:test. */
interface Scope {
  after(hook: () => Promise<void>): void
}

/** Starts the server on a database made for it; `scope` ends both. */
export async function serverScratch(
  scope: Scope,
  database: { readonly db: Database; drop(): Promise<void> },
  options: {
    readonly operations?: readonly Operation[]
    readonly publicUrl?: string
    readonly connectors?: Kontor['connectors']
    readonly backOffice?: string
    /** Private addresses that connectors may call, such as a simulated shop's. */
    readonly allowAddresses?: string
    /** Sessions and runs by the real clock, for a browser that has no other. */
    readonly realClock?: boolean
  } = {},
): Promise<ServerScratch> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-server-'))
  const logged: Record<string, unknown>[] = []
  const clock = { now: new Date('2026-03-02T09:00:00Z') }
  const kontor: Kontor = {
    db: database.db,
    config: readConfig({
      KONTOR_DATA: folder,
      KONTOR_PORT: '0',
      ...(options.publicUrl === undefined ? {} : { KONTOR_PUBLIC_URL: options.publicUrl }),
      ...(options.allowAddresses === undefined ? {} : { KONTOR_ALLOW_ADDRESSES: options.allowAddresses }),
    }),
    keyring: await openKeyring(join(folder, 'secret.keys')),
    connectors: options.connectors ?? new Map(),
    log: pino({ level: 'warn' }, collect(logged)),
    now: () => (options.realClock ? new Date() : clock.now),
    holder: 'test',
    open: openWork(error => assert.fail(String(error))),
  }
  const app = createServer(kontor, [...allOperations, ...(options.operations ?? [])], options.backOffice)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  scope.after(async () => {
    await app.close()
    await kontor.open.end()
    await database.drop()
    await rm(folder, { recursive: true })
  })
  return { url, kontor, logged, clock, client: given => client(url, given?.key) }
}

/** A tenant with an administrator, made as the operator would. */
export async function seedAdministrator(
  { kontor }: ServerScratch,
  slug: string,
  options: { readonly email?: string; readonly roles?: readonly string[] } = {},
): Promise<{ readonly tenant: string; readonly user: User; readonly password: string }> {
  const tenant = newId()
  const password = 'correct horse battery'
  return transact(kontor.db, { tenant }, async tx => {
    await createTenant(tx, { id: tenant, slug, name: slug, companyName: 'Muster GmbH' }, kontor.now())
    const doing = { tenant, actor: operator('test'), now: kontor.now() }
    const user = await addUser(tx, doing, {
      email: options.email ?? `admin@${slug}.example`,
      name: `Admin of ${slug}`,
      password,
      roles: options.roles ?? ['administrator'],
      language: 'en',
    })
    return { tenant, user, password }
  })
}

function client(url: string, key: string | undefined): Client {
  const self: Client = {
    cookie: undefined,
    async call(method, path, { body, headers } = {}) {
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(key === undefined ? { 'sec-fetch-site': 'same-origin' } : { authorization: `Bearer ${key}` }),
          ...(self.cookie === undefined ? {} : { cookie: self.cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      for (const set of response.headers.getSetCookie()) self.cookie = set.split(';')[0]
      const text = await response.text()
      const json = /json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: json ? JSON.parse(text) : undefined,
      }
    },
  }
  return self
}

function collect(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
}
