import type { Ack, AckResult } from './connector.ts'

/** A table of links that is damaged is built anew: all of it is forgotten, and what we know of it told again. */
export interface Relinks<Session> {
  /** Makes it forget all links, of whatever kind: what came from there is delivered again. Repeating it is harmless. */
  clear(session: Session): Promise<void>
  /** The kinds of objects that it is told again, owners before what belongs to them; records that come in are not among them. */
  readonly kinds: readonly string[]
  /** Tells it that these objects of its own bear these numbers. One result per element, in order; repeating it is harmless. */
  link(session: Session, kind: string, list: readonly Ack[]): Promise<readonly AckResult[]>
}
