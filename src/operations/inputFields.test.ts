import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { allOperations } from './allOperations.ts'
import { fromText, inputFields } from './inputFields.ts'

const schema = z.object({
  text: z.string().meta({ description: 'A text.', 'x-de': 'Ein Text.' }),
  choice: z.enum(['a', 'b']).default('a'),
  count: z.int().optional(),
  amount: z.number().optional(),
  flag: z.boolean().default(false),
  names: z.array(z.string()).default([]),
  kinds: z.array(z.enum(['x', 'y'])).optional(),
  set: z.record(z.string(), z.string()).optional(),
  maybe: z.string().nullable().optional(),
  secret: z.string().meta({ format: 'password' }),
  lines: z.array(z.object({ id: z.string() })).optional(),
})

test('fields say what the schema says', () => {
  const fields = inputFields(schema)
  assert.deepEqual(
    fields.map(({ name, kind, of, required }) => [name, kind, of, required]),
    [
      ['text', 'text', undefined, true],
      ['choice', 'text', undefined, false],
      ['count', 'integer', undefined, false],
      ['amount', 'number', undefined, false],
      ['flag', 'boolean', undefined, false],
      ['names', 'list', 'text', false],
      ['kinds', 'list', 'text', false],
      ['set', 'record', undefined, false],
      ['maybe', 'text', undefined, false],
      ['secret', 'text', undefined, true],
      ['lines', 'list', 'json', false],
    ],
  )
  assert.deepEqual(fields[0]?.help, { en: 'A text.', de: 'Ein Text.' })
  assert.deepEqual([fields[1]?.choices, fields[1]?.fallback], [['a', 'b'], 'a'])
  assert.deepEqual(
    fields.filter(field => field.secret).map(field => field.name),
    ['secret'],
  )
})

test('text becomes a value of its kind, or stays text for the schema to refuse', () => {
  const of = (name: string, text: string) => {
    const field = inputFields(schema).find(one => one.name === name)
    assert.ok(field)
    return fromText(field, text)
  }
  assert.deepEqual(
    [of('count', '7'), of('count', '-7'), of('count', '0x7'), of('count', '')],
    [7, -7, '0x7', ''],
  )
  assert.deepEqual([of('amount', '1.5'), of('amount', '1e400')], [1.5, '1e400'])
  assert.deepEqual([of('flag', 'true'), of('flag', 'false'), of('flag', '1')], [true, false, '1'])
  assert.deepEqual([of('text', '007'), of('maybe', 'null')], ['007', 'null'])
  assert.deepEqual([of('names', 'a,b'), of('kinds', 'x, y')], [['a,b'], ['x', 'y']])
  assert.deepEqual([of('lines', '{"id":"1"}'), of('lines', '{id')], [[{ id: '1' }], ['{id']])
})

test('every operation has an input that path, query and command line can carry', () => {
  for (const operation of allOperations)
    assert.ok(Array.isArray(inputFields(operation.input)), operation.name)
})

test('names, routes and commands are given once', () => {
  for (const key of ['name', 'command'] as const) {
    const given = allOperations.map(operation => operation[key]).filter(value => value !== null)
    assert.equal(new Set(given).size, given.length, key)
  }
  const routes = allOperations.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
  assert.equal(new Set(routes).size, routes.length)
})

test('every operation that changes something says what goes to the audit log', () => {
  // They write the row themselves, because who acts is known only afterwards.
  const ownRow = new Set(['setup', 'session.open', 'session.password'])
  // It only looks; what it asks for is too long for an address.
  const looksOnly = new Set([
    'request.preview',
    'bulk-edit.preview',
    'import.detect',
    'category.preview-move',
    'tax.decide',
    'order.preview',
    'order.check',
    'customer.alike',
    'vat-id.check',
  ])
  for (const { name, method, audit } of allOperations)
    if (method !== 'GET' && !ownRow.has(name) && !looksOnly.has(name)) assert.ok(audit, name)
})

test('everything is said in both languages', () => {
  for (const operation of allOperations) {
    assert.ok(
      operation.summary.de && operation.summary.en && operation.summary.de !== operation.summary.en,
      operation.name,
    )
    if (operation.command !== null)
      for (const field of inputFields(operation.input))
        assert.ok(field.help.en && field.help.de, `${operation.name} ${field.name}`)
  }
})
