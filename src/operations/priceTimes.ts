import { z } from 'zod'

/** The instant from which on a price holds, with an offset: 2026-12-01T00:00:00+01:00. */
export const instant = z.iso.datetime({ offset: true })

/** The instant at which a price ends; the price does not hold at it any more. */
export const untilInstant = z.iso.datetime({ offset: true })
