import { contractSuite } from '../contract/contractSuite.ts'
import { usualKinds } from '../contract/sending.ts'
import { referenceConnector } from './connector/index.ts'
import { shapes } from './shapes.ts'
import { referenceSide } from './subject.ts'

// What describes items is sent as items are: tried once in each way of answering.
const answersSeen = new Set<string>()
for (const { name, system, connector } of shapes) {
  const { outward = '' } = connector
  const sends = answersSeen.has(outward) ? { sends: usualKinds } : {}
  answersSeen.add(outward)
  contractSuite({ ...referenceSide(name, system), ...sends, connector: referenceConnector(connector) })
}
