import type { Connector, Facts } from '../../port/connector.ts'

/**
 * How a system is made to deliver what it was told is stored, and what the backup does not know.
 * `reading`: it is read by a position of ours, which went back with the backup. `numbers`: it forgets our numbers since the backup,
 * and delivers what bears none. `everything`: it can only forget all links. `byHand`: somebody does it in the shop. `theirs`: it
 * calls us, and what it sent since the backup it does not send again by itself.
 */
export type RecoveryWay = 'reading' | 'numbers' | 'everything' | 'byHand' | 'theirs'

/** The way of a connector, for this very system. Pure. */
export function recoveryWay(connector: Connector, facts: Facts): RecoveryWay {
  const { pull } = connector
  if (!pull) return 'theirs'
  const vanishing = pull.kinds.some(
    kind => kind.consumes || kind.acked === 'records' || kind.acked === 'page',
  )
  if (!vanishing) return 'reading'
  if (connector.forgets?.isSafe(facts)) return 'numbers'
  const again = typeof connector.again === 'function' ? connector.again(facts) : connector.again
  if (again === 'relink' && connector.requestAgain && connector.inventory) return 'everything'
  return 'byHand'
}
