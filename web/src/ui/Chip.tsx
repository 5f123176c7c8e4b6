import './chip.css'
import type { ReactNode } from 'react'

/** Tones of states; a tone never stands alone, the sign and the word say the same. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'pend' | 'hold' | 'mute' | 'accent'

/** ○ nothing yet · ◐ partly · ● complete · ✓ done · ✕ failed · △ check · ‖ held · ◷ waiting · lock · ↻ running · – left out. */
export type Sign =
  | 'empty'
  | 'half'
  | 'full'
  | 'done'
  | 'failed'
  | 'check'
  | 'held'
  | 'waiting'
  | 'lock'
  | 'running'
  | 'left'

interface ChipProps {
  readonly sign: Sign
  readonly tone: Tone
  /** A person is needed, or the state is the subject of the page. Normal states stay plain. */
  readonly filled?: boolean
  readonly children: ReactNode
}

/** A state: sign and word. */
export function Chip({ sign, tone, filled = false, children }: ChipProps) {
  return (
    <span className={`chip tone-${tone}${filled ? ' chip-filled' : ''}`}>
      <StateSign sign={sign} />
      <span className="chip-word">{children}</span>
    </span>
  )
}

/** The sign alone, 12 px, in the colour of what stands around it; decoration beside a word. */
export function StateSign({ sign }: { readonly sign: Sign }) {
  return (
    <svg className={`sign sign-${sign}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {drawings[sign]}
    </svg>
  )
}

const circle = <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 } as const

const drawings: Readonly<Record<Sign, ReactNode>> = {
  empty: circle,
  half: (
    <>
      {circle}
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
    </>
  ),
  full: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  done: <path d="m2 6.4 2.6 2.6L10 3.4" {...line} />,
  failed: <path d="m2.6 2.6 6.8 6.8m0-6.8L2.6 9.4" {...line} />,
  check: (
    <>
      <path
        d="M6 1.4 11 10.6H1z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeLinejoin="round"
      />
      <path d="M6 4.6v2.6m0 1v1" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  held: <path d="M4 2v8m4-8v8" {...line} strokeWidth={2} />,
  waiting: (
    <>
      {circle}
      <path d="M6 3.6V6h2" fill="none" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
  lock: (
    <>
      <rect x="2" y="5" width="8" height="6" rx="1" fill="currentColor" />
      <path d="M4 5V3.6a2 2 0 0 1 4 0V5" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  running: (
    <path
      d="M10 4.6A4.3 4.3 0 1 0 10.3 6M10.4 1.8v3H7.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
  ),
  left: <path d="M2 6h8" {...line} />,
}
