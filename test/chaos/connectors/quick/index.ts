import { connector as jtlConnector } from '../../../../src/connectors/jtl-connector/index.ts'

/** The connector of JTL-Connector shops with a short patience: a shop that hangs costs seconds. */
export const connector = {
  ...jtlConnector,
  name: 'jtl-quick',
  limits: { ...jtlConnector.limits, timeoutMs: 2000 },
}
