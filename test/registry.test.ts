import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { portVersion } from '../src/port/connector.ts'
import { loadRegistry } from '../src/registry.ts'

const folder = await mkdtemp(join(tmpdir(), 'kontor-connectors-'))
after(() => rm(folder, { recursive: true }))

const whole = `portVersion: ${portVersion}, name: 'corner-shop', title: 'Corner shop', settings: [], limits: {}, map: {},
  check() {}, open() {}, scrub() {}`

async function connector(name: string, text: string): Promise<string> {
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'index.mjs'), text)
  return join(folder, name)
}

test('the connectors that come with Kontor are there', async () => {
  assert.ok((await loadRegistry([])).has('jtl-connector'))
})

test('a folder elsewhere adds its connector', async () => {
  const place = await connector('good', `export const connector = { ${whole}, pull: {} }`)
  assert.equal((await loadRegistry([place])).get('corner-shop')?.title, 'Corner shop')
})

test('what does not fit is refused at the start, with the reason', async () => {
  const old = await connector(
    'old',
    `export default { ${whole.replace(/portVersion: \d+/, 'portVersion: 0')}, pull: {} }`,
  )
  const half = await connector(
    'half',
    `export const connector = { portVersion: ${portVersion}, name: 'half' }`,
  )
  const deaf = await connector('deaf', `export const connector = { ${whole} }`)
  const twin = await connector(
    'twin',
    `export const connector = { ${whole.replace('corner-shop', 'jtl-connector')}, pull: {} }`,
  )
  const broken = await connector('broken', 'throw new Error("it broke")')
  for (const [place, code, said] of [
    [old, 'CONNECTOR_VERSION', /version 0 of the port/],
    [half, 'CONNECTOR_INVALID', /title, settings, limits/],
    [deaf, 'CONNECTOR_INVALID', /pull\/receive is missing/],
    [twin, 'CONNECTOR_TWICE', /jtl-connector/],
    [broken, 'CONNECTOR_MISSING', /it broke/],
    ['no-such-package-anywhere', 'CONNECTOR_MISSING', /no-such-package-anywhere/],
  ] as const)
    await assert.rejects(loadRegistry([place]), (error: { code: string; message: string }) => {
      assert.equal(error.code, code)
      assert.match(error.message, said)
      return true
    })
})
