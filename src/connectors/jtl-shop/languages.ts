/** ISO 639-2/B, as the shop names its languages, of ISO 639-1. */
const pairs =
  'de ger,en eng,fr fre,nl dut,it ita,es spa,pt por,pl pol,cs cze,sk slo,sl slv,da dan,sv swe,no nor,fi fin,et est,lv lav,lt lit,' +
  'hu hun,ro rum,bg bul,el gre,hr hrv,sr srp,bs bos,mk mac,sq alb,tr tur,ru rus,uk ukr,is ice,ga gle,mt mlt,lb ltz,ca cat,eu baq,' +
  'gl glg,cy wel,ar ara,he heb,fa per,hi hin,zh chi,ja jpn,ko kor,vi vie,th tha,id ind'

const longCodes = new Map(pairs.split(',').map(pair => [pair.slice(0, 2), pair.slice(3)] as const))

/** The three letters of a language (`de` is `ger`); the code itself where there are none. */
export function longLanguage(code: string): string {
  return longCodes.get(code) ?? code
}
