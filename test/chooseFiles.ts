import { globSync } from 'node:fs'
import { projectFolder } from './house/projectFiles.ts'
import { longest } from './longest.ts'

/**
 * The test files whose path contains one of the patterns, all of them without any: first what takes longest, so that no
 * processor is idle in the end while one file goes on; then by name.
 */
export function chooseFiles(patterns: readonly string[]): string[] {
  const all = globSync('{src,testkit,test,examples,bench}/**/*.test.ts', { cwd: projectFolder })
  const missing = longest.filter(file => !all.includes(file))
  if (missing.length > 0) throw new Error(`test/longest.ts names what is not there: ${missing.join(', ')}`)
  return [...longest, ...all.filter(file => !longest.includes(file)).sort()].filter(
    file => patterns.length === 0 || patterns.some(pattern => file.includes(pattern)),
  )
}

/** Ends whatever a process has left behind that was started as the head of a group of its own. */
export function endGroup(pid: number | undefined): void {
  if (process.platform === 'win32' || pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error // nobody left: the usual case
  }
}
