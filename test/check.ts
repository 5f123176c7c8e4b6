// `npm run check`: format, lint, types, dead code, import rules. One line per step; a step that fails says why.
import { checkSteps } from './checkSteps.ts'

for (const { name, run } of checkSteps) {
  const began = performance.now()
  const wrong = await run()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${wrong === undefined ? '✔' : '✖'} ${name} (${seconds} s)`)
  if (wrong === undefined) continue
  console.log(wrong)
  process.exitCode = 1
}
