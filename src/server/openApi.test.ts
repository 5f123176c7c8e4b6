import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { allOperations } from '../operations/allOperations.ts'
import { serverScratch } from './serverScratch.ts'

const server = await serverScratch({ after }, await testDatabase())
const { body: api } = await server.client().call('GET', '/api/v1/openapi.json')

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: unknown
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> }
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description?: string
        readonly content?: Readonly<Record<string, { readonly schema: unknown }>>
      }
    >
  >
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

const described: [method: string, path: string, operation: Described][] = Object.entries<
  Record<string, Described>
>(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]): [string, string, Described] => [method, path, one]),
)

test('every operation is a route of the document, with its command and its right', () => {
  const ids = new Map(
    described.map(([method, path, one]) => [one.operationId, `${method.toUpperCase()} ${path}`]),
  )
  assert.equal(ids.size, described.length, 'ids are unique')
  for (const operation of allOperations) {
    const path = `/api/v1${operation.path.replace(/:(\w+)/g, '{$1}')}`
    assert.equal(ids.get(operation.name), `${operation.method} ${path}`)
  }
})

test('the document keeps the rules of OpenAPI 3.1', () => {
  assert.match(api.openapi, /^3\.1\.\d+$/)
  assert.ok(api.info.title && api.info.version)
  const schemes = Object.keys(api.components.securitySchemes)
  for (const [method, path, one] of described) {
    const where = `${method} ${path}`
    assert.match(method, /^(get|post|put|patch|delete)$/, where)
    assert.ok(path.startsWith('/'), where)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const parameters = one.parameters ?? []
    assert.deepEqual(
      parameters
        .filter(it => it.in === 'path')
        .map(it => it.name)
        .sort(),
      [...inPath].sort(),
      where,
    )
    for (const parameter of parameters) {
      assert.match(parameter.in, /^(path|query|header|cookie)$/, where)
      assert.ok(parameter.in !== 'path' || parameter.required, where)
      checkSchema(parameter.schema, `${where} ${parameter.name}`)
    }
    const keys = parameters.map(it => `${it.in} ${it.name}`)
    assert.equal(new Set(keys).size, keys.length, where)
    if (method === 'get' || method === 'delete') assert.equal(one.requestBody, undefined, where)
    for (const { schema } of Object.values(one.requestBody?.content ?? {})) checkSchema(schema, where)
    assert.ok(Object.keys(one.responses).length > 0, where)
    for (const [status, response] of Object.entries(one.responses)) {
      assert.match(status, /^([1-5]\d\d|default)$/, where)
      assert.equal(typeof response.description, 'string', where)
      for (const { schema } of Object.values(response.content ?? {}))
        checkSchema(schema, `${where} ${status}`)
    }
    for (const requirement of one.security ?? [])
      for (const name of Object.keys(requirement)) assert.ok(schemes.includes(name), where)
  }
})

test('refusals are described as problem details everywhere', () => {
  for (const [method, path, one] of described)
    assert.ok(one.responses['default']?.content?.['application/problem+json'], `${method} ${path}`)
})

test('the page to read it has no script of others and none inline', async () => {
  const page = await server.client().call('GET', '/api/v1/docs')
  assert.equal(page.status, 200)
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /script-src 'self'(;|$)/)
  assert.ok(!/unsafe/.test(policy))
  const scripts = [...page.text.matchAll(/<script\b([^>]*)>([^<]*)/g)]
  assert.deepEqual(
    scripts.map(([, attributes, inside]) => [attributes?.trim(), inside]),
    [['type="module" src="/api/v1/docs/page.js"', '']],
  )
  for (const file of ['page.js', 'page.css'])
    assert.equal((await server.client().call('GET', `/api/v1/docs/${file}`)).status, 200)
  const home = await server.client().call('GET', '/')
  assert.deepEqual([home.status, home.headers.get('location')], [302, '/api/v1/docs'])
})

const types = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])
const keywords =
  /^(type|format|pattern|enum|const|default|description|title|x-de|minLength|maxLength|minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf|minItems|maxItems|items|prefixItems|properties|required|additionalProperties|propertyNames|anyOf|oneOf|allOf|not|\$ref|readOnly|writeOnly|deprecated|contentEncoding|examples)$/

/** Walks a JSON Schema (2020-12): known keywords, of their types, references that lead somewhere. */
function checkSchema(schema: unknown, where: string): void {
  if (typeof schema === 'boolean') return
  assert.ok(typeof schema === 'object' && schema !== null, where)
  const it = schema as Record<string, unknown>
  for (const key of Object.keys(it)) assert.match(key, keywords, `${where}: ${key}`)
  for (const type of [it['type'] ?? []].flat())
    assert.ok(types.has(String(type)), `${where}: type ${String(type)}`)
  if (it['$ref'] !== undefined) {
    const name = /^#\/components\/schemas\/(.+)$/.exec(String(it['$ref']))?.[1]
    assert.ok(name && api.components.schemas[name], `${where}: ${String(it['$ref'])}`)
  }
  for (const name of (it['required'] ?? []) as string[])
    assert.ok(name in ((it['properties'] ?? {}) as object), `${where}: ${name}`)
  if (it['pattern'] !== undefined) new RegExp(String(it['pattern']), 'u')
  for (const inner of Object.values((it['properties'] ?? {}) as Record<string, unknown>))
    checkSchema(inner, where)
  for (const key of ['items', 'additionalProperties', 'propertyNames', 'not'])
    if (it[key] !== undefined) checkSchema(it[key], `${where}/${key}`)
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'])
    if (it[key] !== undefined) for (const inner of it[key] as unknown[]) checkSchema(inner, `${where}/${key}`)
}
