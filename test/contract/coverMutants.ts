/**
 * `npm run mutants`: damaged answers of every connector that has `mutants.test.ts`, ten times as many as in the suite, and how much of
 * what maps records they reach. Ends with status 1 where a test fails, or less than 95 % of the lines of a file were run.
 */
import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../../bin/nodeFlags.mjs'

const least = 95
const covered = ['map', 'orderLines', 'payloads', 'scrub'] as const
const cwd = fileURLToPath(new URL('../../', import.meta.url))
const files = globSync('src/connectors/*/mutants.test.ts', { cwd })

process.env['KONTOR_TEST_ROUNDS'] ??= '10'
const stream = run({
  cwd,
  files,
  concurrency: 1,
  execArgv: nodeFlags,
  coverage: true,
  coverageIncludeGlobs: covered.map(name => `src/connectors/*/${name}.ts`),
})
stream.on('test:fail', () => {
  process.exitCode = 1
})
stream.on('test:coverage', ({ summary }) => {
  for (const { path, coveredLinePercent: lines, coveredBranchPercent: branches } of summary.files) {
    const name = path.slice(cwd.length)
    const isEnough = lines >= least
    if (!isEnough) process.exitCode = 1
    console.log(
      `${isEnough ? 'met   ' : 'MISSED'} ${lines.toFixed(1)} % of lines, ${branches.toFixed(1)} % of branches of ${name}`,
    )
  }
  if (summary.files.length < files.length) {
    console.log(`no coverage of some of ${files.join(', ')}`)
    process.exitCode = 1
  }
})
stream.compose(spec).pipe(process.stdout)
