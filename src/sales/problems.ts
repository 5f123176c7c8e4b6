import { problems } from '../base/errors.ts'

export const salesProblem = problems({
  COLOUR_UNKNOWN: {
    status: 404,
    en: 'There is no colour "{colour}". Known are: {known}.',
    de: 'Es gibt keine Farbe „{colour}“. Bekannt sind: {known}.',
  },
  DELIVERY_UNKNOWN: {
    status: 404,
    en: 'There is no delivery note "{delivery}".',
    de: 'Den Lieferschein „{delivery}“ gibt es nicht.',
  },
  METHOD_UNKNOWN: {
    status: 404,
    en: 'There is no method "{name}". Known are: {known}.',
    de: 'Es gibt keine Art „{name}“. Bekannt sind: {known}.',
  },
  LIST_REASON_UNKNOWN: {
    status: 404,
    en: 'There is no reason "{name}". Known are: {known}.',
    de: 'Es gibt keinen Grund „{name}“. Bekannt sind: {known}.',
  },
  RETURN_UNKNOWN: {
    status: 404,
    en: 'There is no return "{id}".',
    de: 'Es gibt keine Retoure „{id}“.',
  },
  QUOTATION_UNKNOWN: {
    status: 404,
    en: 'There is no quotation "{quotation}".',
    de: 'Es gibt kein Angebot „{quotation}“.',
  },
  ORDER_UNKNOWN: {
    status: 404,
    en: 'There is no order "{id}".',
    de: 'Es gibt keinen Auftrag „{id}“.',
  },
})
