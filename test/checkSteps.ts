import { execFile } from 'node:child_process'
import { checkImports } from './house/checkImports.ts'
import { codeOf, projectFiles, projectFolder } from './house/projectFiles.ts'

export interface CheckStep {
  readonly name: string
  /** What is wrong, as text for a person; undefined where nothing is. */
  readonly run: () => Promise<string | undefined>
}

/** Everything that can be said about the code without running it. */
export const checkSteps: readonly CheckStep[] = [
  { name: 'format and lint', run: () => tool('@biomejs/biome/bin/biome', 'ci', '--colors=off', '.') },
  // One checker each: several check what they share once more, a third of the time in all.
  { name: 'types', run: () => tool('typescript/bin/tsc', '--noEmit', '--checkers', '1', '-p', '.') },
  {
    name: 'types of the back office',
    run: () => tool('typescript/bin/tsc', '--noEmit', '--checkers', '1', '-p', 'web'),
  },
  { name: 'dead code', run: () => tool('knip/bin/knip.js', '--no-progress') },
  {
    name: 'import rules',
    run: async () => checkImports(codeOf(await projectFiles())).join('\n') || undefined,
  },
]

/** Runs an installed program under this Node; returns what it printed if it failed. */
async function tool(script: string, ...args: readonly string[]): Promise<string | undefined> {
  return await new Promise((done, fail) => {
    execFile(
      process.execPath,
      [`${projectFolder}node_modules/${script}`, ...args],
      // The compiler spends a third of its time on its garbage, which is no more than this machine has room for.
      { cwd: projectFolder, maxBuffer: 64 << 20, env: { ...process.env, GOGC: '400' } },
      (error, out, err) => {
        if (!error) done(undefined)
        else if (typeof error.code === 'number')
          done(`${out}${err}`.trim() || `it ended with status ${error.code}`)
        else fail(error)
      },
    )
  })
}
