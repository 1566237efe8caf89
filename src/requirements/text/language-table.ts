/** What is frequent in a language that shares its script with others. */
export interface LanguageTraits {
  /** Frequent words. */
  readonly words: string
  /** Letters beyond a to z, or beyond those that all languages of the script share. */
  readonly letters: string
  /** Frequent beginnings (`^`), endings (`$`) and groups of letters. */
  readonly groups: string
}

export type LatinLanguage =
  | 'en'
  | 'de'
  | 'fr'
  | 'es'
  | 'it'
  | 'pt'
  | 'nl'
  | 'sv'
  | 'da'
  | 'no'
  | 'fi'
  | 'pl'
  | 'cs'
  | 'hu'
  | 'ro'
  | 'tr'
  | 'id'
  | 'vi'
export type CyrillicLanguage = 'ru' | 'uk' | 'bg'
export type ArabicLanguage = 'ar' | 'fa'

export const latin: Readonly<Record<LatinLanguage, LanguageTraits>> = {
  en: {
    words:
      'the of and to in a is that it for was on are as with his they be at this have from or had by but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into has look two more write go see no way could people my than been who its now find long down did get come made may i you he me our us where why should because through while very only most such both after before over also any every must does',
    letters: '',
    groups: 'th sh wh ght ould ^wh ing$ tion$ ed$ ly$ ^the ough ment$ ness$ ck oo ee ow$ ey$ ^kn',
  },
  de: {
    words:
      'der die das und ist nicht ein eine einen einem einer eines ich du er sie es wir ihr mich dich mir dir sich den dem des zu in im mit auf für von vom an am als auch wie aber oder wenn dass daß so nur noch nach bei beim aus um über vor durch zum zur hat haben hatte war waren wird werden wurde kann können muss soll sind sein seine seiner ihre ihren mein dein unser was wer wo warum weil doch schon immer mehr sehr hier dort dann man kein keine keinen diese dieser dieses jeder alle viel viele etwas nichts gegen ohne bis seit zwischen',
    letters: 'äöüß',
    groups:
      'sch cht ung$ lich$ keit$ isch$ ^ge ^ver ein ei ie en$ er$ ^be tz ck pf nd$ ^zu heit$ ^un tsch rt$',
  },
  fr: {
    words:
      "le la les un une des du de et est en que qui dans pour pas sur au aux avec ce cette ces il elle ils elles nous vous je tu on son sa ses leur leurs mon ma mes ton votre notre se ne ni ou où mais donc car si plus moins très bien tout tous toute toutes être avoir a ont sont était étaient été fait faire peut comme quand même aussi encore après avant sans sous entre chez vers depuis pendant parce alors ainsi rien jamais toujours ici là y c'est d'un d'une qu'il qu'elle n'est l'on j'ai s'est m'a",
    letters: 'éèêëàâçùûîïôœ',
    groups:
      "eau aux$ ^l' ^d' ^qu ^j' ^c' ^n' ^s' tion$ ment$ eux$ oi ou ai ez$ ent$ ille que$ eur$ ée$ és$ oir$ ^ét ais$",
  },
  es: {
    words:
      'el la los las un una unos unas de del al y e o u que en es no se por para con su sus lo le les me te nos mi tu como más pero muy ya si sí este esta esto estos estas ese esa eso aquel hay ser estar fue era son está están han ha he había tiene tengo hace hacer puede todo todos toda todas cuando donde quien cual porque aunque también entre sobre sin hasta desde después antes nada nunca siempre aquí allí bien cada otro otra yo él ella ellos usted nosotros qué cómo',
    letters: 'áéíóúñü¿¡',
    groups:
      'ción$ ue ie ll rr os$ as$ ado$ ando$ idad$ ^es ^qu mente$ ar$ er$ ía$ ñ ^hue dad$ iendo$ ero$ ón$',
  },
  it: {
    words:
      "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella nei con su sul sulla per tra fra e ed o ma che chi cui non è sono sei siamo era erano ha hanno ho abbiamo essere avere fare può si ci vi mi ti se come quando dove perché anche più molto poco tutto tutti tutta già ancora sempre mai qui lì bene ogni altro altra suo sua suoi loro mio mia io tu lui lei noi voi questo questa questi quello quella cosa così dopo prima senza dell'anno l'ha c'è un'altra",
    letters: 'àèéìòù',
    groups:
      "zione$ zz gli cch ^sp are$ ere$ ire$ ato$ ata$ ello$ mente$ ^qu che tt ss gg nn$ i$ o$ ^dell ^nell ^l' ità$ ^un' oni$ gia$",
  },
  pt: {
    words:
      'o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às por pelo pela para com sem e ou mas que se não é são foi era eram ser estar está estão tem têm tinha há ter fazer pode como quando onde porque também mais menos muito muita já ainda sempre nunca aqui ali bem cada outro outra seu sua seus suas meu minha eu tu ele ela eles elas nós você vocês me te lhe isso isto este esta esse essa aquele todo todos toda tudo nada até desde depois antes entre sobre só',
    letters: 'áâãàçéêíóôõú',
    groups:
      'ção$ ções$ ão$ ões$ lh nh ^qu ado$ eira$ mente$ dade$ ar$ er$ ou$ em$ am$ ^es eu$ ei ou inho$ ^não ndo$',
  },
  nl: {
    words:
      'de het een en van in is dat die op te zijn met voor niet aan er om ook als maar dan bij nog uit naar door over tot onder tegen na zonder tussen hij zij ze je jij u ik we wij jullie hem haar hun mijn jouw ons onze deze dit daar hier wat wie waar hoe waarom wanneer want omdat of al heeft hebben had was waren wordt worden werd kan kunnen moet moeten zal zou zullen wil gaan gaat veel meer zeer heel geen iets niets alle alles altijd nooit nu toch wel zo',
    letters: 'ëïéèöü',
    groups:
      'ij oo ee aa uu sch ^ge lijk$ heid$ ^ver en$ ing$ eer oe ui ^het cht tje$ ^een dt$ ieuw rs$ ^be euw',
  },
  sv: {
    words:
      'och att det som en ett på är av för med den till i inte om har de hade var jag du han hon vi ni man sig sin sitt sina från men så kan ska skulle vid när hur vad vem varför eller efter under över mellan utan genom mot också bara mycket många mer mest alla allt något några ingen inget här där nu då än vara blir blev bli får fick göra gör sedan redan aldrig alltid dem oss dig mig er din min mitt vår denna detta dessa',
    letters: 'åäöé',
    groups:
      'sk ^för och ck ^sk ^sj tt ll$ ing$ het$ ade$ rna$ ör är ande$ ^sj ngen$ ligt$ tjä ^på ska$ lig$ orna$ sta$',
  },
  da: {
    words:
      'og i at det er en et til på de der den som for med af ikke har var jeg du han hun vi man sig sin sit sine fra men så kan skal skulle vil ville ved når hvor hvad hvem hvorfor eller efter under over mellem uden gennem mod også kun meget mange mere mest alle alt noget nogle ingen intet her nu da end være bliver blev blive får fik gøre gør siden allerede aldrig altid dem os dig mig jer din min mit vores denne dette disse blevet havde af',
    letters: 'æøåé',
    groups:
      'lig$ ^af ej øj ^hv ede$ ende$ hed$ sk ^gen ^for ld ^ud nd$ eg$ ^mel rne$ øre ige$ øb æd dl kke ^be tion$',
  },
  no: {
    words:
      'og i å det er en et ei til på de den som for med av ikke har var jeg du han hun vi man seg sin sitt sine fra men så kan skal skulle vil ville ved når hvor hva hvem hvorfor eller etter under over mellom uten gjennom mot også bare mye mange mer mest alle alt noe noen ingen her nå da enn være blir ble bli får fikk gjøre gjør siden allerede aldri alltid dem oss deg meg dere din min mitt vår denne dette disse blitt hadde fordi vært',
    letters: 'æøåéò',
    groups:
      'lig$ ^av ei øy ^hv et$ ende$ het$ sk ^gj ^for kj ll ^ut tt$ eg$ ^mell ene$ øre ige$ øp ^ble kk ^opp sjon$ ^skj',
  },
  fi: {
    words:
      'ja on ei se että en oli olen ole hän minä sinä me te he ne tämä tuo mikä kuka missä mitä kun kuin jos niin mutta tai myös vain jo nyt sitten vielä hyvin paljon kaikki kaikkea joka jotka jonka mukaan kanssa ilman ennen jälkeen koska miksi miten aina koskaan siellä täällä olla ovat olivat voi voivat pitää täytyy saa hänen minun sinun meidän heidän sen sitä tätä siitä tässä siinä ollut eivät emme olisi',
    letters: 'äöå',
    groups:
      'aa ää ii uu kk ssa$ ssä$ sta$ stä$ lla$ llä$ nen$ inen$ isi yy tt yö ista$ een$ iin$ ksi$ tta$ in$ ^ei ut$ vat$ uo',
  },
  pl: {
    words:
      'i w na z ze do o u od po za przez przed pod nad dla bez się nie to jest są był była było byli być że co jak czy ale lub albo oraz tak jego jej ich go mu mi mnie ty ja on ona my wy oni który która które którzy ten ta te tego tej tym gdy kiedy gdzie dlaczego ponieważ bardzo tylko już jeszcze także też może można ma mają miał mam wszystko wszyscy zawsze nigdy tutaj tam teraz więc czego kto swoje swój',
    letters: 'ąćęłńóśźż',
    groups: 'sz cz rz ^prz ie dz ego$ ych$ ów$ ść$ ^nie ch$ ą$ ę$ owi ski$ ^wy ^po wie ^z em$ ia$ ły$ ał$ zy',
  },
  cs: {
    words:
      'a v ve na je to se si že z ze do o u od po za před pod nad pro bez ne není jsou byl byla bylo byli být co jak ale nebo tak jeho její jejich ho mu mi mě ty já on ona my vy oni který která které kteří ten ta tento tato když kde proč protože velmi jen už ještě také může má mají měl mám všechno všichni vždy nikdy tady tam teď tedy než s k i jako až svůj tom tím této však jsme jsem',
    letters: 'áčďéěíňóřšťúůýž',
    groups: 'ch ^při ů ě ^ne ou ní$ ého$ ých$ ost$ ský$ ^po ^vy ře ^za ství$ ání$ ení$ ý$ á$ ého é$ li$ ^pr',
  },
  hu: {
    words:
      'a az és hogy nem is van egy ez azt meg csak de ha mint már még volt vagy el ki be fel le össze minden mert majd most itt ott aki ami amely amit akkor amikor hol miért én te ő mi ti ők nekem neki engem sem se kell lehet lesz lett volna voltak vannak nagyon sok több után előtt között alatt nélkül által szerint pedig így úgy ezt azok ezek ahol ilyen olyan mindig soha jó ennek annak',
    letters: 'áéíóöőúüű',
    groups:
      'sz gy ny ly cs zs ^meg ^el ban$ ben$ nak$ nek$ ^ki ság$ ség$ ok$ ek$ ák$ tt$ val$ vel$ ból$ hoz$ ^fel ott$ ett$ ^egy',
  },
  ro: {
    words:
      'și şi în de la a al ale ai cu pe pentru din prin fără sub peste între un o unei unui este e sunt era erau fi fost au am are ai avea nu că ce care cine cum când unde dacă dar sau ori mai foarte doar numai tot toate toți acest această acesta aceasta acele acel lui ei lor meu mea tău sa său eu tu el ea noi voi îl îi se să ne vă mi ți iar decât după înainte aici acolo mereu niciodată poate trebuie face',
    letters: 'ăâîșțşţ',
    groups:
      'ul$ ului$ ilor$ ea$ ește$ ^în ^des ție$ ii$ ă$ are$ ele$ ^pre ^într ează$ iei$ ^ne urilor$ esc$ at$ ^să oa',
  },
  tr: {
    words:
      've bir bu da de ne için ile çok daha en gibi kadar sonra önce ama fakat veya ya her şey hiç ben sen o biz siz onlar benim senin onun bizim var yok değil mi mı mu mü ki olarak olan oldu olduğu olur olmak eden etti ise şu hem sadece bile artık şimdi burada orada nasıl neden niçin nerede zaman gün yeni iyi büyük kendi diye göre tüm bütün bana sana ona bizi',
    letters: 'çğıöşüâî',
    groups:
      'lar$ ler$ ları leri dı$ di$ du$ yor$ mak$ mek$ ın$ in$ dan$ den$ ğ ş ^ka ı sın lık$ lik$ ında inde iyor acak ecek ya',
  },
  id: {
    words:
      'yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka lebih kata tahun sudah atau saat oleh menjadi orang ia kamu kita kami dia anda adalah seperti sangat banyak hanya masih telah dapat harus bila jika ketika setelah sebelum tanpa antara semua setiap apa siapa mengapa bagaimana mana sini sana sekarang selalu belum lagi saja agar bahwa namun tetapi para secara',
    letters: '',
    groups:
      '^men ^mem ^ber ^ter ^pe ^di kan$ nya$ ^ke an$ ang ng$ ^meng ^se ah$ aan$ ^per at$ ^ma uk$ asi$ ua ai$',
  },
  vi: {
    words:
      'là và của có không được cho các một những trong người này đã với để khi đến từ về như tôi anh em chị ông bà nó họ chúng ta mình ở ra vào lên rất cũng nhưng nếu thì mà vì nên còn đang sẽ phải làm đi nhiều hơn nhất hay hoặc gì ai sao nào đâu bao giờ năm ngày việc thể lại rồi trên dưới sau trước bị tại do theo đó đây mọi mỗi',
    letters: 'ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ',
    groups: '^ng ^nh ^th ^ch ^tr ng$ nh$ ^kh ^ph ^gi ượ ườ iế ể ^đ ợ ữ ^qu ấ ộ ch$ ^x',
  },
}

export const cyrillic: Readonly<Record<CyrillicLanguage, LanguageTraits>> = {
  ru: {
    words:
      'и в не на я что он с как это по но они мы она а то все так его вы от из у за же бы для или если когда только уже ещё еще был была было были быть есть нет да очень можно надо кто где почему потому чтобы который которая которые этот эта эти того тоже после перед без через между над под во со ко мне меня тебя нас вас их им ему ей там тут здесь сейчас всегда никогда более свой',
    letters: 'ыэёъ',
    groups: 'ого$ его$ ть$ ться$ ся$ ый$ ий$ ая$ ые$ ых$ ов$ ение$ ость$ ^пре ^при ^по ет$ ли$ ^вы ний$ ы',
  },
  uk: {
    words:
      'і й в у не на я що він з як це по але вони ми вона а то все так його ви від із за же би для або якщо коли тільки вже ще був була було були бути є немає ні дуже можна треба хто де чому тому щоб який яка які цей ця ці того також після перед без через між над під зі до мені мене тебе нас вас їх їм йому їй там тут зараз завжди ніколи більше свій та',
    letters: 'іїєґ',
    groups:
      'ого$ ння$ ти$ ися$ ся$ ий$ ій$ і$ их$ ів$ ість$ ^пере ^при ^по ає$ ли$ ^ви ою$ ська$ ^від ю$ ям$',
  },
  bg: {
    words:
      'и в не на аз че той с като това по но те ние тя а то всички така негов вие от из у за ще би или ако когато само вече още беше бях са е съм си сме има няма да много може трябва кой къде защо защото който която които този тази тези след преди без през между над под във със ми ме те ни ви ги им му й там тук сега винаги никога повече свой се към до какво как до',
    letters: 'ъ',
    groups: 'ът$ ата$ ите$ ията$ та$ то$ ят$ ва$ ам$ ъ ^пре ^при ^по ^из ско$ ^на ъл ъст ене$ ния$ еше$ ^със',
  },
}

export const arabic: Readonly<Record<ArabicLanguage, LanguageTraits>> = {
  ar: {
    words:
      'في من على إلى أن إن هذا هذه التي الذي ما لا لم لن كان كانت هو هي هم نحن أنا أنت عن مع بعد قبل عند بين كل قد ثم أو و يا ذلك تلك هناك هنا أكثر جدا كما حيث حتى لكن إذا منذ غير بعض أي ليس يكون وقد وهو وهي فيها منه له لها',
    letters: 'ةيىكإأؤئءً',
    groups: '^ال ^وال ^بال ات$ ون$ ين$ ها$ ة$ ^لل ^ي ^ت ^م',
  },
  fa: {
    words:
      'و در به از که این را با است برای آن یک تا هم می بر خود ما من شما او آنها نیز اما یا هر اگر پس چه کرد شد شده بود باید نمی هستند دارد داشت کند کنید همه بسیار چون وقتی بعد پیش روی دو دیگر هیچ ولی کنم هست نیست',
    letters: 'پچژگکی',
    groups: '^می ها$ های$ ند$ ست$ ان$ ^ن تر$ ید$ ه$ ی$ ^ب',
  },
}
