import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import { contractSubject } from '../../../testkit/scx/contractSubject.ts'
import { connector } from './index.ts'

contractSuite({ ...contractSubject, connector })
