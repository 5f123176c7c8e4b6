import { referenceConnector } from '../../../../testkit/reference/connector/index.ts'

const usual = referenceConnector({ inward: 'consuming', outward: 'wholeCall', keys: 'ours' })

/** A system that forgets what was read, and takes whole calls or nothing. */
export const connector = {
  ...usual,
  name: 'forgetful',
  limits: { ...usual.limits, timeoutMs: 2000 },
}
