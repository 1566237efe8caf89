import { expect, it } from 'vitest'
import { porterStem } from './porter-stem.ts'

/** Each word and its stem by `nltk.stem.porter.PorterStemmer` of NLTK 3.10. */
const stems = `relational:relat conditional:condit valency:valenc hesitancy:hesit digitizer:digit conformably:conform
radically:radic differently:differ vilely:vile analogously:analog vietnamization:vietnam predication:predic operator:oper
feudalism:feudal decisiveness:decis hopefulness:hope callousness:callous formality:formal sensitivity:sensit
sensibility:sensibl hopefully:hope biologi:biolog apology:apolog geological:geolog triplicate:triplic formative:form
formalize:formal electricity:electr goodness:good revival:reviv allowance:allow inference:infer airliner:airlin
gyroscopic:gyroscop adjustable:adjust defensible:defens irritant:irrit replacement:replac adjustment:adjust
dependent:depend adoption:adopt communism:commun activate:activ angularity:angular homologous:homolog effective:effect
bowdlerize:bowdler probate:probat rate:rate cease:ceas controlling:control roll:roll rolled:roll falling:fall filing:file
fizzed:fizz tanned:tan hopping:hop sized:size troubled:troubl conflated:conflat plastered:plaster bled:bled motoring:motor
sing:sing agreed:agre feed:feed caresses:caress ponies:poni ties:tie cats:cat happy:happi sky:sky skies:sky dying:die
news:news succeed:succeed played:play enjoy:enjoy syzygy:syzygi owing:owe used:use is:is us:us it:it by:by sixties:sixti
died:die spied:spi flies:fli generally:gener fully:fulli nationally:nation tt:tt`

it.each(stems.split(/\s+/).map((pair) => pair.split(':')))('%s has the stem %s', (word = '', stem) => {
  expect(porterStem(word)).toBe(stem)
})
