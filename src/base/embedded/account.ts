import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Who owns files, and under whom a process runs. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Under which account the server runs. PostgreSQL refuses root, so root has three ways: another account (`setuid`);
 * a user namespace in which root's own files belong to `nobody` (`namespace`); `nobody` with the one capability that
 * opens every file (`capability`, for containers that forbid namespaces). The last two reach a folder like /root/x.
 */
export interface Account {
  readonly how: 'direct' | 'setuid' | 'namespace' | 'capability'
  /** Who owns the files, as seen from outside; undefined where that is the launching account anyway. */
  readonly owner: Owner | undefined
  /** The unprivileged account that the programs believe to run under; undefined for `direct`. */
  readonly inside: Owner | undefined
}

/** Runs a program under the account to its end; throws with its output (see outputOf) if that is not success. */
export async function runProgram(account: Account, program: string, args: readonly string[]): Promise<void> {
  const run = runAs(account, program, args)
  await promisify(execFile)(run.command, run.args, { ...run.options, cwd: '/' })
}

/** The command line and spawn options that run a program under the account. */
export function runAs(account: Account, program: string, args: readonly string[]) {
  const env = programEnvironment()
  const { how, inside } = account
  if (how === 'direct' || !inside) return { command: program, args: [...args], options: { env } }
  if (how === 'setuid') {
    // spawn() wants a signed 32 bit number; macOS' nobody is 4294967294, that is -2.
    return { command: program, args: [...args], options: { env, uid: inside.uid | 0, gid: inside.gid | 0 } }
  }
  const [command, prefix] =
    how === 'namespace' ? ['unshare', namespaceFlags(inside)] : ['setpriv', capabilityFlags(inside)]
  return { command, args: [...prefix, '--', program, ...args], options: { env } }
}

/** Only what the programs need: the secrets in our own environment must not show in another process. */
function programEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { TZ: 'UTC', LC_ALL: 'C' }
  for (const name of ['PATH', 'SystemRoot', 'SystemDrive', 'TEMP', 'TMP', 'APPDATA', 'LOCALAPPDATA']) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  return env
}

function namespaceFlags({ uid, gid }: Owner): string[] {
  return ['--user', `--map-user=${uid}`, `--map-group=${gid}`]
}

function capabilityFlags({ uid, gid }: Owner): string[] {
  const only = '-all,+dac_override'
  // no_setuid_fixup: initdb asks access(2), which otherwise ignores the capabilities of an ordinary account.
  const powers = [
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
    '--securebits=+no_setuid_fixup',
  ]
  return [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...powers]
}
