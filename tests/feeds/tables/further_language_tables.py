"""Tables with a few rows each, in languages beyond the first eight.

Their heads are as they were found in public code and in lists of results; names and figures are invented.
Each has its event, what is understood of its columns, and the times of its first runner.
"""

from __future__ import annotations

FURTHER_LANGUAGES: dict[str, tuple[str, str, str, str]] = {
    "Slovak": (
        "marathon",
        """P.č.;Št. čís.;Priezvisko;Meno;Národnosť;m/ž;Rok nar.;Oddiel;Predpokladaná trať;5 km;10 km;15 km;20 km;polmaratón;25 km;30 km;35 km;40 km;Maratón
1;14;Novák;Ján;SVK;m;1985;BK Orava;42m;0:18:10;0:36:30;0:55:00;1:13:40;1:17:50;1:32:30;1:51:50;2:11:30;2:31:40;2:40:30
2;21;Kováč;Peter;SVK;m;1990;;42m;0:19:10;0:38:30;0:58:00;1:17:40;1:22:00;1:37:30;1:57:50;2:18:30;2:39:40;2:48:50
3;31;Varga;Ivan;CZE;m;1979;AK Zvolen;42m;0:20:10;0:40:30;1:01:00;1:21:40;1:26:10;1:42:30;2:03:50;2:25:30;2:47:40;2:57:30
""",  # noqa: E501
        "place, bib, family, given, nation, sex, born, club, 5 km, 10 km, 15 km, 20 km, polmaratón, 25 km, 30 km, 35 km, 40 km, Maratón; not understood: 'Predpokladaná trať'",  # noqa: E501
        "18:10 36:30 55:00 1:13:40 1:17:50 1:32:30 1:51:50 2:11:30 2:31:40 2:40:30",
    ),
    "Czech": (
        "10km",
        """poř.;kat.;poř. k.;s. č.;jméno;ročník;klub;čas;ztráta
1;M39;1;12;Jan Novák;1985;SK Hora;34:10;
2;M49;1;14;Petr Malý;1978;;36:40;+2:30
3;Z34;1;17;Eva Dolní;1992;AC Rýn;37:05;+2:55
""",
        "place, category, bib, name, born, club, finish; not kept: 'poř. k.', 'ztráta'",
        "34:10",
    ),
    "Czech, 2": (
        "6km",
        """Poř.;St.č.;Jméno;RN;Klub;Kat.;Poř.kat.;1.kolo;2.kolo;Čas
1;12;Dolní Eva;1992;AC Rýn;Ž35;1;07:10;07:20;21:55
2;14;Horní Jana;1985;;Ž35;2;07:20;07:35;22:40
3;15;Malá Ida;1999;SK Hora;Ž;1;07:25;07:50;23:10
""",
        "place, bib, name, born, club, category, 1.kolo, 2.kolo, finish; not kept: 'Poř.kat.'",
        "7:10 14:30 21:55",
    ),
    "Polish": (
        "half marathon",
        """Miejsce;Numer startowy;Imię;Nazwisko;Miasto;Kraj;Drużyna;Płeć;Płeć Miejsce;Kategoria wiekowa;Kategoria wiekowa Miejsce;Rocznik;5 km Czas;5 km Miejsce Open;5 km Tempo;10 km Czas;10 km Miejsce Open;10 km Tempo;15 km Czas;15 km Miejsce Open;15 km Tempo;20 km Czas;20 km Miejsce Open;20 km Tempo;Tempo Stabilność;Czas;Tempo
1;787;Tomasz;Grycz;Kielce;POL;UKS Bieg;M;1;M30;1;1992;00:14:37;1;2.92;00:29:14;1;2.92;00:44:17;1;3.01;00:59:30;1;3.04;0.031;01:02:50;2.98
2;30;Anna;Kowal;Lublin;POL;;K;1;K30;1;1991;00:15:37;2;3.12;00:31:14;2;3.12;00:47:17;2;3.21;01:03:30;2;3.24;0.021;01:07:10;3.18
3;32;Adam;Wilk;Radom;POL;;M;2;M40;1;1981;00:16:37;3;3.32;00:33:14;3;3.32;00:50:17;3;3.41;01:07:30;3;3.44;0.021;01:11:20;3.38
""",  # noqa: E501
        "place, bib, given, family, nation, team, sex, category, born, 5 km Czas, place at 5 km Czas, 10 km Czas, place at 10 km Czas, 15 km Czas, place at 15 km Czas, 20 km Czas, place at 20 km Czas, finish; not kept: 'Miasto', 'Płeć Miejsce', 'Kategoria wiekowa Miejsce', '5 km Tempo', '10 km Tempo', '15 km Tempo', '20 km Tempo', 'Tempo Stabilność', 'Tempo'",  # noqa: E501
        "14:37 29:14 44:17 59:30 1:02:50",
    ),
    "Danish": (
        "10km",
        """Plac.;Løbsnr.;Navn;Klub;Kategori;Mellemtid 5 km;Sluttid;Km/t
1;12;Ane Holm;Søby AM;K20;19:50;40:10;14,9
2;14;Bo Lund;;M30;20:20;41:10;14,6
3;15;Ida Krog;Ry Motion;K30;20:50;42:10;14,2
""",
        "place, bib, name, club, category, Mellemtid 5 km, finish; not kept: 'Km/t'",
        "19:50 40:10",
    ),
    "Finnish": (
        "10km",
        """No;Nimi;Seura;Sarja;Lähestyminen;Sija;Maali;Sija
12;Aino Virta;Kaisan Veto;N;38:10;1;40:10;1
14;Elli Koski;;N;38:50;2;41:20;2
17;Outi Salo;Tuusan Kisa;N35;39:50;3;42:20;3
""",
        "bib, name, club, category, Lähestyminen, place at Lähestyminen, finish, place",
        "38:10 40:10",
    ),
    "Portuguese": (
        "10km",
        """Classif.;Num.;Nome;Sexo;Idade;Faixa;Cl. Faixa;Equipe;Tempo;Tempo Bruto;Pace
1;12;Ana Souza;F;33;F3034;1;Corre Já;00:40:10;00:40:15;04:01
2;14;Bia Lima;F;35;F3539;1;;00:41:20;00:41:31;04:08
3;15;Caia Reis;F;41;F4044;1;Pé na Rua;00:42:20;00:42:40;04:14
""",
        "place, bib, name, sex, category, team, finish, finish (gun); not kept: 'Idade', 'Cl. Faixa', 'Pace'",
        "40:15",
    ),
    "Hungarian": (
        "10km",
        """H.;Rsz;Név;Szül.;Egyesület;Kat.;Kat.h.;5 km;Idő
1;12;Nagy Anna;1990;BHSE;N30;1;18:10;36:40
2;14;Kis Éva;1985;;N40;1;18:40;37:50
3;15;Tóth Ida;1981;MTK;N40;2;19:00;38:40
""",
        "place, bib, name, born, club, category, 5 km, finish; not kept: 'Kat.h.'",
        "18:10 36:40",
    ),
    "Turkish": (
        "half marathon",
        """Genel Sıra;Göğüs No;Ad;Soyad;Cinsiyet;Yaş Grubu;YG Sıra;10 km;Brüt Süre;Net Süre
1;12;Ayşe;Yılmaz;K;30-34;1;00:38:10;01:21:40;01:21:38
2;14;Elif;Kaya;K;35-39;1;00:39:10;01:23:40;01:23:30
3;15;Zeynep;Demir;K;30-34;2;00:40:10;01:26:20;01:26:05
""",
        "place, bib, given, family, sex, category, 10 km, finish (gun), finish (net); not kept: 'YG Sıra'",
        "2 1:21:40",
    ),
    "Japanese": (
        "marathon",
        """順位,No.,氏名,所属,5km,10km,20km,中間点,30km,40km,FINISH
1,101,山田 太郎,東走会,0:17:10,0:34:20,1:08:50,1:12:40,1:43:50,2:19:30,2:27:20
2,102,佐藤 次郎,,0:17:40,0:35:20,1:10:50,1:14:50,1:47:00,2:24:30,2:33:00
3,104,鈴木 一郎,AC東,0:18:10,0:36:20,1:12:50,1:16:50,1:50:10,2:29:30,2:38:40
""",
        "place, bib, name, club, 5km, 10km, 20km, 中間点, 30km, 40km, finish",
        "17:10 34:20 1:08:50 1:12:40 1:43:50 2:19:30 2:27:20",
    ),
    "Japanese, 2": (
        "marathon",
        """ゼッケン,総合順位,タイム,ネットタイム,種目,性別,年代
101,1,3:05:23,3:04:51,フルマラソン,男,30代
102,2,3:08:03,3:07:31,フルマラソン,女,20代
103,3,3:09:43,3:09:31,フルマラソン,男,40代
""",
        "bib, place, finish, finish (net), race, sex, category",
        "32 3:05:23",
    ),
    "Chinese": (
        "marathon",
        """总名次,参赛号,姓名,性别,5公里,10公里,半程,30公里,枪声成绩,净成绩
1,A12,李明,男,0:17:10,0:34:20,1:12:40,1:43:50,2:27:20,2:27:18
2,A14,王强,男,0:17:40,0:35:20,1:14:50,1:47:00,2:33:00,2:32:51
3,A15,张伟,男,0:18:10,0:36:20,1:16:50,1:50:10,2:38:40,2:38:22
""",
        "place, bib, name, sex, 5公里, 10公里, 半程, 30公里, finish (gun), finish (net)",
        "2 2:27:20",
    ),
    "Korean": (
        "half marathon",
        """순위,배번호,성명,성별,종목,5km,10km,15km,기록,넷타임
1,1012,김철수,남,하프,0:18:10,0:36:30,0:55:10,1:17:50,1:17:48
2,1014,이영희,여,하프,0:19:10,0:38:30,0:58:10,1:22:00,1:21:53
3,1015,박민수,남,하프,0:20:10,0:40:30,1:01:10,1:26:10,1:25:58
""",
        "place, bib, name, sex, race, 5km, 10km, 15km, finish, finish (net)",
        "2 1:17:50",
    ),
}
