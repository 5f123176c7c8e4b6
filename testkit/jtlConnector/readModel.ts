/** Reads pushed models the way the core deserialises them: null and missing take defaults, wrong dates fail. */
import type { DecimalText } from './decimals.ts'
import { languageTwo } from './globals.ts'
import { codes, ProtocolError } from './protocolError.ts'
import { isWireDate } from './shopTime.ts'
import type { ShopState } from './state.ts'
import { decimalText, isModel, type Wire, type WireModel } from './wire.ts'

const dateNames = new Set([
  'activeFromDate',
  'activeUntilDate',
  'availableFrom',
  'bestBefore',
  'birthday',
  'creationDate',
  'estimatedDeliveryDate',
  'minBestBeforeDate',
  'modified',
  'newReleaseDate',
  'nextAvailableInflowDate',
  'paymentDate',
  'shippingDate',
])

/** Checks what makes the core refuse a whole batch. Throws ProtocolError code 0. */
export function checkModel(state: ShopState, controller: string, model: WireModel): void {
  checkDates(model)
  const { stockLevel } = model
  const plain = stockLevel !== undefined && stockLevel !== null && !isModel(stockLevel)
  if (controller === 'product' && plain && state.quirks.stockLevelMustBeObject) {
    throw new ProtocolError(codes.uncaught, 'Invalid data 3.5 for stockLevel, expected ProductStockLevel')
  }
}

/** A text field, empty by default. */
export function text(model: WireModel, name: string): string {
  const value = model[name]
  return typeof value === 'string' ? value : ''
}

/** A yes or no field, no by default. */
export function flag(model: WireModel, name: string): boolean {
  return model[name] === true
}

/** A number field with exactly its digits, `0` by default. */
export function number(model: WireModel, name: string): DecimalText {
  return decimalText(model[name]) ?? '0'
}

/** A whole number, 0 by default. */
export function integer(model: WireModel, name: string): number {
  return Math.trunc(Number(number(model, name)))
}

/** A list of models, empty by default. */
export function models(model: WireModel, name: string): readonly WireModel[] {
  const value: Wire | undefined = model[name]
  return Array.isArray(value) ? value.filter(isModel) : []
}

/** The language of a text in two letters: 4.x and later prefer languageIso, 3.x knows only languageISO. */
export function languageOf(state: ShopState, model: WireModel): string {
  const two = state.generation === 5 ? text(model, 'languageIso') : ''
  return two || languageTwo(text(model, 'languageISO'))
}

function checkDates(value: Wire | undefined): void {
  if (Array.isArray(value)) {
    for (const element of value as readonly Wire[]) checkDates(element)
    return
  }
  if (value === undefined || !isModel(value)) return
  for (const [name, inner] of Object.entries(value)) {
    if (dateNames.has(name) && inner !== null && !(typeof inner === 'string' && isWireDate(inner))) {
      const shown = String(inner).slice(0, 40)
      throw new ProtocolError(
        codes.uncaught,
        `Invalid datetime "${shown}", expected one of the format "Y-m-d\\TH:i:sP".`,
      )
    }
    checkDates(inner)
  }
}
