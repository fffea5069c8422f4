"""The words at the heads of columns in eleven further languages.

They are Polish, Czech, Slovak, Danish, Finnish, Portuguese, Hungarian, Turkish, Japanese, Chinese and Korean,
written as they are and folded when they are read. Those of Japanese and Chinese also stand joined to one
another, as `総合順位` does: `head_compounds` takes them apart.
"""

from __future__ import annotations

FURTHER_ROLES = """
bib: numer startowy|nr startowy|nr start|numer|nr st|startovní číslo|start č|st č|s č|st číslo|číslo
| štartové číslo
| št č|št čís|št číslo|løbsnummer|løbsnr|løbs nr|kilpailunumero|kilpailunro|rintanumero|lähtönumero|nro
| número de peito|nº peito|num peito|numero peito|peito|n de peito|ゼッケン|ゼッケン番号|ナンバー
| ナンバーカード
| 参赛号|参赛号码|参赛编号|号码|号码布|号码簿|號碼|배번|배번호|번호|참가번호|göğüs no|göğüs numarası|göğüs
| numara
| rajtszám|rsz|rajtsz
name: imię i nazwisko|nazwisko i imię|nazwisko imię|imię nazwisko|zawodnik|zawodniczka|uczestnik|biegacz
| jméno a příjmení|příjmení a jméno|jméno příjmení|příjmení jméno|závodník|běžec|meno a priezvisko
| priezvisko a meno|priezvisko meno|meno priezvisko|pretekár|bežec|løber|nimi|kilpailija|juoksija
| urheilija
| osallistuja|sukunimi etunimi|etunimi sukunimi|nome completo|nome do atleta|氏名|名前|選手名|選手|お名前
| 姓名
| 选手|选手姓名|运动员|運動員|성명|이름|선수명|선수|참가자|ad soyad|adı soyadı|ad soyadı|adı ve soyadı
| isim
| isim soyisim|sporcu|yarışmacı|koşucu|név|versenyző|versenyző neve|futó|induló
given: imię|jméno|meno|křestní jméno|etunimi|nome próprio|名|ad|adı|keresztnév|utónév
family: nazwisko|příjmení|priezvisko|efternavn|sukunimi|sobrenome|apelido|姓|soyad|soyadı|soyisim
| vezetéknév
| családnév
nation: kraj|narodowość|państwo|obywatelstwo|stát|národnost|národnosť|země|krajina|štát|maa|kansalaisuus
| kansallisuus|nacionalidade|国|国籍|国名|国家|国家地区|국가|국적|ülke|uyruk|uyruğu|ország|nemzetiség
| nemzet
club: klub|klub drużyna|drużyna klub|klub sportowy|przynależność|oddíl|oddiel|jednota|forening klub|seura
| clube
| agremiação|assessoria|所属|所属名|団体|クラブ|俱乐部|单位|代表单位|跑团|소속|클럽|동호회|kulüp|kulübü
| egyesület|egyesülete
team: drużyna|zespół|nazwa drużyny|sztafeta|tým|družstvo|štafeta|tím|hold|holdnavn|joukkue|equipa|チーム
| チーム名
| 队伍|团队|队名|代表队|팀|팀명|takım|takımı|takım adı|csapat|csapatnév
sex: płeć|płci|pohlaví|pohlavie|m ž|k m|sukupuoli|性別|性别|男女|男女別
| 種別|성별|cinsiyet|cinsiyeti|nem|neme|køn
category: kategoria|kategoria wiekowa|kat wiekowa|kategorie|věková kategorie|kategória|veková kategória
| sarja|ikäsarja|ikäryhmä|luokka|faixa etária|faixa|escalão|部門|カテゴリ|カテゴリー|年代|年代別|年齢区分
| 区分|クラス|部
| 组别|年龄组|年龄段|组|부문|연령대|카테고리|종별|yaş grubu|yaş kategorisi|yaş kategori|korcsoport
| korosztály|række
born: data ur|rok urodzenia|rok ur|rocznik|data urodzenia|ročník|rok narození|rok narodenia|rok nar|roč
| datum narození
| dátum narodenia|r nar|nar|årgang|fødselsår|syntymävuosi|synt|syntymäaika|ano de nascimento
| data de nascimento
| nascimento|data nasc|dt nasc|nasc|生年|生年月日|出生日期|出生年份|출생년도|생년월일|생년|doğum tarihi
| doğum yılı
| születési év|születési idő|születési dátum|szül év|szül
round: runda|etap zawodów
place: miejsce|m ce|msc|lokata|pozycja|miejsce open|pořadí|poř|poradie|por|p č|umístění|umiestnenie|místo
| plads
| sija|sijoitus|sij|colocação|col|classificação|posição|順位|着順|名次|排名|순위|sıra|sıralama|sıra no
| helyezés
| hely|hlyz|celk|celkem
start: czas startu|godzina startu|čas startu|start čas|lähtöaika|lähtö|largada|hora de largada|スタート
| スタート時刻|スタート時間|出发时间|起跑时间|출발시간|출발|start saati|çıkış saati|rajtidő|rajt
status: stan|stav|tila|situação|状態|状态|完赛状态|상태|durum|durumu|státusz|állapot
race: impreza|zawody|bieg|trasa|závod|trať|pretek|løb|kilpailu|prova|corrida|percurso|modalidade|種目
| 大会|大会名|コース
| 赛事
| 赛事名称|项目|比赛|比赛项目|종목|코스|대회|대회명|yarış|parkur|verseny|versenyszám
heat: seria|rozběh|rozbeh|erä|bateria|組|조|seri|futam
event: konkurencja|disciplína|laji
date: data zawodów|pvm|päivämäärä|日付|日期|날짜|tarih|dátum
wind: wiatr|vítr|vietor|tuuli|szél|rüzgar|風|風速|风|风速|풍속
lane: tor|dráha|rata|raia|レーン|道次|跑道|레인|kulvar|kulvar no|pálya
pb: rekord życiowy|osobní rekord|oma ennätys|自己ベスト|自己記録|个人最好|egyéni csúcs
note: uwagi|poznámka|pozn|huom|huomautus|huomautukset|obs|observação|observações|備考|备注|비고|açıklama
| megjegyzés|bemærkning|bemærkninger
result: czas|wynik|czas końcowy|meta|czas na mecie|rezultat|čas|výsledný čas|cílový čas|cíl|cieľ|výsledek
| výsledok
| aika|loppuaika|tulos|maali|maaliaika|lopputulos|tempo final|chegada|タイム|記録|ゴール|ゴールタイム
| フィニッシュ
| 完走タイム|成绩|成績|完赛成绩|完赛时间|时间|总成绩|总用时|用时|기록|완주기록|완주시간|최종기록|골인|süre
| derece|zaman
| bitiş|toplam süre|sonuç|varış|idő|célidő|eredmény|időeredmény|cél|befutó|slutt
gun: czas brutto|hrubý čas|bruttoaika|tempo bruto|グロス|枪声|枪声成绩|毛成绩|건타임|brüt|brüt süre|bruttó
| bruttó idő|hivatalos idő
net: čistý čas|nettoaika|líquido|ネット|净成绩|净时间|净计时|芯片成绩|넷타임|네트타임|칩타임|çip süresi
| nettó
| nettó idő|chipidő
checkpoint: punkt pomiarowy|punkt kontrolny|punkt|stanoviště|mezičas|medzičas|rasti|väliaikapiste
| mittauspiste
| ponto|計測地点|地点|计时点|检查点|지점|kontrol noktası|ellenőrzőpont|mérőpont
metres: dystans|vzdálenost|délka|vzdialenosť|matka|distância|距離|距离|거리|mesafe|távolság|táv
lap number: okrążenie|kolo|kierros|volta|周回|圈|바퀴|kör
town: woj|miasto|miejscowość|miejscowosc|województwo|město|mesto|obec|bydliště|paikkakunta|kaupunki
| kotipaikka
| cidade|município|uf|bopæl|住所|都道府県|市区町村|城市|省份|省市|지역|주소|şehir|il|ilçe|város|település
| lakhely|megye
age: wiek|věk|vek|ikä|idade|年齢|年龄|나이|연령|yaş|életkor|kor
gap: strata|różnica|ztráta|odstup|ero|diferença|差|トップ差|タイム差|差距|차이|fark|hátrány|különbség
| forskel|bagefter
pace: średnia|prędkość|średnie tempo|średnia prędkość|rychlost|průměr|rýchlosť|priemer|keskinopeus|nopeus
| vauhti
| km t|velocidade|ペース|平均ペース|速度|配速|平均配速|均速|페이스|평균페이스|속도|hız|ortalama hız|átlag
| sebesség
| átlagsebesség|hastighed
points: punkty|body|pisteet|pontuação|ポイント|得点|积分|分数|점수|포인트|puan|pont|pontok|stabilność
penalty: kara|trest|sakko|penalidade|ペナルティ|罚时|페널티|ceza|büntetés
part: pływanie|rower|plavání|uinti|pyöräily|natação|スイム|バイク|游泳|自行车|骑行|수영|사이클|yüzme
| bisiklet|úszás
| kerékpár|kerékpározás
ignored: dni|nif|pesel|cpf|rodné číslo|nr licencji|nr licencji klub|licencja|licence číslo|lisenssi
| チップ|芯片号|证书|证书编号|身份证号|证件号|手机号|lisans|oklevél
| zdjęcie
| lp|l p|liczba porządkowa
"""
"""Roles and their words."""

FURTHER_KINDS = {
    "times": "narastająco celkem celkový yhteensä 累計 累计 累积 누적 toplam összes",
    "laps": "okrążenie kolo okruh kierros volta ラップ 周回 周 圈 单圈 랩 구간 tur kör odcinek úsek"
    " szakasz osuus",
    "place": "miejsce lokata pozycja poz pořadí poř poradie umístění plads sija sijoitus colocação posição"
    " classificação 順位 着順 名次 排名 순위 sıra sırası sıralama helyezés hely",
    "pace": "prędkość rychlost rýchlosť nopeus vauhti velocidade ペース 配速 速度 페이스 속도 hız sebesség",
    "gap": "strata ztráta ero diferença 差 差距 차이 fark hátrány",
    "net": "nettó čistý líquido ネット 净 芯片 넷 çip",
    "gun": "bruttó hrubý グロス 枪声 毛 건 brüt",
    "": "czas czasy międzyczas čas časy mezičas medzičas aika väliaika mellemtid mellemtider タイム 記録"
    " スプリット 通過 時間 时间 成绩 成績 通过 分段 기록 시간 통과 스플릿 süre zaman"
    " geçiş idő részidő köztes 地点 点 지점 punkt pomiar kontrola",
}
"""Words beside a distance or a number, by what they say of the figures."""
