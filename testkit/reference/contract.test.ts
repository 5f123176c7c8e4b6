import { contractSuite } from '../contract/contractSuite.ts'
import { referenceConnector } from './connector/index.ts'
import { shapes } from './shapes.ts'
import { referenceSide } from './subject.ts'

for (const { name, system, connector } of shapes)
  contractSuite({ ...referenceSide(name, system), connector: referenceConnector(connector) })
