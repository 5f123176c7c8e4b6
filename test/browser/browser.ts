import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver } from 'playwright-core'
import { projectFolder } from '../house/projectFiles.ts'

// Not the package's own: with --single-process the browser dies when a page closes.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-zygote',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a real browser: that of `KONTOR_TEST_BROWSER`, else the system's Chromium, else the one that came with the
 * packages. Undefined where there is none for this machine.
 */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = await browserPath()
  if (executablePath === undefined) return undefined
  const browser = await driver.launch({ executablePath, args: flags })
  // A machine with much to do needs it, and whoever passes does not wait.
  browser.on('context', context => context.setDefaultTimeout(60_000))
  return browser
}

/** Why tests are skipped where `openBrowser` finds none. */
export const noBrowser =
  'no browser: install chromium, or name one by KONTOR_TEST_BROWSER (the packaged one runs on Linux x64 only)'

async function browserPath(): Promise<string | undefined> {
  const given = process.env.KONTOR_TEST_BROWSER
  if (given) return given
  const system = '/usr/bin/chromium'
  if (existsSync(system)) return system
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  return await packaged()
}

/** The packaged browser unpacks to a place that all users of the machine share, so each project keeps a copy. */
async function packaged(): Promise<string> {
  const folder = join(projectFolder, '.cache/chromium')
  const own = join(folder, 'chromium')
  if (existsSync(own)) return own
  const unpacked = await chromium.executablePath()
  await mkdir(folder, { recursive: true })
  const draft = `${own}.${process.pid}`
  await copyFile(unpacked, draft)
  await rename(draft, own)
  return own
}
