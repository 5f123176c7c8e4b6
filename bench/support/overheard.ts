import { connector as jtlConnector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'

/** The connector of JTL shops, telling `hear` the body of each call before it is made. */
export function overheard(hear: (body: string) => void): Connector {
  return {
    ...(jtlConnector as Connector),
    open: run =>
      jtlConnector.open({
        ...run,
        http: {
          ...run.http,
          call: request => {
            if (typeof request.body === 'string') hear(request.body)
            return run.http.call(request)
          },
        },
      }),
  }
}
