import type { Run } from '../../port/connector.ts'
import { type Features, featureFacts, featuresOf } from './features.ts'

/** A run that lays letters out; nothing is called. */
export interface Session {
  readonly run: Run
  readonly features: Features
}

/** Begins a run, and remembers what the channel can do. Calls nothing. */
export function begin(run: Run): Session {
  run.remember(featureFacts(run.settings))
  return { run, features: featuresOf(run.settings) }
}
