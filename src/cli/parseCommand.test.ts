import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { Command } from './commandTable.ts'
import { operatorCommand } from './operatorCommand.ts'
import { parseCommand } from './parseCommand.ts'

const operator = operatorCommand({
  command: 'thing do <id> [rest]',
  summary: { en: 'Does', de: 'Tut' },
  input: z.object({
    id: z.string(),
    rest: z.array(z.string()).optional(),
    openChecks: z.boolean().default(true),
    limit: z.int().optional(),
    kinds: z.array(z.enum(['x', 'y'])).optional(),
    set: z.record(z.string(), z.string()).optional(),
    password: z.string().optional().meta({ format: 'password' }),
  }),
  output: z.object({}),
  run: async () => ({}),
})
const command: Command = {
  usage: operator.command,
  words: ['thing', 'do'],
  arguments: [
    { name: 'id', required: true },
    { name: 'rest', required: false },
  ],
  summary: operator.summary,
  does: { operator },
}

function parse(args: string, lines: string[] = []) {
  return parseCommand(command, args.split(' ').filter(Boolean), async () => lines.shift())
}

test('words, options and flags may stand in any order', async () => {
  const { given, global } = await parse(
    '--limit 3 7 --json a --open-checks b --tenant=acme --kinds x,y --kinds x',
  )
  assert.deepEqual(given, { id: '7', rest: ['a', 'b'], limit: 3, openChecks: true, kinds: ['x', 'y', 'x'] })
  assert.deepEqual(global, { json: true, tenant: 'acme' })
})

test('a flag can be taken back, pairs are collected, and -- ends the options', async () => {
  const { given } = await parse('--no-open-checks --set url=http://x/?a=b --set token= -- --id --set')
  assert.deepEqual(given, {
    openChecks: false,
    set: { url: 'http://x/?a=b', token: '' },
    id: '--id',
    rest: ['--set'],
  })
})

test('"-" reads a secret from standard input, line by line', async () => {
  const { given } = await parse('7 --password - --set token=- --limit=-1', ['first', 'second'])
  assert.deepEqual(given, { id: '7', password: 'first', set: { token: 'second' }, limit: -1 })
  assert.deepEqual((await parse('- --password=-', ['typed'])).given, { id: '-', password: 'typed' })
})

test('help needs nothing else', async () => {
  assert.deepEqual((await parse('-h')).global, { help: true })
})

test('what is not understood is said, never guessed', async () => {
  for (const [args, code] of [
    ['7 --limti 3', 'OPTION_UNKNOWN'],
    ['7 -x', 'OPTION_UNKNOWN'],
    ['7 --openChecks', 'OPTION_UNKNOWN'],
    ['7 --id 8', 'OPTION_UNKNOWN'],
    ['7 --no-limit', 'OPTION_UNKNOWN'],
    ['7 --limit', 'OPTION_NEEDS_VALUE'],
    ['7 --limit --json', 'OPTION_NEEDS_VALUE'],
    ['7 --json=yes', 'OPTION_TAKES_NO_VALUE'],
    ['7 --limit 1 --limit 2', 'OPTION_TWICE'],
    ['7 --set url', 'PAIR_EXPECTED'],
    ['7 --set =x', 'PAIR_EXPECTED'],
    ['', 'ARGUMENT_MISSING'],
  ] as const)
    await assert.rejects(parse(args), { code }, args)
})
