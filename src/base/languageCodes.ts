/**
 * Language codes of the endpoint: ISO 639-2/B (`ger`), as old and new ones send it, to the ISO 639-1 (`de`) that
 * Kontor speaks. The terminological codes (`deu`) are taken too, because some third-party endpoints mix them up.
 */
const pairs =
  'ger de,deu de,eng en,fre fr,fra fr,dut nl,nld nl,ita it,spa es,por pt,pol pl,cze cs,ces cs,slo sk,slk sk,slv sl,dan da,' +
  'swe sv,nor no,nob nb,nno nn,fin fi,est et,lav lv,lit lt,hun hu,rum ro,ron ro,bul bg,gre el,ell el,hrv hr,srp sr,bos bs,' +
  'mac mk,mkd mk,alb sq,sqi sq,tur tr,rus ru,ukr uk,bel be,ice is,isl is,gle ga,mlt mt,ltz lb,cat ca,baq eu,eus eu,glg gl,' +
  'wel cy,cym cy,ara ar,heb he,per fa,fas fa,hin hi,chi zh,zho zh,jpn ja,kor ko,vie vi,tha th,ind id,lat la'

const shortCodes = new Map(pairs.split(',').map(pair => [pair.slice(0, 3), pair.slice(4)] as const))

/**
 * The ISO 639-1 code of a language as the endpoint names it: `ger`, `de`, `de_DE`. A code that is in no table comes
 * back as it was sent; nothing for an empty one.
 */
export function shortLanguage(code: string): string | undefined {
  const plain = code.toLowerCase()
  return shortCodes.get(plain) ?? (/^[a-z]{2}[-_]/.test(plain) ? plain.slice(0, 2) : plain || undefined)
}

// Of two codes for one language the bibliographic one stands first.
const longCodes = new Map<string, string>()
for (const [long, short] of shortCodes) if (!longCodes.has(short)) longCodes.set(short, long)

/** The ISO 639-2/B code that the endpoint wants for a language (`de` is `ger`); undefined where there is none. */
export function longLanguage(code: string): string | undefined {
  return longCodes.get(code.toLowerCase().slice(0, 2))
}
