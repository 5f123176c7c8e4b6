import { basename } from 'node:path'

/** Files that may be longer than 400 lines, with the reason. Only tables of data belong here. */
const longFiles: Readonly<Record<string, string>> = {
  'migrations/0002_facts.sql': 'the countries and currencies of the world, one line each',
  'migrations/schema.sql': 'generated picture of the whole schema',
}

/** Names of files that need not resemble the one value that they export, with the reason. */
const freeNames: Readonly<Record<string, string>> = {
  errors: 'a room keeps its errors in one file of that name',
  problems: 'a room keeps its errors in one file of that name',
  index: 'the door of a connector',
  api: 'a connector keeps its calls in one file of that name',
  map: 'a connector keeps its translations in one file of that name',
  payloads: 'a connector keeps the foreign types in one file of that name',
  rpc: 'a JSON-RPC call and its answer',
}

/** Checks every file (path → text) for what a reader relies on; returns one sentence per violation. */
export function checkFiles(files: ReadonlyMap<string, string>, here: readonly string[] = []): string[] {
  return [...files].flatMap(([path, text]) =>
    [
      ...length(path, text),
      ...name(path, text),
      ...printing(path, text),
      ...environment(path, text),
      ...machine(path, text, here),
      ...readme(path, text),
      ...sameTest(path, text),
    ].map(finding => `${path}: ${finding}`),
  )
}

/** Checks the lock file: it names packages by version and hash, never by where they were downloaded. */
export function checkLock(text: string): string[] {
  return [...text.matchAll(/^\s*"resolved":\s*"https?:[^"]*"/gm)].length > 0
    ? ['package-lock.json names download addresses: make it again with omit-lockfile-registry-resolved=true']
    : []
}

/** The names that a file exports at run time, in order. */
export function exportedValues(text: string): string[] {
  const declared = text.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)
  return [...declared].map(match => match[1] ?? '')
}

function length(path: string, text: string): string[] {
  const lines = text.split('\n').length - 1
  if (!/\.(ts|tsx|mts|mjs|js|sql|sh|css)$/.test(path) || path in longFiles || lines <= 400) return []
  return [`has ${lines} lines, more than 400: split it by topic`]
}

/**
 * A file with one exported value is called like it, or by a word of it: `startLock` for `withStartLock`, `ids` for
 * `newId`, `tenantStore` for `insertTenant`. A file with several is named after what they share, which no rule can check.
 */
function name(path: string, text: string): string[] {
  if (!/^(src|testkit|examples|bench)\/.*\.ts$/.test(path) || path.endsWith('.test.ts')) return []
  const base = basename(path, '.ts')
  if (!/^[a-z][a-zA-Z0-9]*$/.test(base)) return ['is not named in camelCase']
  const values = exportedValues(text)
  const [only] = values
  if (values.length !== 1 || only === undefined || base in freeNames) return []
  const all = [...text.matchAll(/^export (?:async )?(?:[a-z]+\*?) (\w+)/gm)].map(match => match[1] ?? '')
  const words = base.split(/(?=[A-Z])/).map(word => word.toLowerCase().replace(/s$/, ''))
  if (all.some(one => words.some(word => one.toLowerCase().includes(word)))) return []
  return [`exports ${only} alone, so it is called ${only}.ts`]
}

const printers: Readonly<Record<string, string>> = {
  'src/base/embedded/embeddedScratch.ts': 'holds the text of a program that a test starts',
}

function printing(path: string, text: string): string[] {
  if (!/\.(ts|tsx|mjs)$/.test(path) || /^(src\/cli|test|bench|bin)\//.test(path) || path in printers)
    return []
  // Standard output belongs to the answer of a command; a cry for help may go to standard error.
  return /\bconsole\.(log|info|debug|dir|table)\(/.test(text)
    ? ['prints with console; only cli/, test/, bench/ and bin/ do']
    : []
}

const readers: Readonly<Record<string, string>> = {
  'src/base/config.ts': 'reads and checks the environment for everybody',
  'src/base/embedded/account.ts': 'chooses what a child process may see of the environment',
  'testkit/database/testServer.ts': 'the variables that name the server of the tests',
}

/** To pass the whole environment on (to `readConfig`, to a child) is not reading it. */
function environment(path: string, text: string): string[] {
  if (!/\.(ts|tsx|mjs)$/.test(path) || /^(test|bench|bin)\//.test(path) || path.endsWith('.test.ts'))
    return []
  if (path in readers || !/\bprocess\.env\s*(\?\.|\.|\[)/.test(text)) return []
  return ['reads an environment variable; only src/base/config.ts does']
}

/** Homes of accounts as they stand in paths; a neutral example is /var/lib/kontor. */
const homes = new RegExp(['/home/[a-z]', '/Users/[A-Za-z]', 'C:\\\\Users\\\\'].join('|'))

function machine(path: string, text: string, here: readonly string[]): string[] {
  if (path === 'test/house/checkFiles.ts') return []
  const own = here.find(place => text.includes(place)) ?? homes.exec(text)?.[0]
  return own === undefined ? [] : [`names a path of somebody's machine (${own})`]
}

function readme(path: string, text: string): string[] {
  const lines = text.split('\n').length - 1
  return path === 'README.md' && lines > 120 ? [`has ${lines} lines, more than 120`] : []
}

function sameTest(path: string, text: string): string[] {
  if (!path.endsWith('.test.ts')) return []
  const names = [...text.matchAll(/^\s*(?:await )?(?:t\.)?(?:test|it)\(\s*(['"])(.+?)\1,/gm)].map(
    match => match[2] ?? '',
  )
  const twice = names.filter((one, at) => names.indexOf(one) !== at)
  return [...new Set(twice)].map(one => `has two tests called "${one}"`)
}
