import { readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Account, type Owner, runProgram } from './account.ts'
import { type Binaries, copyBinaries, programPath } from './binaries.ts'
import { mayPass, openPassage } from './clusterOwner.ts'
import { type DataFolder, unless } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'
import { outputOf, startFailedWith } from './serverLog.ts'

/** An account and the programs that it can run. */
export interface Footing {
  readonly account: Account
  readonly binaries: Binaries
}

/**
 * Finds the account and the programs by trying, those first that leave the owner of existing data as it is; copies
 * the programs into the data folder where they cannot be used in place. Only under the start lock and while no server
 * runs. Throws EMBEDDED_NO_ACCOUNT, EMBEDDED_NOT_OURS, or EMBEDDED_START_FAILED if the programs do not run at all.
 */
export async function chooseFooting(data: DataFolder, installed: Binaries): Promise<Footing> {
  const cluster = await stat(data.cluster).catch(unless('ENOENT'))
  const me = process.geteuid?.()
  if (cluster && me !== undefined && me !== 0 && cluster.uid !== me) {
    throw embeddedProblem('EMBEDDED_NOT_OURS', { where: data.cluster, owner: cluster.uid })
  }
  const failures: unknown[] = []
  for (const { account, copied } of await candidates(data, cluster)) {
    if (!(await canReach(account, data.root))) continue
    const binaries = copied ? await copyBinaries(installed, data) : installed
    try {
      await openPassage(data, account)
      await tryProgram({ account, binaries }, data, cluster !== undefined)
      if (!copied) await rm(data.binaries, { recursive: true, force: true })
      return { account, binaries }
    } catch (error) {
      failures.push(error)
    }
  }
  if (me !== 0) throw startFailedWith(data, failures.map(outputOf).join('\n'))
  const cause = new AggregateError(failures, 'no account can run the PostgreSQL programs')
  throw embeddedProblem('EMBEDDED_NO_ACCOUNT', { where: data.root }, { cause })
}

interface Candidate {
  readonly account: Account
  readonly copied: boolean
}

async function candidates(data: DataFolder, cluster: Owner | undefined): Promise<Candidate[]> {
  const direct: Account = { how: 'direct', owner: undefined, inside: undefined }
  if (process.platform === 'win32') return inPlaceThenCopied([direct])
  const nobody = await unprivileged()
  const namespace = await namespaces(nobody)
  // initdb wants an account with a name; an ordinary one without (a container's --user) gets one in a namespace.
  if (process.geteuid?.() !== 0) return inPlaceThenCopied([direct, ...namespace])
  const setuid = [cluster, await stat(data.root), nobody]
    .flatMap(owner => (owner && owner.uid !== 0 ? [{ uid: owner.uid, gid: owner.gid }] : []))
    .filter((owner, at, all) => all.findIndex(other => other.uid === owner.uid) === at)
    .map((owner): Account => ({ how: 'setuid', owner, inside: owner }))
  const capability = setuid.map(account => ({
    account: { ...account, how: 'capability' as const },
    copied: false,
  }))
  const changesOwner = ({ account }: Candidate) =>
    Number(cluster !== undefined && account.owner?.uid !== cluster.uid)
  return [...inPlaceThenCopied([...setuid, ...namespace]), ...capability].sort(
    (a, b) => changesOwner(a) - changesOwner(b),
  )
}

function inPlaceThenCopied(accounts: readonly Account[]): Candidate[] {
  return [false, true].flatMap(copied => accounts.map(account => ({ account, copied })))
}

/** The namespace account where the system allows one; containers often do not, macOS has none. */
async function namespaces(inside: Owner): Promise<Account[]> {
  const owner = process.geteuid?.() === 0 ? { uid: 0, gid: 0 } : undefined
  const account: Account = { how: 'namespace', owner, inside }
  return await runProgram(account, 'true', []).then(
    () => [account],
    () => [],
  )
}

/** `nobody`, else `daemon`. */
async function unprivileged(): Promise<Owner> {
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(unless('ENOENT'))) ?? ''
  const lines = accounts.split('\n').map(line => line.split(':'))
  for (const name of ['nobody', 'daemon']) {
    const line = lines.find(([user]) => user === name)
    // >>> 0: macOS writes nobody as -2.
    if (line) return { uid: Number(line[2]) >>> 0, gid: Number(line[3]) >>> 0 }
  }
  return { uid: 65_534, gid: 65_534 }
}

/**
 * Whether the account gets as far as the data folder by the mode bits of the folders above it. The data folder itself
 * may still be closed if it is root's: openPassage changes that.
 */
async function canReach(account: Account, root: string): Promise<boolean> {
  if (account.how === 'capability' || !account.owner) return true
  const own = await stat(root)
  if (own.uid !== 0 && !mayPass(account.owner, own)) return false
  for (let folder = dirname(root), last = root; folder !== last; last = folder, folder = dirname(folder)) {
    if (!mayPass(account.owner, await stat(folder))) return false
  }
  return true
}

/** Runs a program to see whether it can be read, loads its libraries and, for a first start, knows its account. */
async function tryProgram(footing: Footing, data: DataFolder, exists: boolean): Promise<void> {
  const [program, ...args] = exists
    ? (['postgres', '--version'] as const)
    : (['initdb', '--show', '-D', data.cluster] as const)
  await runProgram(footing.account, programPath(footing.binaries, program), args)
}
