import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { projectFolder } from './projectFiles.ts'

const allowed = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'PostgreSQL',
])
/** Not part of what is shipped. */
const allowedForDevelopment = new Set([...allowed, 'MPL-2.0'])
/** Shipped all the same, each for its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'node_modules/@fontsource-variable/ibm-plex-sans': 'OFL-1.1', // a font: served as it is, which its licence allows
  // What vite minifies styles with when the back office is built: a program beside Kontor, unchanged, not part of it.
  'node_modules/lightningcss': 'MPL-2.0',
  // What sharp makes thumbnails with: a library beside Kontor, unchanged, which anybody may exchange.
  'node_modules/@img/sharp-libvips': 'LGPL-3.0-or-later',
  'node_modules/@img/sharp-win32': 'Apache-2.0 AND LGPL-3.0-or-later',
  'node_modules/@img/sharp-wasm32': 'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
}

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
}

test('every dependency has a licence that Kontor may be shipped with', async () => {
  const packages = Object.entries(await lockedPackages()).filter(([path]) => path !== '')
  assert.ok(packages.length > 20, 'the lock file was read')
  const wrong: string[] = []
  for (const [path, locked] of packages) {
    const licence = (await installedLicence(path)) ?? locked.license ?? ''
    const except = Object.entries(exceptions).find(
      ([start]) => path === start || path.startsWith(`${start}-`),
    )
    if (except?.[1] === licence) continue
    if (!isAllowed(licence, locked.dev === true)) wrong.push(`${path}: "${licence}"`)
  }
  assert.deepEqual(wrong, [])
})

test('every dependency is pinned to one version', async () => {
  const manifest = JSON.parse(await readFile(`${projectFolder}package.json`, 'utf8'))
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
  const pins = kinds.flatMap(kind => Object.entries<string>(manifest[kind] ?? {}))
  const loose = pins.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  assert.deepEqual(loose, [])
  assert.ok(pins.length > 10)
})

test('an expression of licences is allowed if what it asks for is', () => {
  assert.equal(isAllowed('(MIT OR GPL-3.0)', false), true)
  assert.equal(isAllowed('MIT AND ISC', false), true)
  assert.equal(isAllowed('MIT AND GPL-3.0', false), false)
  assert.equal(isAllowed('MPL-2.0', false), false)
  assert.equal(isAllowed('MPL-2.0', true), true)
  assert.equal(isAllowed('', true), false)
})

function isAllowed(expression: string, forDevelopment: boolean): boolean {
  const list = forDevelopment ? allowedForDevelopment : allowed
  const either = expression.replace(/[()]/g, '').split(/ OR /i)
  return either.some(both => both.split(/ AND /i).every(licence => list.has(licence.trim())))
}

async function lockedPackages(): Promise<Record<string, LockedPackage>> {
  return JSON.parse(await readFile(`${projectFolder}package-lock.json`, 'utf8')).packages
}

/** Undefined where the package is not installed, such as the binaries of another platform, or names no licence. */
async function installedLicence(path: string): Promise<string | undefined> {
  const text = await readFile(`${projectFolder}${path}/package.json`, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const { license } = JSON.parse(text)
  return typeof license === 'string' ? license : license?.type
}
