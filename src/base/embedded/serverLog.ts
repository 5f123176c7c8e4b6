import { type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises'
import { type DataFolder, giveToFolderOwner } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'

const largestLog = 10 * 1024 * 1024
const linesInError = 15

/** Opens the server's log (0600) to append to it; it starts anew when it has grown over 10 MB. */
export async function openServerLog(data: DataFolder): Promise<{ handle: FileHandle; size: number }> {
  const handle = await open(data.log, 'a', 0o600)
  await giveToFolderOwner(data.log)
  if ((await handle.stat()).size > largestLog) await truncate(data.log)
  return { handle, size: (await stat(data.log)).size }
}

/** EMBEDDED_START_FAILED with what the server logged since `from` bytes. */
export async function startFailed(data: DataFolder, reason: string, from: number): Promise<Error> {
  const text = (await readFile(data.log)).subarray(from).toString('utf8')
  return startFailedWith(data, `${reason}\n${text}`)
}

/** EMBEDDED_START_FAILED with a program's output: its last error in the sentence, its last lines as `cause`. */
export function startFailedWith(data: DataFolder, output: string): Error {
  const lines = output.trim().split('\n')
  const last = lines.findLast(line => errorMark.test(line)) ?? lines.at(0) ?? ''
  const reason = last.replace(errorMark, '')
  const cause = new Error(lines.slice(-linesInError).join('\n'))
  return embeddedProblem('EMBEDDED_START_FAILED', { where: data.cluster, reason, log: data.log }, { cause })
}

const errorMark = /^.*?\b(FATAL|PANIC|error):\s*/

/** What a program printed before execFile gave up on it. */
export function outputOf(error: unknown): string {
  const output = (name: string) =>
    error instanceof Error && name in error ? String(Reflect.get(error, name)) : ''
  return `${output('stdout')}${output('stderr')}`.trim() || String(error)
}
