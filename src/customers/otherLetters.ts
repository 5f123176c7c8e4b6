/** A text in Cyrillic or Greek letters in Latin ones, roughly as passports have it. Lower case, without accents. Pure. */
export function inLatin(text: string): string {
  if (!beyondAscii.test(text)) return text
  return text
    .replace(/ου/g, 'ou')
    .replace(/([αε])υ/g, (_, vowel: string) => `${letters[vowel] ?? ''}v`)
    .replace(/μπ/g, 'b')
    .replace(/[\u0370-\u052føæœđðþłı]/g, letter => letters[letter] ?? letter)
}
const beyondAscii = /[^\x20-\x7e]/

const letters: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'а a б b в v г g ґ g д d ђ dj е e є je ж zh з z и i і i ј j к k л l љ lj м m н n њ nj о o п p р r с s т t ћ c у u ф f',
    'х kh ц ts ч ch џ dz ш sh щ shch ъ . ы y ь . э e ю ju я ja',
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
    'ø oe æ ae œ oe đ d ð d þ th ł l ı i',
  ]
    .join(' ')
    .split(' ')
    .reduce<[string, string][]>((pairs, part, index, all) => {
      if (index % 2 === 1) pairs.push([all[index - 1] ?? '', part === '.' ? '' : part])
      return pairs
    }, []),
)

/**
 * Mends letters that were read in the wrong charset ("BÃ¤rbel" is Bärbel). What is lost for good ("J�rgen", "J?rgen") becomes
 * a sign that stands for any one or two letters. Pure.
 */
export function mended(text: string): string {
  if (!beyondAscii.test(text) && !text.includes('?')) return text
  return (/[ÃÂ]./.test(text) ? readAgain(text) : text)
    .replace(/\ufffd+/g, lost)
    .replace(/(?<=\p{L})\?(?=\p{L})/gu, lost)
}

/** Stands for one or two letters that are lost. A letter itself, so that words stay whole. */
export const lost = 'ʔ'

function readAgain(text: string): string {
  const bytes = Uint8Array.from([...text].map(letter => bytesOf1252.get(letter) ?? letter.charCodeAt(0)))
  const read = utf8.decode(bytes)
  return read.includes('\ufffd') ? text : read
}
const utf8 = new TextDecoder()
const windows1252 = new TextDecoder('windows-1252')
const bytesOf1252 = new Map(
  Array.from({ length: 128 }, (_, at) => [windows1252.decode(Uint8Array.of(at + 128)), at + 128]),
)
