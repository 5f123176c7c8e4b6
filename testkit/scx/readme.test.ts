import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'

const folder = new URL('./', import.meta.url)

test('each habit of the README has a test of that name', async () => {
  const names = (await readdir(folder)).filter(name => name.endsWith('.test.ts'))
  const tests = await Promise.all(names.map(name => readFile(new URL(name, folder), 'utf8')))
  const readme = await readFile(new URL('README.md', folder), 'utf8')
  const rows = [...readme.matchAll(/^\| .* \| [VCDI] \| (.*) \|$/gm)].map(([, name = '']) => name)
  assert.ok(rows.length > 30, `only ${rows.length} habits were found`)
  assert.deepEqual(
    rows.filter(name => !tests.some(text => text.includes(`'${name}'`))),
    [],
  )
})
