import type { Locator } from 'playwright-core'

/** Presses the keys of a button, once it is there and can be pressed: keys that come before that do nothing, for a person either. */
export async function pressFor(button: Locator, keys = 'Control+Enter'): Promise<void> {
  const page = button.page()
  await button.and(page.locator(':not([aria-disabled=true], :disabled)')).waitFor()
  await page.keyboard.press(keys)
}
