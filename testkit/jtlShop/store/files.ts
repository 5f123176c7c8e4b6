/** Files of the shop. They belong to the transaction in which they are written. */
import type { ShopState } from '../state.ts'

/** Keeps a file under its path. */
export function keepFile(state: ShopState, path: string, content: Buffer): void {
  const before = state.storage.get(path)
  state.storage.set(path, content)
  state.tables.undo(() => (before ? state.storage.set(path, before) : state.storage.delete(path)))
}

/** Takes a file away. */
export function dropFile(state: ShopState, path: string): void {
  const before = state.storage.get(path)
  state.storage.delete(path)
  if (before) state.tables.undo(() => state.storage.set(path, before))
}
