"""Words that publishers use as whole path segments, by what they lead to: a table by language.

Segments are compared without case, escapes and file extension, with "_" and blanks as "-".
"""

from collections.abc import Mapping

from worker.discover.page.link_signs import LeftOut


def listed(text: str) -> frozenset[str]:
    """A set of words from text that lists them."""
    return frozenset(text.split())


#: By kind, languages side by side: native spellings and transliterations.
_BY_KIND: Mapping[LeftOut, str] = {
    LeftOut.TAG: """
        tag tags tagged tagcloud tag-cloud keyword keywords label labels hashtag hashtags
        schlagwort schlagworte schlagwoerter stichwort stichworte etiqueta etiquetas etiquette
        etiquettes mot-cle mots-cles palavra-chave palavras-chave etichetta etichette tagy stitky
        stitek tagi emneord tagg taggar etiket etiketler avainsana avainsanat cimke cimkek oznaka
        oznake metka metki teg tegi tu-khoa tagar тег теги тэг тэги метка метки мітка мітки етикет
        етикети таг тагови टैग ট্যাগ وسم وسوم برچسب برچسب-ها کلیدواژه תגית תגיות 标签 標籤 关键词
        關鍵字 タグ キーワード 태그 แท็ก
    """,
    LeftOut.AUTHOR: """
        author authors byline bylines writer writers contributor contributors columnist columnists
        journalist journalists reporter reporters profile profiles profils perfiles user users
        member members staff autor autoren autorin autorinnen redakteur redakteure nutzer profil
        auteur auteurs journaliste journalistes utilisateur autores autora autoras periodista
        periodistas perfil usuario usuarios colaborador colaboradores autore autori giornalista
        giornalisti firme redacteur redacteurs forfatter forfattere skribent skribenter
        journalister toimittaja toimittajat av autorzy dziennikarz dziennikarze uzytkownik autorky
        szerzo szerzok autorul yazar yazarlar muhabir muellif muallif avtor avtory avtori
        avtor-statti zhurnalist korrespondent автор автори авторы автора журналист журналисты کاتب
        كتاب كاتب الكاتب الكتاب نویسنده כתב כתבים लेखक লেখক 作者 记者 記者 著者 執筆者 ライター
        기자 저자 작성자 ผู้เขียน tac-gia penulis
    """,
    LeftOut.ARCHIVE: """
        archive archives archiv archief archivo archivos archivio arquivo arquivos arkiv arkisto
        archiwum archivum arhiv arhiva arhive arsiv arxiv arkhiv arxiu архив архів архива архиви
        αρχειο αρχείο أرشيف ارشيف آرشیو ארכיון संग्रह আর্কাইভ 归档 存档 歸檔 アーカイブ
        バックナンバー 아카이브 luu-tru arsip sitemap site-map plan-du-site mapa-del-sitio
        mapa-do-site mappa-del-sito mapa-strony mapa-stranek karta-sajta inhaltsverzeichnis
        kalender-archiv chronologie hemeroteca all-news allnews
    """,
    LeftOut.CALENDAR: """
        calendar calendars event events kalender termine termin veranstaltungen veranstaltung
        veranstaltungskalender agenda agendas calendrier evenement evenements eventos calendario
        eventi evenementen agenda-events kalendarium wydarzenia kalendar akce udalosti udalost
        rendezveny esemenyek evenimente etkinlikler etkinlik takvim tapahtumat arrangementer
        arrangement evenemang meropriyatiya sobytiya afisha календарь календар афиша афіша события
        події فعاليات تقويم رویدادها אירועים 活动 活動 日历 イベント カレンダー 행사 일정 su-kien
        webinar webinars conference conferences
    """,
    LeftOut.SEARCH: """
        search searches suche suchen suchergebnisse recherche rechercher buscar busca buscador
        busqueda pesquisa pesquisar ricerca cerca zoeken soeg sok sook haku szukaj wyszukiwarka
        wyszukiwanie hledat hledani vyhledavani vyhladavanie kereses cautare pretraga traziti ara
        arama axtar qidiruv poisk poshuk tarsene търсене поиск пошук претрага αναζήτηση anazitisi
        بحث البحث جستجو חיפוש खोज অনুসন্ধান 搜索 搜尋 検索 검색 ค้นหา tim-kiem cari pencarian
    """,
    LeftOut.COMMENTS: """
        comment comments kommentare-lesen leserkommentare commentaires comentarios
        comentarios-lectores commenti reacties kommentarer komentarze diskuze diskusia
        hozzaszolasok comentarii komentari yorumlar kommentarii обсуждение комментарии коментарі
        коментари تعليقات نظرات תגובות 评论 評論-留言 コメント 댓글 binh-luan komentar replies
        respond
    """,
    LeftOut.ACCOUNT: """
        login logon signin sign-in log-in logout signout sign-out log-out signup sign-up register
        registration account accounts my-account myaccount auth oauth sso subscribe subscription
        subscriptions unsubscribe membership join preferences settings password passwordreset
        reset-password wp-login user-login bookmarks saved membercenter anmelden anmeldung
        abmelden registrieren registrierung konto mein-konto meinkonto mein-account abo abos
        abonnement abonnements abonnieren epaper e-paper connexion inscription deconnexion
        mon-compte compte abonner abonnez-vous s-abonner infolettre iniciar-sesion acceso registro
        registrarse mi-cuenta cuenta suscripcion suscripciones suscribete suscribirse boletin
        boletines entrar cadastro cadastrar conta minha-conta assinatura assinaturas assine accedi
        accesso registrati registrazione abbonati abbonamenti abbonamento inloggen aanmelden
        registreren abonnee abonneren nieuwsbrief nieuwsbrieven logg-inn logga-in logind log-ind
        bli-abonnent prenumerera prenumeration kirjaudu rekisteroidy tilaa tilaus uutiskirje
        nyhetsbrev nyhetsbrevet nyhedsbrev nyhedsbreve zaloguj logowanie rejestracja prenumerata
        subskrypcja konto-uzytkownika prihlaseni prihlasenie registrace registracia predplatne
        belepes bejelentkezes regisztracio elofizetes hirlevel autentificare inregistrare abonare
        abonamente giris giris-yap uye-ol uyelik kayit abone abonelik vkhod voiti registratsiya
        podpiska rassylka uviity reyestraciya peredplata prijava registracija pretplata вход войти
        регистрация подписка рассылка вхід увійти реєстрація передплата абонамент пријава σύνδεση
        eggrafi εγγραφή syndromi تسجيل دخول تسجيل-الدخول اشتراك اشترك ورود عضویت ثبت-نام התחברות
        הרשמה מנויים लॉगिन सदस्यता সাবস্ক্রাইব 登录 登錄 登入 注册 註冊 订阅 訂閱 ログイン 会員登録
        メルマガ 購読 로그인 회원가입 구독 เข้าสู่ระบบ สมัครสมาชิก dang-nhap dang-ky daftar masuk
        langganan favorites premium-abo kundenservice aboshop member-center
    """,
    LeftOut.SHOP: """
        shop shops store stores boutique cart basket checkout warenkorb panier carrito carrinho
        carrello winkel winkelwagen butik sklep koszyk obchod kosik webshop tienda loja negozio
        magazin-online magaza sepet coupon coupons voucher vouchers vouchercodes promo-codes
        discount-codes gutschein gutscheine gutscheincodes codes-promo code-promo codespromo
        cupones cupons buoni-sconto kortingscodes rabattkoder kody-rabatowe slevove-kupony
        classified classifieds kleinanzeigen anzeigenmarkt petites-annonces clasificados
        classificados annunci inserate marktplaats marketplace order orders product products
        produkt produkte produits productos produtos prodotti магазин корзина 商城 購物 ショップ
        상점 mall
    """,
    LeftOut.SHARE: """
        share sharing print printable printer-friendly emailto email-this send-to-friend
        sendtofriend drucken druckversion druckansicht imprimir imprimer stampa tisk drukuj wydruk
        nyomtatas yazdir pechat drukuvaty версия-для-печати 打印 印刷 인쇄
    """,
    LeftOut.FEED: """
        feed feeds rss rss-feed rss-feeds rssfeeds rss2 xml json api ajax amp-story wp-json
        wp-content wp-admin wp-includes cdn-cgi cgi-bin xmlrpc trackback oembed webhook graphql
        static assets uploads media-files redirect redir goto out exit click clickout adclick
        track tracking ad ads adserver banner banners manifest
    """,
    LeftOut.VIDEO: """
        video videos vid webtv web-tv tv-live livestream live-stream livestreams live-tv watch
        mediathek audiothek audio audios podcast podcasts radio-live player listen webradio
        gallery galleries photo-gallery photo-galleries photogallery photogalleries photo photos
        picture pictures slideshow slideshows multimedia images image-gallery fotos foto fotky
        fotogalerie fotogalerien fotogalerij galerie galerien bilder bilderstrecke bilderstrecken
        bildergalerie bildergalerien bilderserie bilderserien diaporama diaporamas galeries
        phototheque galeria galerias fotogaleria fotogalerias imagenes imagens fotogallery
        galleria galerije galerija fotografije wideo galeria-zdjec zdjecia kepek galeria-kepek
        videogaleri foto-galeri fotogaleri galeri video-galeri resimler videot kuvat videoer
        videor bildspel lyd lytt lyssna podkasty podkast podcasty видео фото фотогалерея галерея
        відео аудио подкаст подкасты подкасти βίντεο بودكاست فيديو صور الفيديو ویدیو عکس گالری
        וידאו פודקאסט תמונות वीडियो फोटो গ্যালারি ভিডিও ছবি 视频 視頻 影音 图片 圖片 播客 動画 写真
        動画一覧 フォト 영상 동영상 포토 วิดีโอ ภาพ hinh-anh infographic infographics infografik
        infografiken infografia infografias infographie infographies reels shorts webstories
        web-stories webstory web-story cartoons comics comic karikatur karikaturen
    """,
    LeftOut.SERVICE: """
        newsletter newsletters about about-us aboutus about-me who-we-are our-team team contact
        contacts contact-us contactus impressum imprint legal legal-notice privacy privacy-policy
        privacypolicy data-protection terms terms-of-use terms-of-service terms-and-conditions
        terms-conditions tos conditions cookies cookie cookie-policy cookie-settings cookiepolicy
        disclaimer accessibility help faq faqs support feedback advertise advertising
        advertise-with-us media-kit mediakit careers copyright corrections editorial-policy
        ethics-policy code-of-ethics masthead donate donations apps app mobile-app site-policy
        sitepolicy services policies policy-privacy ccpa dsar complaints customer-service
        ueber-uns uber-uns wir-ueber-uns kontakt kontakte datenschutz datenschutzerklaerung
        datenschutzerklarung datenschutzhinweise agb nutzungsbedingungen nutzungsbasierte-werbung
        barrierefreiheit hilfe mediadaten werben werbung werbung-schalten jugendschutz netiquette
        spenden karriere redaktionsstatut datenschutzeinstellungen a-propos apropos
        qui-sommes-nous nous-contacter contactez-nous nous-joindre mentions-legales
        confidentialite politique-de-confidentialite donnees-personnelles cgu cgv
        conditions-generales conditions-generales-d-utilisation conditions-d-utilisation aide
        publicite accessibilite cookies-et-consentement charte faire-un-don soutenez-nous
        quienes-somos nosotros sobre-nosotros contacto contactenos contactanos aviso-legal
        privacidad politica-de-privacidad politica-privacidad politica-de-cookies
        terminos-y-condiciones condiciones-de-uso terminos-de-uso publicidad ayuda anunciate
        codigo-etico qui-som avis-legal politica-de-privacitat publicitat quem-somos sobre
        sobre-nos contato contacto-nos contactos fale-conosco politica-de-privacidade
        termos-de-uso termos-e-condicoes anuncie publicidade ajuda expediente estatuto-editorial
        ficha-tecnica chi-siamo contatti contattaci note-legali informativa-privacy
        informativa-sulla-privacy pubblicita condizioni-d-uso termini-e-condizioni aiuto redazione
        gerenza over-ons contacteer-ons privacybeleid privacyverklaring gebruiksvoorwaarden
        voorwaarden algemene-voorwaarden adverteren colofon klantenservice cookiebeleid om-oss
        om-os kontakta-oss kontakt-oss kontakt-os personvern personvernerklaering
        personuppgiftspolicy integritetspolicy privatlivspolitik annonsera annonsere annoncer
        annonce vilkar anvandarvillkor tipsa kundservice kundeservice hjelp hjalp hjaelp
        redaktionen redaksjonen tietoa-meista yhteystiedot ota-yhteytta tietosuoja
        tietosuojaseloste kayttoehdot mainostajille mainosta o-nas o-firmie onas regulamin
        polityka-prywatnosci prywatnosc reklama pomoc redakcja o-serwisie o-projektu o-portalu
        kontakty podminky podminky-pouziti obchodni-podminky ochrana-osobnich-udaju
        ochrana-soukromi ochrana-sukromia inzerce inzercia redakce redakcia tiraz podporte-nas
        impresszum kapcsolat rolunk adatvedelem adatkezeles felhasznalasi-feltetelek mediaajanlat
        hirdetes despre despre-noi contacteaza-ne confidentialitate politica-de-confidentialitate
        termeni termeni-si-conditii publicitate redactia o-nama kontakt-nas marketing
        uslovi-koriscenja uvjeti-koristenja pravila-privatnosti politika-privatnosti impresum
        oglasavanje pravila zasebnost pogoji-uporabe hakkimizda iletisim kunye gizlilik
        gizlilik-politikasi kullanim-kosullari kvkk reklam cerez-politikasi yardim bize-ulasin
        haqqimizda elaqe o-kompanii o-redakcii redakciya kontaktyi reklamodatelyam
        pravila-ispolzovaniya politika-konfidencialnosti polzovatelskoe-soglashenie pro-nas
        kontaktu kontaktna reklama-na-sayti о-нас контакты контакти реклама редакция редакція
        правила про-нас за-нас за-контакти επικοινωνία epikoinonia ποιοι-είμαστε oroi-xrisis
        όροι-χρήσης διαφήμιση من-نحن اتصل-بنا سياسة-الخصوصية الخصوصية شروط-الاستخدام
        الشروط-والأحكام أعلن-معنا اعلن-معنا درباره-ما تماس-با-ما تبلیغات قوانین حریم-خصوصی אודות
        צור-קשר תקנון פרטיות נגישות हमारे-बारे-में संपर्क संपर्क-करें गोपनीयता-नीति যোগাযোগ
        আমাদের-সম্পর্কে 关于我们 關於我們 联系我们 聯絡我們 隐私政策 隱私政策 版权声明 广告服务
        法律声明 お問い合わせ 会社概要 利用規約 プライバシーポリシー 広告掲載 特定商取引法
        회사소개 광고문의 개인정보처리방침 이용약관 ติดต่อเรา เกี่ยวกับเรา นโยบายความเป็นส่วนตัว
        lien-he gioi-thieu quang-cao tentang-kami hubungi-kami kontak kebijakan-privasi
        pedoman-media-siber wasiliana kutuhusu redaksi info service servicio servizi servicos
        follow-us facebook twitter whatsapp telegram linkedin pinterest instagram youtube
    """,
    LeftOut.PASTIME: """
        game games quiz quizzes puzzle puzzles crossword crosswords sudoku horoscope horoscopes
        weather forecast lottery lotto lotteries tv-guide tv-listings tv-schedule schedule
        schedules programme-tv jobs job vacancies obituaries traffic polls poll contest contests
        competitions giveaways markets-data quotes stocks exchange-rates recipes recipe spiele
        spiel raetsel kreuzwortraetsel horoskop horoskope wetter lottozahlen fernsehprogramm
        tv-programm stellenmarkt stellenangebote immobilien traueranzeigen verkehr staumelder
        gewinnspiel gewinnspiele ergebnisse tabelle tabellen liveticker-uebersicht rezepte jeux
        jeu mots-croises meteo meteo-marine horoscope-du-jour emploi offres-d-emploi immobilier
        necrologie avis-de-deces concours recettes results juegos juego crucigrama crucigramas
        horoscopo horoscopos tiempo clima el-tiempo loteria programacion empleo empleos inmuebles
        sorteos recetas cartelera resultados esquelas jogos tempo previsao-do-tempo loterias
        empregos imoveis receitas giochi oroscopo previsioni-meteo lavoro necrologi ricette
        spelletjes weer puzzels vacatures familieberichten spel korsord vader spill kryssord vaer
        stillinger spil vejr pelit saa ristikot gry horoskopy pogoda krzyzowki ogloszenia praca
        hry horoskopy-online pocasi pocasie krizovky inzeraty jatekok idojaras horoszkop jocuri
        vremea horoscop igre vreme vrijeme oyun oyunlar hava-durumu burclar astroloji bulmaca
        namaz-vakitleri doviz borsa canli-borsa puan-durumu igry goroskop goroskopy krossvordy
        kursy-valyut valyuta pohoda horoskop-online игры погода гороскоп гороскопы курсы-валют
        вакансии кроссворды игри времето хороскоп ζώδια καιρός kairos zodia طقس الطقس أبراج
        الأبراج مواقيت-الصلاة أسعار-العملات آب-و-هوا فال הורוסקופ מזג-אוויר राशिफल मौसम রাশিফল
        আবহাওয়া 天气 天氣 星座 游戏 遊戲 彩票 天気 占い ゲーム 求人 날씨 운세 게임 부고 ดวง
        สภาพอากาศ thoi-tiet tu-vi ket-qua-xo-so lich-van-nien cuaca zodiak
    """,
    LeftOut.SECTION: """
        category categories cat section sections rubric rubrics rubrik rubriken kategorie
        kategorien ressort ressorts rubrique rubriques categorie categories-list dossier dossiers
        categoria categorias seccion secciones secao secoes sezione sezioni rubriek rubrieken
        kategori kategorier kategorije kategoria kategoriak sekce sekcja sekcija rovat rovatok
        rubrica rubriche categorii kategoriler kateqoriya rubrika rubriki rubryka bolum kategoriya
        рубрика рубрики раздел разделы категория категории категорія розділ rozdil razdel
        κατηγορία katigoria تصنيف التصنيف تصنيفات قسم أقسام دسته دسته-بندی קטגוריה श्रेणी বিভাগ
        分类 分類 栏目 欄目 频道 カテゴリ カテゴリー 카테고리 หมวดหมู่ chuyen-muc danh-muc
        kategori-berita list lists listing start latest latest-news newest trending most-read
        most-popular popular all headlines breaking-news ultimas-noticias ultimas ultime-notizie
        neueste schnelldienst meistgelesen nachrichtenticker newsticker tous-les-articles
        en-direct dernieres-nouvelles najnowsze nejnovejsi najnovije son-dakika lenta
        lenta-novostey novosti-dnya series serie special specials forum forums foren discussion
        discussions board collection collections topic topics subject subjects thema themen
        themenseite sujet sujets emne emner amne amnen temat tematy konu konular teemat teema
        teemad temi tema temas teme temy trending-topics тема теми темы темата विषय বিষয় موضوع
        مواضيع موضوعات נושא נושאים 话题 話題 专题 專題 テーマ トピックス 주제 이슈 หัวข้อ chu-de
        topik
    """,
    LeftOut.ADVERT: """
        sponsored sponsored-content sponsoredarticles sponsor-content paid-content paid-post
        partner-content partnercontent partner-contents brand-content brandcontent branded-content
        brandstudio brand-studio brandvoice brandpost brand-post native native-ad advertorial
        advertorials advertisement advertisements promoted promotion promotions anzeige anzeigen
        sonderveroeffentlichung sonderveroeffentlichungen verlagsspezial contenu-partenaire
        contenu-sponsorise publi-redactionnel publirreportaje publirreportajes
        contenido-patrocinado contenido-para-marcas patrocinado publieditorial
        conteudo-patrocinado especial-publicitario informazione-pubblicitaria
        contenuto-sponsorizzato annoncorsamarbete annonsinnehall annonsorinnhold annonsorinnehold
        kaupallinen-yhteistyo material-partnera artykul-sponsorowany komercni-clanek
        komercni-sdeleni szponzoralt-tartalom publicitar advertoriale sponzorirano promo tanitim
        advertorial-haber partnerskij-material партнерский-материал партнёрский-материал
        спецпроект specproject 广告 廣告 推广 広告 タイアップ 광고 iklan
    """,
}

#: Directories below which nothing is an article, whatever its name looks like.
_CLOSED = frozenset(
    {
        LeftOut.TAG,
        LeftOut.AUTHOR,
        LeftOut.SEARCH,
        LeftOut.ACCOUNT,
        LeftOut.SHOP,
        LeftOut.SHARE,
        LeftOut.FEED,
        LeftOut.VIDEO,
        LeftOut.CALENDAR,
        LeftOut.COMMENTS,
        LeftOut.ADVERT,
    }
)

#: Directories that hold articles.
ARTICLE_WORDS = listed(
    """
    article articles story stories news-story newsstory post posts entry read artikel artikeln
    artikler artikkel artikkeli beitrag beitraege bericht meldung meldungen pressemitteilung
    pressemitteilungen press-release press-releases pressrelease news-release news-releases
    communique communiques articulo articulos noticia nota artigo artigos articolo articoli
    notizia nieuwsbericht nyhet nyhed uutinen artykul artykuly wiadomosc clanek clanky clanok cikk
    cikkek hir articol articole stire vijest vest novica haber xeber news-detail newsdetail
    news-view newsview detail details view novost novina statya stati stattya statti статья статьи
    стаття статті новость новина вест άρθρο مقال مقالات خبر raksts straipsnis uudis समाचार খবর
    文章 記事 기사 bai-viet news-article newsarticle
    """
)


def _by_word() -> dict[str, LeftOut]:
    """Where two kinds share a word, the first one's meaning stands."""
    kinds: dict[str, LeftOut] = {}
    for kind, text in _BY_KIND.items():
        for word in listed(text):
            kinds.setdefault(word.casefold(), kind)
    return kinds


_WORDS = _by_word()


def kind_of(segment: str) -> LeftOut | None:
    """What a segment, already folded, leads to; None where it says nothing."""
    return _WORDS.get(segment)


def is_closed(kind: LeftOut) -> bool:
    """Whether nothing below a directory of this kind is an article."""
    return kind in _CLOSED
