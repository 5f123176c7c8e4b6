import { referenceConnector } from '../../../../testkit/reference/connector/index.ts'

const usual = referenceConnector({ inward: 'acked', outward: 'tickets', keys: 'ours', stock: 'absolute' })

/** A system that wants acknowledgements, answers every writing call by tickets, and holds absolute quantities. */
export const connector = {
  ...usual,
  name: 'ticketed',
  limits: { ...usual.limits, timeoutMs: 2000 },
}
