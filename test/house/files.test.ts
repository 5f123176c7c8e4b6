import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { test } from 'node:test'
import { checkFiles, checkLock } from './checkFiles.ts'
import { projectFiles, projectFolder } from './projectFiles.ts'

test('every file keeps the rules of the house', async () => {
  const files = await projectFiles()
  files.delete('package-lock.json')
  assert.ok(files.has('src/base/config.ts') && files.has('package.json'), 'the files were found')
  // The home of root is the same everywhere, so naming it tells nothing.
  const here = [projectFolder, `${homedir()}/`].filter(place => !['/', '//', '/root/'].includes(place))
  assert.deepEqual(checkFiles(files, here), [])
})

test('the lock file names no download address', async () => {
  assert.deepEqual(checkLock(await readFile(`${projectFolder}package-lock.json`, 'utf8')), [])
})

const home = ['', 'home', 'somebody', 'data'].join('/')
const violations: Record<string, Record<string, string>> = {
  'a long file': { 'src/sales/rules.ts': 'const a = 1\n'.repeat(401) },
  'a file called otherwise than its only export': {
    'src/sales/helper.ts': 'export function takeOver() {}\n',
  },
  'a name that is not camelCase': { 'src/sales/take_over.ts': 'export function takeOver() {}\n' },
  'printing in a room': { 'src/sales/takeOver.ts': "console.log('taken over')\n" },
  'an environment variable read elsewhere': {
    'src/server/start.ts': 'const port = process.env.KONTOR_PORT\n',
  },
  'a path of a machine': { 'docs/start.md': `Go to ${home}.\n` },
  'a long README': { 'README.md': 'more\n'.repeat(121) },
  'two tests of one name': {
    'src/sales/takeOver.test.ts': "test('works', () => {})\ntest('works', () => {})\n",
  },
}

for (const [name, files] of Object.entries(violations))
  test(`the file rules find ${name}`, () => {
    const found = checkFiles(new Map(Object.entries(files)))
    assert.equal(found.length, 1, found.join('\n'))
  })

test('the file rules find a download address in the lock file', () => {
  const host = ['https:', '', 'packages.example', 'a.tgz'].join('/')
  assert.equal(checkLock(`{\n  "resolved": "${host}"\n}`).length, 1)
})

test('the file rules let the environment be passed on as a whole', () => {
  const text = 'const config = readConfig(process.env)\nspawn(node, args, { env: { ...process.env } })\n'
  assert.deepEqual(checkFiles(new Map([['src/main.ts', text]])), [])
})
