import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { hasCode } from './errors.ts'
import { isOldSeal, openKeyring, rotateKeyring, seal, unseal } from './keyring.ts'

const context = 'tenant|connection|password'

test('what was sealed opens again with the same context, whatever it is', async t => {
  const ring = await openKeyring(await freshPath(t))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (plain, where) => {
      assert.deepEqual(unseal(ring, seal(ring, plain, where), where), Buffer.from(plain))
    }),
    { verbose: true },
  )
  assert.equal(unseal(ring, seal(ring, 'geheim ü', context), context).toString(), 'geheim ü')
})

test('the same secret sealed twice does not look the same, and does not show', async t => {
  const ring = await openKeyring(await freshPath(t))
  const [one, two] = [seal(ring, 'geheim', context), seal(ring, 'geheim', context)]
  assert.notDeepEqual(one, two)
  assert.equal(one.includes('geheim'), false)
})

test('a seal does not open in another place', async t => {
  const ring = await openKeyring(await freshPath(t))
  const sealed = seal(ring, 'geheim', context)
  for (const where of ['', 'other|connection|password', `${context} `])
    broken(() => unseal(ring, sealed, where))
})

test('a seal with any one byte changed, cut off or added does not open', async t => {
  const ring = await openKeyring(await freshPath(t))
  const sealed = seal(ring, 'geheim', context)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    broken(() => unseal(ring, changed, context))
    broken(() => unseal(ring, sealed.subarray(0, at), context))
  }
  broken(() => unseal(ring, Buffer.concat([sealed, Buffer.of(0)]), context))
})

test('a part of a larger buffer is read from its own start', async t => {
  const ring = await openKeyring(await freshPath(t))
  const sealed = seal(ring, 'geheim', context)
  const padded = Buffer.concat([Buffer.alloc(7), sealed, Buffer.alloc(7)]).subarray(7, 7 + sealed.length)
  assert.equal(unseal(ring, padded, context).toString(), 'geheim')
})

test('after a rotation the new key seals, and what was sealed before still opens and says that it is old', async t => {
  const path = await freshPath(t)
  const before = await openKeyring(path)
  const sealed = seal(before, 'geheim', context)
  const now = await rotateKeyring(path)
  assert.notEqual(now.current, before.current)
  assert.equal(unseal(now, sealed, context).toString(), 'geheim')
  assert.equal(isOldSeal(now, sealed), true)
  assert.equal(isOldSeal(now, seal(now, 'geheim', context)), false)
  assert.deepEqual(await openKeyring(path), now)
  broken(() => unseal(before, seal(now, 'geheim', context), context))
})

test('another ring does not open a seal', async t => {
  const sealed = seal(await openKeyring(await freshPath(t)), 'geheim', context)
  const other = await openKeyring(await freshPath(t))
  broken(() => unseal(other, sealed, context))
})

test('the key file is for its owner only, and nothing is left beside it', async t => {
  const path = await freshPath(t)
  await openKeyring(path)
  await rotateKeyring(path)
  if (process.platform !== 'win32') {
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    assert.equal((await stat(join(path, '..'))).mode & 0o777, 0o700)
  }
  assert.deepEqual(await readdir(join(path, '..')), ['secret.keys'])
})

test('processes that start at once end with the same ring', async t => {
  const path = await freshPath(t)
  const module = JSON.stringify(new URL('./keyring.ts', import.meta.url).href)
  const script = `const { openKeyring } = await import(${module})
    process.stdout.write((await openKeyring(${JSON.stringify(path)})).current)`
  const currents = await Promise.all(Array.from({ length: 4 }, () => outputOf(script)))
  const { current } = await openKeyring(path)
  assert.deepEqual(currents, [current, current, current, current])
  assert.deepEqual(await readdir(join(path, '..')), ['secret.keys'])
})

test('a key file that is damaged is neither replaced nor used', async t => {
  const path = await freshPath(t)
  await openKeyring(path)
  for (const text of [
    '',
    '{}',
    'null',
    '{"current": "aa", "keys": {"aa": "c2hvcnQ="}}',
    '{"current": "bb", "keys": {}}',
  ]) {
    await writeFile(path, text)
    await assert.rejects(openKeyring(path), error => hasCode(error, 'KEYRING_INVALID'))
    await assert.rejects(rotateKeyring(path), error => hasCode(error, 'KEYRING_INVALID'))
    assert.equal(await readFile(path, 'utf8'), text)
  }
})

function broken(work: () => unknown): void {
  assert.throws(work, error => hasCode(error, 'SEAL_BROKEN'))
}

/** A path for a key file in a folder that does not exist yet. */
async function freshPath(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-keyring-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'data', 'secret.keys')
}

async function outputOf(script: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', chunk => {
    out += String(chunk)
  })
  const [code] = await once(child, 'close')
  assert.equal(code, 0)
  return out
}
