import type { Page } from 'playwright-core'

/** Goes to a page by G and its letter. Both are sent at once: the second key counts only shortly after the first one. */
export async function goByKeys(page: Page, letter: string): Promise<void> {
  await Promise.all([page.keyboard.press('g'), page.keyboard.press(letter)])
}
