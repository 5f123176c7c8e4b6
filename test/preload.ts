// Loaded by `npm test` into every process of node:test, before the test file.
import { leakCheck } from '../testkit/database/leakCheck.ts'
import { untracked } from './untracked.ts'

// Not in the process that only starts the others.
if (process.env.NODE_TEST_CONTEXT === 'child-v8') untracked(leakCheck)
