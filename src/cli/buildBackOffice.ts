import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandProblem } from './problems.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const builds = join(project, 'web/dist')
const dayMs = 86_400_000

/**
 * The folder with the back office as its sources are now, built first if nobody did so: a build has the name of what it
 * was made from. Several processes may ask at once. Error: BACK_OFFICE_BROKEN.
 */
export async function buildBackOffice(onBuild: () => void = () => {}): Promise<string> {
  const folder = join(builds, await nameOfSources())
  if (existsSync(folder)) return folder
  onBuild()
  const draft = `${folder}.${process.pid}`
  await mkdir(builds, { recursive: true })
  await runBuild(draft)
  try {
    await rename(draft, folder)
  } catch (error) {
    // Another process was first, with the same sources.
    if (!existsSync(folder)) throw error
    await rm(draft, { recursive: true })
  }
  await removeOld(folder)
  return folder
}

/** A name made of the contents of everything that a build depends on. */
async function nameOfSources(): Promise<string> {
  const web = (await readdir(join(project, 'web'), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !file.startsWith(builds))
  const hash = createHash('sha256')
  for (const file of [...web.sort(), join(project, 'package-lock.json')])
    hash
      .update(file.slice(project.length))
      .update('\0')
      .update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

function runBuild(folder: string): Promise<void> {
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [join(project, 'web/build.ts'), folder],
      { cwd: project },
      (error, _, said) => {
        if (error) fail(commandProblem('BACK_OFFICE_BROKEN', { reason: said.trim() }, { cause: error }))
        else done()
      },
    )
  })
}

/** A server that runs may still serve the build before; a day later nobody does, or it is restarted. */
async function removeOld(current: string): Promise<void> {
  for (const name of await readdir(builds)) {
    const path = join(builds, name)
    const made = path === current ? undefined : await madeAt(path)
    if (made !== undefined && Date.now() - made > dayMs) await rm(path, { recursive: true, force: true })
  }
}

/** Undefined where another process has just removed it. */
async function madeAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
