// Calls as no program should make them: each is answered with a documented status and in the shape of the interface, never thrown at.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { damaged, damagedBytes, eachHarm, harms } from '../../../testkit/contract/damage.ts'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { canonical } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import type { ForeignAnswer, ReceiveRoute } from '../../port/receive.ts'
import type { IncomingKind } from '../../port/records.ts'
import { requestOf, routeOf, seat, type TriedCall } from './fixtures/host.ts'
import { type RequestSample, requestSamples, sampleHost } from './fixtures/requestSamples.ts'
import { connector } from './index.ts'

const { routes, keyOf } = connector.receive ?? assert.fail('no routes')
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** More often before a release: see test/rounds.ts. */
const times = Number(process.env['KONTOR_TEST_ROUNDS'] ?? 1)
let mutants = 0
after(() => assert.ok(mutants >= 20_000, `only ${mutants} mutants`))

/** What the page and the interface of this host name. */
const statuses = new Set([200, 201, 204, 400, 401, 404, 409, 413])
const codes = new Set([
  'VAL100',
  'GEN401',
  'GEN404',
  'GEN413',
  'GEN700',
  'CHN204',
  'CHN401',
  'CHN409',
  'CHN900',
  'CHN901',
  'CHN910',
])

// One host for all: what a mutant brings is stored, and the next one meets it.
const host = sampleHost(routes)
const context = { timeZone: 'UTC', facts: {}, settings: {} }

const jsonSamples = requestSamples.filter(
  (sample): sample is RequestSample & { body: object } =>
    typeof sample.body === 'object' && !(sample.body instanceof Uint8Array) && sample.ok === 201,
)

test('every route has a sample, and each sample is taken', () => {
  const tried = new Set<ReceiveRoute>()
  for (const sample of requestSamples) {
    const found = routeOf(routes, sample.method, sample.path.split('?')[0] ?? '')
    assert.ok(found, `${sample.method} ${sample.path}`)
    tried.add(found.route)
    const answer = sampleHost(routes).call(sample)
    assert.equal(answer.status, sample.ok, `${sample.method} ${sample.path}: ${answer.body}`)
  }
  assert.deepEqual(
    routes.filter(route => !tried.has(route)).map(route => `${route.method} ${route.path}`),
    [],
  )
})

test('every field of every body may be missing, wrapped, doubled or strange', () => {
  for (const sample of jsonSamples) for (const body of eachHarm(sample.body)) survives({ ...sample, body })
})

test('a field that is left out is not missed, or named in the error; a list of objects there is always named', () => {
  for (const sample of jsonSamples)
    for (const { path, without, replaced } of fieldsOf(sample.body)) {
      const missing = survives({ ...sample, body: without })
      if (missing.status === 400)
        assert.ok(names(missing, path), `${sample.path} without ${path}: ${missing.body}`)
      const strange = survives({ ...sample, body: replaced })
      assert.equal(strange.status, 400, `${sample.path}: ${path}`)
      assert.ok(names(strange, path), `${sample.path} ${path}: ${strange.body}`)
    }
})

test('several damages at once are no other matter', t => {
  t.diagnostic(`seed ${seed}`)
  const several = fc.tuple(fc.nat(), harms)
  const holds = ([which, list]: [number, Parameters<typeof damaged>[1]]) => {
    const sample = jsonSamples[which % jsonSamples.length] ?? assert.fail('no sample')
    survives({ ...sample, body: damaged(sample.body, list) })
  }
  fc.assert(fc.property(several, holds), { seed, numRuns: 4000 * times })
})

test('damaged bytes are read, or VAL100', t => {
  t.diagnostic(`seed ${seed}`)
  for (const sample of requestSamples) {
    if (sample.body === undefined) continue
    const text = typeof sample.body === 'string' ? sample.body : JSON.stringify(sample.body)
    for (const harm of fc.sample(harms, { seed, numRuns: 60 * times }))
      survives({ ...sample, body: damagedBytes(Buffer.from(text), harm) })
    if (typeof sample.body === 'string') continue
    const isJson = sample.ok === 201 || sample.ok === 204
    for (let at = 0; at < text.length - 1; at += 17) {
      const answer = survives({ ...sample, body: Buffer.from(text).subarray(0, at) })
      if (isJson) assert.equal(answer.status, 400, `${sample.path}: ${at} bytes`)
    }
  }
})

test('a body that is nested as deep as it is long is an error of the caller', () => {
  const deep = 100_000
  const nests = [
    '['.repeat(deep) + ']'.repeat(deep),
    `${'{"orderList":'.repeat(deep)}null${'}'.repeat(deep)}`,
    `${'[1234567890.1234567890,'.repeat(deep)}null${']'.repeat(deep)}`,
    '['.repeat(deep),
  ]
  for (const sample of jsonSamples.slice(0, 1))
    for (const nest of nests)
      for (const body of [
        nest,
        `{"orderList":[${nest}]}`,
        `{"orderList":[{"sellerId":"SELLER_1","x":${nest}}]}`,
      ])
        assert.equal(survives({ ...sample, body }).status, 400)
})

test('whatever a call is signed with, it is 401 unless the token is the right one', t => {
  t.diagnostic(`seed ${seed}`)
  const strange = fc.oneof(
    fc.string(),
    fc.string().map(text => `Bearer ${text}`),
  )
  for (const sample of requestSamples) {
    if (sample.path === '/v1/auth') continue
    for (const authorization of fc.sample(strange, { seed, numRuns: 20 * times })) {
      const answer = survives({ ...sample, headers: { ...sample.headers, authorization } })
      assert.equal(answer.status, 401, `${sample.path} with ${authorization}`)
    }
  }
})

test('paths, queries and content types may hold anything', t => {
  t.diagnostic(`seed ${seed}`)
  const texts = fc.sample(fc.oneof(fc.string({ unit: 'binary' }), fc.webSegment()), {
    seed,
    numRuns: 40 * times,
  })
  for (const sample of requestSamples) {
    const [path = '', query = ''] = sample.path.split('?')
    const found = routeOf(routes, sample.method, path) ?? assert.fail(path)
    const request = requestOf(sample, path, query, found.parts, [seat('SELLER_1')])
    for (const text of texts) {
      const parts = Object.fromEntries(Object.keys(found.parts).map(name => [name, text]))
      const named = Object.fromEntries(Object.keys(request.query).map(name => [name, text]))
      const strange = { ...request, parts, query: { ...named, [text]: text } }
      wellFormed(host.answer(strange))
      const headers = { ...request.headers, 'content-type': text, 'accept-language': text }
      wellFormed(host.answer({ ...request, headers }))
    }
  }
})

test('the key is read from any call, or there is none', t => {
  t.diagnostic(`seed ${seed}`)
  const call = fc.record({
    path: fc.constantFrom('/v1/auth', '/v1/channel/order', ''),
    type: fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ),
      fc.string(),
    ),
    authorization: fc.oneof(
      fc.string(),
      fc.string().map(text => `Bearer ${text}`),
    ),
    body: fc.oneof(
      fc.uint8Array(),
      fc.string().map(text => Buffer.from(`refreshToken=${text}`)),
      fc.json().map(text => Buffer.from(text)),
      fc
        .string()
        .map(text => Buffer.from(`--x\r\nContent-Disposition: form-data; name="refreshToken"${text}--x--`)),
    ),
  })
  const holds = ({
    path,
    type,
    authorization,
    body,
  }: typeof call extends fc.Arbitrary<infer T> ? T : never) => {
    mutants++
    const tried = { method: 'POST', path, headers: { 'content-type': type, authorization }, body } as const
    const found = keyOf?.(requestOf(tried, path, '', {}, []))
    assert.ok(found === undefined || /^\w{1,200}$/.test(found), found)
  }
  fc.assert(fc.property(call, holds), { seed, numRuns: 2000 * times })
})

test('what was stored may be damaged: it is a record, or refused with its place', t => {
  t.diagnostic(`seed ${seed}`)
  const stored = sampleHost(routes)
  for (const sample of requestSamples) stored.call(sample)
  for (const kind of Object.keys(connector.map) as IncomingKind[]) {
    const payloads = [...stored.of(kind).values()].slice(-2)
    assert.ok(payloads.length > 0, kind)
    for (const payload of payloads) {
      maps(kind, payload)
      for (const harmed of eachHarm(payload)) maps(kind, harmed)
      for (const harm of fc.sample(harms, { seed, numRuns: 300 * times })) maps(kind, damaged(payload, harm))
    }
  }
})

function maps(kind: IncomingKind, raw: unknown): void {
  mutants++
  const payload = canonical(connector.scrub(kind, raw)).value
  try {
    const record = connector.map[kind]?.(payload, context)
    const { wantsConfirmation: _asked, ...neutral } = record as { wantsConfirmation?: unknown }
    checkNeutral(kind, neutral)
  } catch (error) {
    assert.ok(error instanceof Rejected && error.code === 'PAYLOAD_INVALID', String(error))
  }
}

function survives(tried: TriedCall): ForeignAnswer {
  mutants++
  return wellFormed(host.call(tried))
}

/** The shape of every answer: a status that is documented; an error has a list, which the client can read. */
function wellFormed(answer: ForeignAnswer): ForeignAnswer {
  assert.ok(statuses.has(answer.status), String(answer.status))
  const text = typeof answer.body === 'string' ? answer.body : ''
  if (answer.status < 400 && !text.includes('errorList')) return answer
  const { errorList } = JSON.parse(text)
  assert.ok(Array.isArray(errorList) && errorList.length > 0)
  for (const error of errorList) {
    assert.deepEqual(Object.keys(error), ['code', 'message', 'severity', 'hint'])
    assert.ok(codes.has(error.code), error.code)
    assert.ok(error.severity === 'error' || error.severity === 'warning')
    assert.ok(typeof error.message === 'string' && error.message !== '')
    assert.ok(error.hint === null || typeof error.hint === 'string')
  }
  return answer
}

function names({ body }: ForeignAnswer, path: string): boolean {
  const { errorList } = JSON.parse(String(body)) as { errorList: { code: string; message: string }[] }
  return errorList.some(({ code, message }) => code === 'VAL100' && message.startsWith(`${path}: `))
}

/** Every field of a body: its place, the body without it, and with a list of objects in its place. */
function* fieldsOf(body: object) {
  const walk = function* (
    value: unknown,
    path: readonly (string | number)[],
  ): Generator<readonly (string | number)[]> {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(name) : name]
      if (!Array.isArray(value)) yield at
      yield* walk(inner, at)
    }
  }
  for (const at of walk(body, []))
    yield {
      path: at.reduce<string>(
        (text, name) =>
          typeof name === 'number' ? `${text}[${name}]` : text === '' ? name : `${text}.${name}`,
        '',
      ),
      without: changedAt(body, at, holder => delete holder.of[holder.name]),
      replaced: changedAt(body, at, holder => {
        // A list takes no object, a scalar neither, and an object no list.
        const isList = Array.isArray(holder.of[holder.name])
        holder.of[holder.name] = isList ? { strange: [{}] } : [{ strange: true }]
      }),
    }
}

function changedAt(
  body: object,
  at: readonly (string | number)[],
  change: (holder: { of: Record<string, unknown>; name: string }) => void,
): unknown {
  const copy = structuredClone(body) as Record<string, unknown>
  const of = at.slice(0, -1).reduce((inner, name) => inner[name] as Record<string, unknown>, copy)
  change({ of, name: String(at.at(-1)) })
  return copy
}
