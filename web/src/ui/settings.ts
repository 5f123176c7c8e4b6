import { useSyncExternalStore } from 'react'

/** What a person sets for this browser: how it looks and which keys count. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  /** Height of a row in px. */
  readonly density: 28 | 32 | 36
  /** Whether single letters do something outside of fields. */
  readonly singleKeys: boolean
  readonly menuFolded: boolean
}

const keys = {
  theme: 'kontor-theme',
  density: 'kontor-density',
  singleKeys: 'kontor-single-keys',
  menuFolded: 'kontor-menu-folded',
} as const
const listeners = new Set<() => void>()
let settings = read()

/** The settings; whoever uses them is drawn again when they change. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, () => settings)
}

/** The settings as they are now, for handlers of keys. */
export function settingsNow(): Settings {
  return settings
}

/** Changes settings, for now and for the next visit. */
export function changeSettings(change: Partial<Settings>): void {
  settings = { ...settings, ...change }
  for (const [name, key] of Object.entries(keys))
    localStorage.setItem(key, String(settings[name as keyof Settings]))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Settings {
  const theme = localStorage.getItem(keys.theme)
  const density = localStorage.getItem(keys.density)
  const touch = matchMedia('(pointer: coarse)').matches
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    density: density === '28' ? 28 : density === '32' ? 32 : density === '36' || touch ? 36 : 28,
    singleKeys: localStorage.getItem(keys.singleKeys) !== 'false',
    menuFolded: localStorage.getItem(keys.menuFolded) === 'true',
  }
}
