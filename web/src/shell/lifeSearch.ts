/** Which delivery notes are shown. */
export interface DeliveriesSearch {
  readonly folder?: string | undefined
  readonly number?: string | undefined
  readonly warehouse?: string | undefined
  readonly order?: string | undefined
  readonly row?: string | undefined
}

/** Which returns are shown. */
export interface ReturnsSearch {
  readonly folder?: string | undefined
  readonly search?: string | undefined
  readonly order?: string | undefined
  readonly row?: string | undefined
}
