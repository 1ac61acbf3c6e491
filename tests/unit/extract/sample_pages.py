"""Small pages for the tests, in our own words."""

import json
from collections.abc import Mapping
from typing import Any

PARAGRAPHS: dict[str, str] = {
    "en": (
        "The ministry of defence said on Monday that two frigates will leave the northern "
        "harbour before the end of the month and join the exercise with three neighbouring "
        "navies in the strait. A spokesman added that the crews had trained for a year and "
        "that the ships were ready to sail."
    ),
    "de": (
        "Das Verteidigungsministerium teilte am Montag mit, dass zwei Fregatten den "
        "nördlichen Hafen noch vor Ende des Monats verlassen und an der Übung mit drei "
        "benachbarten Marinen teilnehmen. Ein Sprecher sagte, die Besatzungen hätten ein "
        "Jahr lang geübt und die Schiffe seien bereit."
    ),
    "fr": (
        "Le ministère de la Défense a annoncé lundi que deux frégates quitteront le port du "
        "nord avant la fin du mois pour rejoindre l'exercice avec trois marines voisines "
        "dans le détroit. Un porte-parole a précisé que les équipages s'étaient entraînés "
        "pendant un an."
    ),
    "es": (
        "El Ministerio de Defensa anunció el lunes que dos fragatas saldrán del puerto del "
        "norte antes de que termine el mes para unirse al ejercicio con tres armadas vecinas "
        "en el estrecho. Un portavoz añadió que las tripulaciones habían entrenado durante "
        "un año."
    ),
    "it": (
        "Il ministero della Difesa ha annunciato lunedì che due fregate lasceranno il porto "
        "del nord prima della fine del mese per unirsi all'esercitazione con tre marine "
        "vicine nello stretto. Un portavoce ha aggiunto che gli equipaggi si sono addestrati "
        "per un anno."
    ),
    "pt": (
        "O Ministério da Defesa anunciou na segunda-feira que duas fragatas deixarão o porto "
        "do norte antes do fim do mês para participar do exercício com três marinhas "
        "vizinhas no estreito. Um porta-voz acrescentou que as tripulações treinaram durante "
        "um ano."
    ),
    "nl": (
        "Het ministerie van Defensie maakte maandag bekend dat twee fregatten nog voor het "
        "einde van de maand de noordelijke haven verlaten om met drie marines uit buurlanden "
        "te oefenen in de zeestraat. Een woordvoerder zei dat de bemanningen een jaar lang "
        "hadden getraind."
    ),
    "sv": (
        "Försvarsdepartementet meddelade på måndagen att två fregatter lämnar den norra "
        "hamnen före månadens slut för att delta i övningen med tre grannländers flottor i "
        "sundet. En talesperson sade att besättningarna hade tränat i ett år och att "
        "fartygen var redo."
    ),
    "no": (
        "Forsvarsdepartementet opplyste mandag at to fregatter forlater den nordlige havnen "
        "før utgangen av måneden for å delta i øvelsen med tre nabolands mariner i sundet. "
        "En talsperson sa at mannskapene hadde trent i et år, og at skipene ikke trengte "
        "flere reparasjoner."
    ),
    "da": (
        "Forsvarsministeriet oplyste mandag, at to fregatter forlader den nordlige havn "
        "inden udgangen af måneden for at deltage i øvelsen med tre nabolandes flåder i "
        "sundet. En talsmand sagde, at besætningerne havde øvet sig i et år, og at skibene "
        "var klar til at sejle."
    ),
    "fi": (
        "Puolustusministeriö kertoi maanantaina, että kaksi fregattia lähtee pohjoisesta "
        "satamasta ennen kuun loppua ja osallistuu harjoitukseen kolmen naapurimaan "
        "laivaston kanssa salmessa. Edustajan mukaan miehistöt olivat harjoitelleet vuoden "
        "ajan ja alukset olivat valmiita."
    ),
    "pl": (
        "Ministerstwo Obrony poinformowało w poniedziałek, że dwie fregaty opuszczą północny "
        "port przed końcem miesiąca i dołączą do ćwiczeń z trzema sąsiednimi marynarkami w "
        "cieśninie. Rzecznik dodał, że załogi szkoliły się przez rok, a okręty są gotowe do "
        "wyjścia w morze."
    ),
    "cs": (
        "Ministerstvo obrany v pondělí oznámilo, že dvě fregaty opustí severní přístav ještě "
        "před koncem měsíce a připojí se ke cvičení se třemi sousedními námořnictvy v "
        "průlivu. Mluvčí dodal, že posádky cvičily celý rok a že lodě jsou připraveny "
        "vyplout."
    ),
    "hu": (
        "A honvédelmi minisztérium hétfőn közölte, hogy két fregatt még a hónap vége előtt "
        "elhagyja az északi kikötőt, és csatlakozik a három szomszédos haditengerészettel "
        "közös gyakorlathoz. A szóvivő hozzátette, hogy a legénység egy évig gyakorolt, és a "
        "hajók készen állnak."
    ),
    "ro": (
        "Ministerul Apărării a anunțat luni că două fregate vor părăsi portul din nord "
        "înainte de sfârșitul lunii pentru a se alătura exercițiului cu trei marine vecine "
        "în strâmtoare. Un purtător de cuvânt a adăugat că echipajele s-au antrenat timp de "
        "un an."
    ),
    "bg": (
        "Министерството на отбраната съобщи в понеделник, че две фрегати ще напуснат "
        "северното пристанище преди края на месеца и ще се включат в учението с три съседни "
        "флота в протока. Говорител добави, че екипажите са тренирали една година и корабите "
        "са готови."
    ),
    "sr": (
        "Министарство одбране саопштило је у понедељак да ће две фрегате напустити северну "
        "луку пре краја месеца и прикључити се вежби са три суседне морнарице у мореузу. "
        "Портпарол је додао да су посаде вежбале годину дана и да су бродови спремни."
    ),
    "el": (
        "Το υπουργείο Άμυνας ανακοίνωσε τη Δευτέρα ότι δύο φρεγάτες θα αναχωρήσουν από το "
        "βόρειο λιμάνι πριν από το τέλος του μήνα για να συμμετάσχουν στην άσκηση με τρία "
        "γειτονικά ναυτικά στα στενά. Εκπρόσωπος πρόσθεσε ότι τα πληρώματα είχαν εκπαιδευτεί "
        "επί έναν χρόνο."
    ),
    "ru": (
        "Министерство обороны сообщило в понедельник, что два фрегата покинут северный порт "
        "до конца месяца и присоединятся к учениям с тремя соседними флотами в проливе. "
        "Представитель ведомства добавил, что экипажи готовились целый год и корабли готовы "
        "к выходу в море."
    ),
    "uk": (
        "Міністерство оборони повідомило в понеділок, що два фрегати залишать північний порт "
        "до кінця місяця й долучаться до навчань із трьома сусідніми флотами в протоці. "
        "Речник відомства додав, що екіпажі готувалися цілий рік і кораблі готові вийти в "
        "море."
    ),
    "tr": (
        "Savunma Bakanlığı pazartesi günü yaptığı açıklamada, iki fırkateynin ay sonundan "
        "önce kuzeydeki limandan ayrılarak üç komşu donanmayla boğazda yapılacak tatbikata "
        "katılacağını duyurdu. Sözcü, mürettebatın bir yıl boyunca eğitim gördüğünü ve "
        "gemilerin hazır olduğunu söyledi."
    ),
    "az": (
        "Müdafiə Nazirliyi bazar ertəsi bildirib ki, iki freqat ayın sonuna qədər şimal "
        "limanını tərk edəcək və boğazda üç qonşu ölkənin donanması ilə birgə təlimə "
        "qoşulacaq. Sözçü əlavə edib ki, heyətlər bir il ərzində hazırlıq keçib və gəmilər "
        "dənizə çıxmağa hazırdır."
    ),
    "hy": (
        "Պաշտպանության նախարարությունը երկուշաբթի հայտնեց, որ երկու ֆրեգատ մինչև ամսվա վերջ "
        "կլքեն հյուսիսային նավահանգիստը և կմիանան հարևան երեք երկրների նավատորմերի "
        "զորավարժությանը նեղուցում։ Խոսնակը հավելեց, որ անձնակազմերը պատրաստվել են մեկ տարի։"
    ),
    "ka": (
        "თავდაცვის სამინისტრომ ორშაბათს განაცხადა, რომ ორი ფრეგატი თვის ბოლომდე დატოვებს "
        "ჩრდილოეთ ნავსადგურს და შეუერთდება სამი მეზობელი ქვეყნის ფლოტის წვრთნებს სრუტეში. "
        "წარმომადგენელმა დაამატა, რომ ეკიპაჟები ერთი წელი ემზადებოდნენ."
    ),
    "ar": (
        "أعلنت وزارة الدفاع يوم الاثنين أن فرقاطتين ستغادران الميناء الشمالي قبل نهاية الشهر "
        "للانضمام إلى التمرين مع ثلاث بحريات مجاورة في المضيق. وأضاف المتحدث أن الطواقم "
        "تدربت لمدة عام كامل وأن السفن جاهزة للإبحار، وأن النتائج ستنشر في وقت لاحق من هذا "
        "العام."
    ),
    "fa": (
        "وزارت دفاع روز دوشنبه اعلام کرد که دو ناوچه پیش از پایان ماه بندر شمالی را ترک "
        "می‌کنند و به رزمایش مشترک با نیروی دریایی سه کشور همسایه در تنگه می‌پیوندند. سخنگوی "
        "وزارتخانه افزود که خدمه یک سال تمرین کرده‌اند و کشتی‌ها برای حرکت آماده هستند."
    ),
    "ur": (
        "وزارت دفاع نے پیر کو بتایا کہ دو فریگیٹ جہاز مہینے کے اختتام سے پہلے شمالی بندرگاہ "
        "سے روانہ ہوں گے اور آبنائے میں تین ہمسایہ ملکوں کی بحریہ کے ساتھ مشق میں شامل ہوں "
        "گے۔ ترجمان نے کہا کہ عملے نے ایک سال تک تربیت حاصل کی ہے اور جہاز تیار ہیں۔"
    ),
    "he": (
        "משרד הביטחון הודיע ביום שני כי שתי פריגטות יעזבו את הנמל הצפוני לפני סוף החודש "
        "ויצטרפו לתרגיל עם שלושה ציים שכנים במצר. הדובר הוסיף כי הצוותים התאמנו במשך שנה וכי "
        "הספינות מוכנות להפלגה, וכי התוצאות יפורסמו בהמשך השנה לאחר סיום התרגיל."
    ),
    "hi": (
        "रक्षा मंत्रालय ने सोमवार को बताया कि दो युद्धपोत महीने के अंत से पहले उत्तरी बंदरगाह से "
        "रवाना होंगे और जलडमरूमध्य में तीन पड़ोसी नौसेनाओं के साथ अभ्यास में शामिल होंगे। "
        "प्रवक्ता ने कहा कि चालक दल ने एक साल तक प्रशिक्षण लिया है और जहाज तैयार हैं।"
    ),
    "bn": (
        "প্রতিরক্ষা মন্ত্রণালয় সোমবার জানিয়েছে, দুটি ফ্রিগেট মাস শেষ হওয়ার আগেই উত্তরের বন্দর ছেড়ে "
        "যাবে এবং প্রণালীতে তিন প্রতিবেশী দেশের নৌবাহিনীর সঙ্গে মহড়ায় যোগ দেবে। মুখপাত্র বলেন, "
        "নাবিকেরা এক বছর ধরে প্রশিক্ষণ নিয়েছেন এবং জাহাজগুলো প্রস্তুত।"
    ),
    "ja": (
        "防衛省は月曜日、護衛艦二隻が月末までに北部の港を出港し、海峡で行われる近隣三か国の海"
        "軍との共同訓練に参加すると発表した。報道官は、乗組員が一年間にわたって訓練を重ねてお"
        "り、艦艇の準備は整っていると述べた。"
    ),
    "ko": (
        "국방부는 월요일 호위함 두 척이 이달 말 이전에 북부 항구를 떠나 해협에서 열리는 이웃 "
        "세 나라 해군과의 연합 훈련에 참가할 것이라고 밝혔다. 대변인은 승조원들이 일 년 동안 "
        "훈련했으며 함정은 출항할 준비가 되어 있다고 말했다."
    ),
    "zh": (
        "国防部星期一表示，两艘护卫舰将在月底前离开北部港口，前往海峡参加与三个邻国海军举行的"
        "联合演习。发言人补充说，舰员已经训练了一年，舰艇已做好出航准备，演习结果将在今年晚些"
        "时候公布。"
    ),
    "id": (
        "Kementerian Pertahanan pada hari Senin mengatakan bahwa dua fregat akan "
        "meninggalkan pelabuhan utara sebelum akhir bulan untuk bergabung dalam latihan "
        "bersama tiga angkatan laut negara tetangga di selat itu. Juru bicara menambahkan "
        "bahwa para awak kapal telah berlatih selama setahun."
    ),
    "vi": (
        "Bộ Quốc phòng hôm thứ Hai cho biết hai tàu hộ vệ sẽ rời cảng phía bắc trước cuối "
        "tháng để tham gia cuộc diễn tập với hải quân ba nước láng giềng ở eo biển. Người "
        "phát ngôn nói thêm rằng thủy thủ đoàn đã huấn luyện trong một năm và các tàu đã sẵn "
        "sàng ra khơi."
    ),
}

URL = "https://news.example/defence/frigates-leave-harbour"
HEADLINE = "Frigates leave the northern harbour"


def article_page(
    *,
    language: str = "en",
    title: str = HEADLINE,
    head: str = "",
    body: str = "",
    repeat: int = 4,
    paragraphs: str | None = None,
) -> str:
    """A page with an article of `repeat` paragraphs and the furniture that pages have."""
    text = paragraphs if paragraphs is not None else PARAGRAPHS[language]
    prose = "".join(f"<p>{text} ({number + 1})</p>" for number in range(repeat))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title>{head}</head><body>'
        '<nav><a href="/">Start</a> <a href="/world">World</a></nav>'
        f"<main><article><h1>{title}</h1>{prose}{body}</article></main>"
        "<footer><p>Imprint</p></footer></body></html>"
    )


def json_ld(node: Mapping[str, Any] | list[Any]) -> str:
    """A script element with JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'
