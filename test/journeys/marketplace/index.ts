// A connector made elsewhere, as KONTOR_CONNECTORS loads it: a system whose records come by time of change, with several places.
import { referenceConnector } from '../../../testkit/reference/connector/index.ts'

export const connector = referenceConnector({ inward: 'watermark', places: true })
