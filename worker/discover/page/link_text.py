"""What the words of a link say: how much of a headline they are, in any script.

Knows text only: nothing of elements, URLs or places.
"""

import re
import unicodedata

#: Thai to Burmese and Khmer: written without spaces, some five characters (marks count) to a word.
_SOUTH_EAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
#: Kana, Han and Bopomofo: some two characters to a word.
_EAST = re.compile("[\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SOUTH_EAST_CHARACTERS_PER_WORD = 5
_EAST_CHARACTERS_PER_WORD = 2
_LETTER = re.compile(r"[^\W\d_]")

_EDGE = re.compile(r"^[\W_\d]+|[\W_\d]+$")
_MONTHS_AND_MARKS = re.compile(r"[年月日년월일时時分]")

#: What links to articles and to anything else say alike, language by language.
_WEAK_PHRASES = """
    more|read|read more|read on|read the story|read article|read full story|full story
    continue reading|see more|view more|learn more|find out more|details|click here|here
    watch|listen|comment|comments|share|reply|next|previous|photo|video|gallery|live
    mehr|weiterlesen|weiter|lesen|mehr lesen|mehr erfahren|zum artikel|ganzen artikel lesen
    jetzt lesen|hier|kommentare|kommentar|teilen|antworten|nächste|vorherige|zurück|bilder
    meer|lees meer|lees verder|lees het artikel|meer lezen|hier|reacties|delen|volgende
    plus|lire|lire la suite|lire plus|en savoir plus|lire l'article|la suite|voir plus|ici
    commentaires|partager|suivant|précédent|réagir
    más|leer|leer más|ver más|seguir leyendo|sigue leyendo|leer nota|continuar leyendo|aquí
    comentarios|compartir|siguiente|anterior|llegir més|llegeix més|més
    mais|ler|ler mais|leia mais|saiba mais|ver mais|continuar lendo|continue lendo|aqui
    comentários|partilhar|compartilhar|próximo|seguinte
    altro|leggi|leggi tutto|leggi di più|continua|continua a leggere|approfondisci|qui
    commenti|condividi|successivo|scopri di più
    mai mult|citește|citește mai mult|citește mai departe|citeste mai mult|detalii|aici
    comentarii
    läs|läs mer|läs vidare|mer|les mer|les også|les videre|læs mere|læs videre|mere|her|här
    kommentarer|dela|del|nästa|neste|næste|lue|lue lisää|lisää|lue koko juttu|jaa
    loe edasi|loe rohkem|skaityti daugiau|skaityti|plačiau|lasīt vairāk|lasīt tālāk|vairāk
    więcej|czytaj|czytaj więcej|czytaj dalej|zobacz więcej|tutaj|komentarze|udostępnij
    více|číst|číst dále|číst více|celý článek|čítať ďalej|čítať viac|viac|zde|tu|komentáře
    više|opširnije|pročitaj više|pročitajte više|saznaj više|detaljnije|ovde|ovdje|preberi več
    več|komentari|више|опширније|прочитај више|повеќе|прочитај повеќе
    подробнее|далее|читать|читать далее|читать дальше|читать полностью|ещё|еще|здесь|тут
    комментарии|поделиться|следующая
    докладніше|детальніше|читати|читати далі|читати більше|більше|далі|коментарі|падрабязней
    чытаць далей|още|виж още|прочети|прочети повече|прочетете повече|коментари
    bővebben|tovább|tovább olvasom|részletek|olvasd el|hozzászólások|περισσότερα
    διαβάστε περισσότερα|συνέχεια|εδώ|lexo më shumë|më shumë|lexo
    devamı|devamını oku|devamı için|daha fazla|haberin devamı|oku|tümü|yorumlar|ətraflı
    davamı|daha çox|толығырақ|batafsil|ვრცლად|მეტი|სრულად|ավելին|կարդալ ավելին
    المزيد|اقرأ|اقرأ المزيد|اقرأ أيضا|قراءة المزيد|تفاصيل|التفاصيل|متابعة القراءة|هنا|شارك
    تعليقات|ادامه|ادامه مطلب|بیشتر|بیشتر بخوانید|مشاهده|جزئیات|مزید پڑھیں|مزید|مکمل خبر
    עוד|קרא עוד|קראו עוד|להמשך קריאה|לכתבה המלאה|המשך|תגובות|כאן
    और पढ़ें|आगे पढ़ें|पूरा पढ़ें|विस्तार से पढ़ें|अधिक पढ़ें|आणखी वाचा|विस्तृत|বিস্তারিত|আরও পড়ুন|আরও
    વધુ વાંચો|மேலும்|மேலும் படிக்க|మరింత చదవండి|อ่านต่อ|อ่านเพิ่มเติม|ดูเพิ่มเติม|xem thêm|đọc thêm
    chi tiết|đọc tiếp|selengkapnya|baca selengkapnya|baca juga|lihat semua|lagi|baca lagi
    basahin|soma zaidi|zaidi
    更多|阅读更多|阅读全文|详细|详情|查看更多|全文|閱讀更多|閱讀全文|詳細|詳情|繼續閱讀|もっと見る|続きを読む
    詳しく|詳細|一覧|記事を読む|もっと読む|더보기|자세히|자세히 보기|전체보기|기사 보기
"""


def words_count(text: str) -> float:
    """How many words the text has; scripts without spaces count by characters.

    Numbers, times and signs are no words, nor are the date marks of Chinese and its neighbours.
    """
    south_east, east = len(_SOUTH_EAST.findall(text)), len(_EAST.findall(text))
    if not south_east and not east:
        return sum(1 for word in text.split() if _LETTER.search(word))
    rest = _EAST.sub(" ", _SOUTH_EAST.sub(" ", text))
    east -= len(_MONTHS_AND_MARKS.findall(text))
    return (
        south_east / _SOUTH_EAST_CHARACTERS_PER_WORD
        + max(0, east) / _EAST_CHARACTERS_PER_WORD
        + sum(1 for word in rest.split() if _LETTER.search(word))
    )


def is_weak(text: str) -> bool:
    """Whether it says nothing of where it leads: "read more", a number, a sign."""
    bare = _bare(text)
    return not bare or bare in _WEAK


def _bare(text: str) -> str:
    """Without case, and without what stands around the words; accents in one form."""
    return _EDGE.sub("", unicodedata.normalize("NFC", text)).casefold()


_WEAK = frozenset(_bare(phrase) for phrase in _WEAK_PHRASES.replace("\n", "|").split("|"))
