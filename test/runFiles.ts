// Runs the given test files, each in a process of its own, in the given order (`node --test` would sort them by name):
// `node test/runFiles.ts JOBS FILE …`. Its status is 0 only if everything passed.
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const [jobs, ...files] = process.argv.slice(2)
process.exitCode = 1 // until all is known to be well
run({
  files,
  concurrency: Number(jobs),
  timeout: 600_000,
  // A young generation that starts large: test files live shortly and leave much behind, a tenth of their time is spared.
  execArgv: [
    '--min-semi-space-size=16',
    '--max-semi-space-size=32',
    '--import',
    new URL('./preload.ts', import.meta.url).href,
  ],
})
  .on('test:summary', ({ file, success }) => {
    if (file === undefined && success) process.exitCode = 0
  })
  .compose(new spec())
  .pipe(process.stdout)
