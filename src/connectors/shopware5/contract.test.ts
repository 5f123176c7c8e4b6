import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import { contractSubject } from '../../../testkit/shopware5/contractSubject.ts'
import { connector } from './index.ts'

contractSuite({ ...contractSubject, connector })
