import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { test } from 'node:test'
import { commandTable } from '../../src/cli/commandTable.ts'
import { projectFiles, projectFolder } from './projectFiles.ts'
import { reasonsPage } from './reasonsPage.ts'
import { rooms } from './rooms.ts'

const files = await projectFiles()
const documents = [...files].filter(([path]) => /^([A-Z]+|docs\/\w+)\.md$/.test(path))
const readme = textOf('README.md')
const architecture = textOf('ARCHITECTURE.md')

test('the documents were found', () => {
  const paths = documents.map(([path]) => path)
  for (const path of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/runs.md'])
    assert.ok(paths.includes(path), path)
})

test('every path that a document names exists', () => {
  const missing = documents.flatMap(([document, text]) =>
    [...pathsIn(text), ...linksIn(document, text)]
      .filter(path => !existsSync(projectFolder + path) && !isRoom(path))
      .map(path => `${document}: ${path}`),
  )
  assert.deepEqual(missing, [])
})

test('what a document says to stand in a file stands there', () => {
  const found = documents.flatMap(([document, text]) =>
    [...text.matchAll(/`(\w+)`(?:\s+\(|,\s+)`(\w+\/[\w./-]+\.ts)`/g)].map(([, name = '', path = '']) => ({
      document,
      name,
      path,
    })),
  )
  assert.ok(found.length > 30, `${found.length} names were found`)
  const wrong = found.filter(
    ({ name, path }) =>
      !new RegExp(`\\b(function\\*?|const|class|interface|type) ${name}\\b`).test(files.get(path) ?? ''),
  )
  assert.deepEqual(wrong, [])
})

test('the README has at most 120 lines and leads to every document', () => {
  assert.ok(readme.split('\n').length - 1 <= 120)
  const named = linksIn('README.md', readme)
  const unreachable = documents
    .map(([path]) => path)
    .filter(path => path !== 'README.md' && !named.includes(path))
  assert.deepEqual(unreachable, [])
})

test('the page of the commands lists every command, and no other', () => {
  const listed = tableUnder(`\n${textOf('docs/commands.md')}`, '# Commands').flatMap(([cell = '']) =>
    commandsIn(cell),
  )
  assert.deepEqual(listed.sort(), commandTable.map(command => command.words.join(' ')).sort())
})

test('the README lists every variable of the environment, and no other', () => {
  const listed = tableUnder(readme, '## Environment').map(([cell = '']) => cell.replaceAll('`', ''))
  const read = [...textOf('src/base/config.ts').matchAll(/text\('(KONTOR_\w+)'\)/g)].map(
    match => match[1] ?? '',
  )
  assert.deepEqual(listed.sort(), [...new Set(read)].sort())
})

test('the rooms of ARCHITECTURE.md are those that the import rules enforce', () => {
  const named = (list: string) => [...list.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '')
  const areas = named(/^\*\*Areas\*\*: ([^.]*)\./m.exec(architecture)?.[1] ?? '')
  const listed = tableUnder(architecture, '## Rooms').map(([room = '', , may = '']) => {
    const list = [...(/\bareas\b/.test(may) ? areas : []), ...named(may)].sort()
    return [named(room)[0] ?? '', may === 'all' ? 'all' : list] as const
  })
  const enforced = Object.entries(rooms).map(
    ([room, may]) =>
      [
        shown[room] ?? `src/${room}/`,
        may === 'all' ? may : may.map(one => shown[one] ?? `src/${one}/`).sort(),
      ] as const,
  )
  assert.deepEqual(Object.fromEntries(listed), Object.fromEntries(enforced))
})

/** Rooms that do not lie under src/, by the path that a reader sees. */
const shown: Readonly<Record<string, string>> = {
  wiring: 'src/main.ts',
  testDatabase: 'testkit/database/',
  ...Object.fromEntries(
    ['testkit', 'examples', 'bench', 'test', 'bin', 'web'].map(room => [room, `${room}/`]),
  ),
}

test('ARCHITECTURE.md names every table of the database, and no other', () => {
  const listed = tableUnder(architecture, '## Data').flatMap(([, tables = '']) =>
    [...tables.matchAll(/`(\w+)`/g)].map(match => match[1] ?? ''),
  )
  const made = [...files]
    .filter(([path]) => /^migrations\/\d{4}_.*\.sql$/.test(path))
    .flatMap(([, text]) => [...text.matchAll(/^create table (\w+) \(/gm)].map(match => match[1] ?? ''))
  assert.deepEqual(listed.sort(), [...made, 'migration'].sort())
})

test('docs/reasons.md shows the reason catalogue as it is', () => {
  assert.equal(textOf('docs/reasons.md'), reasonsPage(), 'run: node bin/run.mjs test/house/reasonsPage.ts')
})

function textOf(path: string): string {
  const text = files.get(path)
  assert.ok(text !== undefined, `${path} exists`)
  return text
}

/** A room may be named before its first file is there. */
function isRoom(path: string): boolean {
  return Object.keys(rooms).some(room => path === `src/${room}/`)
}

/** Paths of the project in backticks. One with a placeholder in it means many. */
function pathsIn(text: string): string[] {
  const quoted = text.matchAll(/`((?:src|test|testkit|migrations|bench|examples|docs|bin)\/[^`\s]*)`/g)
  return [...quoted].map(match => match[1] ?? '').filter(path => !/[<>*{…]/.test(path))
}

/** Where the links of a document lead within the project. */
function linksIn(document: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)|src="([^"]+)"/g)]
    .map(match => match[1] ?? match[2] ?? '')
    .filter(target => !/^[a-z]+:/.test(target))
    .map(target => posix.join(posix.dirname(document), target))
}

/** The rows of the first table behind a heading, without its head, as cells. */
function tableUnder(text: string, heading: string): string[][] {
  const lines = text.slice(text.indexOf(`\n${heading}\n`)).split('\n')
  const start = lines.findIndex(line => /^\|[-|: ]+\|$/.test(line))
  assert.ok(start > 0, `${heading} has a table`)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex(line => !line.startsWith('|'))
  return rest.slice(0, end < 0 ? rest.length : end).map(line =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map(cell => cell.trim()),
  )
}

/** "`user add`, `user list`" or "`user add\|list`" as commands. */
function commandsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, command = '']) => {
    const words = command.split(' ').filter(word => !/^[<[-]/.test(word))
    const last = words.pop() ?? ''
    return last.split('\\|').map(one => [...words, one].join(' '))
  })
}
