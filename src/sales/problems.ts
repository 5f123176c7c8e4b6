import { problems } from '../base/errors.ts'

export const salesProblem = problems({
  ORDER_UNKNOWN: {
    status: 404,
    en: 'There is no order "{id}".',
    de: 'Es gibt keinen Auftrag „{id}“.',
  },
})
