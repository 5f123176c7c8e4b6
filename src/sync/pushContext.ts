import { callGate } from './callGate.ts'
import type { ImportContext } from './importContext.ts'
import type { PushContext } from './pushTask.ts'
import { tradeSources } from './sources.ts'

/**
 * What is sent with, in the context of a run: its gate, where what is sent comes from, and an empty memory of this run. The one
 * place that makes it, for lanes, for what a person does with a lane held, and for previews. Calls and writes nothing.
 */
export function pushContext(
  context: ImportContext & Pick<PushContext, 'runId'>,
  priority: PushContext['priority'],
): PushContext {
  return {
    ...context,
    sources: context.sources ?? tradeSources,
    gate: callGate(context.db, context.connection.id, context.connector.limits.concurrent),
    priority,
    silence: { answered: 0, inARow: 0 },
    walks: new Map(),
    guard: { foreseen: new Map(), held: new Map(), leaving: new Map() },
  }
}
