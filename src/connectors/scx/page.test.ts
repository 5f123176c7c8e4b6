// docs/channels/scx.md says of every endpoint whether it is served, and of every habit where it is tried: both as they are.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { routes } from './routes.ts'

const folder = new URL('./', import.meta.url)
const page = readFileSync(new URL('../../../docs/channels/scx.md', import.meta.url), 'utf8')

/** The titles in each test of the folder. */
const tests: ReadonlyMap<string, readonly string[]> = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      return [name, [...text.matchAll(/\btest\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, title = '']) => title)]
    }),
)

/** The rows of the table under a heading, cell by cell. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? assert.fail(heading)
  const rows = section.split('\n').filter(line => line.startsWith('| '))
  return rows.slice(1).map(line => line.slice(2, -2).split(' | '))
}

/** As the router has it: parts of the path have no name here. */
const plain = (path: string) => path.replace(/\?.*$/, '').replace(/\{[^}]*\}|:\w+/g, '*')

/** Served under another spelling of the documentation, besides the documented one. */
const besides = new Set([
  'GET /v1/channel/events',
  'DELETE /v1/channel/events',
  'PATCH /v1/channel/event',
  'PATCH /v1/channel/events',
  'POST /v1/channel/attribute/global',
  'POST /v1/channel/attribute/category/*',
  'POST /v1/channel/attribute/seller/*',
])
/** There, and answered with the reason why it is not offered. */
const declined = new Set([
  'PATCH /v1/channel',
  'GET /v1/channel/mfa-pin',
  'POST /v1/channel/seller/platform/*',
  'POST /v1/channel/order/invoice-data',
])

test('every endpoint is on the page: as served where there is a route, else with a reason', () => {
  const rows = tableUnder('Endpoints')
  assert.equal(rows.length, 67)
  const served = new Set(routes.map(({ method, path }) => `${method} ${plain(path)}`))
  const listed = new Set<string>()
  for (const [endpoint = '', isServed, why = ''] of rows) {
    const [method, path = ''] = endpoint.replaceAll('`', '').split(' ')
    const name = `${method} ${plain(path)}`
    listed.add(name)
    assert.equal(isServed === 'yes', served.has(name) && !declined.has(name), endpoint)
    if (isServed === 'yes')
      for (const file of filesIn(why)) assert.ok(tests.has(file), `${endpoint}: ${file}`)
    assert.ok(isServed === 'yes' ? filesIn(why).length > 0 : why.length > 10, endpoint)
  }
  assert.deepEqual(
    [...served].filter(name => !listed.has(name) && !besides.has(name)),
    [],
  )
})

test('every habit on the page names a test, and every test of a habit is on the page', () => {
  const named = tableUnder('Habits').map(([habit, mark, tried = '']) => {
    assert.match(mark ?? '', /^[VCDO]$/, habit)
    const [, title = '', file = ''] = /^“(.*)” \(`([\w/]+\.test\.ts)`\)$/.exec(tried) ?? []
    assert.ok(tests.get(file)?.includes(title), `${habit}: ${tried}`)
    return title
  })
  const quirks = [...tests.values()].flat().filter(title => title.startsWith('quirk: '))
  assert.deepEqual(
    quirks.filter(title => !named.includes(title)),
    [],
  )
})

function filesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([\w/]+\.test\.ts)`/g)].map(([, file = '']) => file)
}
