import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSteps } from '../checkSteps.ts'

// As tests, so that the summary of `npm test` counts what `npm run check` finds. The import rules have their own file.
for (const { name, run } of checkSteps.filter(step => step.name !== 'import rules'))
  test(`check: ${name}`, async () => {
    const wrong = await run()
    assert.ok(wrong === undefined, wrong)
  })
