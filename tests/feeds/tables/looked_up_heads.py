"""The heads of tables as they were found in public repositories and on pages of results, in eight languages.

Looked up on 30 November 2026. Above each stands where: the repository and the file, or the page, or what
it is of where the search that found it names no repository. Below each stands what is understood.
"""

from __future__ import annotations

LOOKED_UP = {
    "English": """
@ grahamkirby/race-timing: src/test/resources/.../balmullo/2023/expected/balmullo_overall_2023.csv
Pos,No,Runner,Club,Category,Time
= place, bib, name, club, category, finish
@ grahamkirby/race-timing: src/test/resources/.../devils_burdens/2020/expected/devils_burdens_detailed_2020.csv
Pos,No,Team,Category,Runners 1,Leg 1,Split 1,Runners 2,Leg 2,Split 2,Runners 3,Leg 3,Split 3,Runners 4,Leg 4,Total
= place, bib, team, category, Leg 1, Split 1, Leg 2, Split 2, Leg 3, Split 3, Leg 4, finish; not kept: 'Runners 1', 'Runners 2', 'Runners 3', 'Runners 4'
@ CarlKCarlK/race-results: data/sample_results.txt
Place,Bib,Name,Age,Hometown,Finish
= place, bib, name, finish; not kept: 'Age', 'Hometown'
@ llimllib/bostonmarathon: results/2005/results.csv
division,name,city,gender,age,official,bib,overall,state,genderdiv,net,country
= category, name, sex, finish (gun), bib, place, finish (net), nation; not kept: 'city', 'age', 'state', 'genderdiv'
@ SplitTime/OpenSplitTime: spec/fixtures/files/test_efforts_with_elapsed_times.csv
first_name,last_name,gender,birthdate,email,phone,city,state,country,age,bib_number,Start,Aid 1,Aid 2,Finish
= given, family, sex, born, nation, bib, start, Aid 1, Aid 2, finish; not kept: 'email', 'phone', 'city', 'state', 'age'
@ SplitTime/OpenSplitTime: spec/fixtures/files/ultrasignup_efforts_simple_export.csv
bib,place,first_name,last_name,age,gender,time,address,zip,city,state,country,email,dob,status
= bib, place, given, family, sex, finish, nation, born, status; not kept: 'age', 'address', 'zip', 'city', 'state', 'email'
@ SplitTime/OpenSplitTime: spec/fixtures/files/test_efforts_header_formats.csv
first name,LAST,sex,age,city,state,country,bib #
= given, family, sex, nation, bib; not kept: 'age', 'city', 'state'
@ SplitTime/OpenSplitTime: spec/fixtures/files/test_rr_response.json
Place,Bib,Name,Sex,Age,Aid1,Aid2,Aid3,Aid4,Aid5,ToFinish,Elapsed,Time,Pace
= place, bib, name, sex, Aid1, Aid2, Aid3, Aid4, Aid5, finish; not kept: 'Age', 'ToFinish', 'Time', 'Pace'
@ SplitTime/OpenSplitTime: spec/fixtures/files/test_efforts_start_attributes.csv
first_name,last_name,gender,age,city,state_code,country_code,start_time,start_offset
= given, family, sex, nation, start; not kept: 'age', 'city', 'state_code', 'start_offset'
@ tzorca/race-result-normalizer: settings.py
Place,Div/Total,Bib#,Name,S,Ag,Div,Time,Guntime,Nettime
= place, bib, name, sex, category, finish, finish (gun), finish (net); not kept: 'Div/Total', 'Ag'
@ public code: the test of an importer of results
Place,Bib,Name,Age,Gender,Time
= place, bib, name, sex, finish; not kept: 'Age'
@ public code: an upload of results to runners
Place,Bib,Name,Gender,Age,City,State,Finish Time
= place, bib, name, sex, finish; not kept: 'Age', 'City', 'State'
@ public code: the export of a timing program with waves
place,bib,name,category,wave,gunStart,finishTime,netTime
= place, bib, name, category, wave, start, finish, finish (net)
@ public code: the help of an Indonesian importer of results
BIB,Name,Gender,Category,Gun Time,Chip Time,Pace,Nationality
= bib, name, sex, category, finish (gun), finish (net), nation; not kept: 'Pace'
@ public code: the help of a page of roller-ski races
event,place,bib,name,gender,group,course,lap1,lap2,lap3,lap4
= event, place, bib, name, sex, category, race, lap1, lap2, lap3, lap4
@ public code: the export of a timing program
Place,Bib,Name,Finished Elapsed Time,Average Speed
= place, bib, name, finish; not kept: 'Average Speed'
""",  # noqa: E501
    "Dutch": """
@ Ivo1975/UitslagenRotterdamMarathon: uitslagen2009.csv
10KM,15KM,20KM,25KM,30KM,35KM,40KM,5KM,Agegroup,Agegrouprank,Bib,Chiptime,City_x,Distance,Guntime,HALF,Name,Place_x,Speed,url,Place_y,City_y,Country,AgegroupPlace,Photo,Video,Year
= 10KM, 15KM, 20KM, 25KM, 30KM, 35KM, 40KM, 5KM, category, bib, finish (net), metres, finish (gun), HALF, name, place, nation; not kept: 'Agegrouprank', 'City_x', 'Speed', 'url', 'Place_y', 'City_y', 'AgegroupPlace', 'Photo', 'Video', 'Year'
@ public code: the export of a Dutch timing program (runs with shooting)
Plaats,Startnummer,Naam,Club,Geslacht,Categorie,Wave,Starttijd,Finishtijd,Looptijd (Raw),Missers,Straftijd,Officiële Tijd,Verschil,Status
= place, bib, name, club, sex, category, wave, start, finish, finish (gun), status; not kept: 'Looptijd (Raw)', 'Missers', 'Straftijd', 'Verschil'
@ public code: a Dutch start list of a time trial
startnummer,naam,land,starttijd
= bib, name, nation, start
""",  # noqa: E501
    "German": """
@ public code: GP Bern 10 miles, db/data/gp_bern_10m_YEAR.csv
Platz;Pl.AK;Startnr.;Name;AK;Verein/Stadt;5 km;10 km;Ziel;Jahrgang
= place, bib, name, category, club, 5 km, 10 km, finish, born; not kept: 'Pl.AK'
@ public code: GP Bern 10 miles, in its later form
Platz;Pl.AK;Pl.(M/W);Nr.;Name;AK;Verein/Ort;Rel *;5km;10km;Zielzeit;Jahrgang
= place, bib, name, category, club, 5km, 10km, finish, born; not kept: 'Pl.AK', 'Pl.(M/W)', 'Rel *'
@ public code: the export of a German timing program, a row a checkpoint
Messpunkt;Platz;Startnummer;Name;AK;Gesamtzeit;Rückstand;Abschnitt;Trend
= checkpoint, place, bib, name, category, finish; not kept: 'Rückstand', 'Abschnitt', 'Trend'
@ public code: the test of an importer, a RACE RESULT list in German
Platz;Stnr;Name;Jg;AK;Verein;Nat;Zeit
= place, bib, name, born, category, club, nation, finish
@ public code: the start times of a German timing program
startnummer;vorname;nachname;jahrgang;startzeit;exactMs
= bib, given, family, born, start; not understood: 'exactMs'
@ public code: the splits of the Swiss orienteering federation (SOLV)
Kategorie;Laenge;Steigung;PoAnz;Rang;Name;Jahrgang;Ort;Club;Zeit;Startzeit;Zielzeit;Zwischenzeiten
= category, metres, place, name, born, club, finish, start; not kept: 'Steigung', 'PoAnz', 'Ort', 'Zielzeit'; not understood: 'Zwischenzeiten'
@ public code: a German start list
Startnummer;Vorname;Nachname;Geburtsjahr
= bib, given, family, born
""",  # noqa: E501
    "French": """
@ xiangzhemeng/Lausanne-Marathon-data-visualization: data/example_data.csv
Category,Race year,Rank,Name,Age,Time,City,Canton,Country,Latitude,Longitude
= category, place, name, finish, nation; not kept: 'Race year', 'Age', 'City', 'Canton', 'Latitude', 'Longitude'
@ ilgigrad/ubbc_origin: app/ubbc-results2018.php
Scratch;Chrono;Nom;Prénom;Catégorie;Genre;Pays;Itra
= place, finish, family, given, category, sex, nation; not kept: 'Itra'
@ ilgigrad/ubbc_origin: app/ubbc-results2019.php
Scratch;Nom;Chrono;Course;Age;Genre;Pays
= place, name, finish, race, sex, nation; not kept: 'Age'
@ ilgigrad/ubbc_origin: app/ubbc-results2022.php
Course;Nom;Prénom;Genre;Categ;Chrono;Boucles;Statut;Scratch;Rang genre
= race, family, given, sex, category, finish, status, place; not kept: 'Boucles', 'Rang genre'
@ public code: the export of a French timing program
Position;Dossard;Nom;Prénom;Sexe;Catégorie;Club;Temps;Vitesse;Position Catégorie;Statut
= place, bib, family, given, sex, category, club, finish, status; not kept: 'Vitesse', 'Position Catégorie'
@ public code: a French list of entries
Dossard;Nom;Club;Sexe;Dept;Année;CatéA;CatéV;Licence;Fédé;Course
= bib, name, club, sex, born, category, race; not kept: 'Dept', 'CatéV', 'Licence', 'Fédé'
@ public code: the help of a French timing program
N° Dossard;Nom;Prénom;Sexe;Catégorie
= bib, family, given, sex, category
@ public code: result lists of slalom races in Quebec
Rang;Dossard;Nom;AN;Classe;Club;NAT;Temps;Écart
= place, bib, name, born, category, club, nation, finish; not kept: 'Écart'
@ public code: the same lists, joined
Date;Lieu;Type de compétition;Rang;Dossard;Nom;Année;Club;Temps;Écart
= date, place, bib, name, born, club, finish; not kept: 'Lieu', 'Écart'; not understood: 'Type de compétition'
@ public code: an export of entries for Elogica
Dossard;Nom;Prénom;Sexe;DateNaissance;Club;Licence;Catégorie
= bib, family, given, sex, born, club, category; not kept: 'Licence'
@ public code: the export of runners in Quebec
IdCourse;dossard;nom;prenom;ville;province;categorie;temps;abandon
= bib, family, given, category, finish, status; not kept: 'IdCourse', 'ville', 'province'
""",  # noqa: E501
    "Spanish": """
@ alonsogr03/narrador-carreras-atletismo: data/static/carrera_5000m_f_2017.csv
id_evento,nombre_corredor,distancia_metros,tiempo_acumulado_segundos
= name, metres, finish; not kept: 'id_evento'
@ public code: result lists of Spanish races
Pos;Dorsal;Nombre;Club;Categoría;Pos en Categoría;Tiempo;Puntos
= place, bib, name, club, category, finish; not kept: 'Pos en Categoría', 'Puntos'
@ public code: the export of a Spanish timing program
Pos,Dorsal,Nombre,Equipo,Evento,Tiempo Real,Diferencia
= place, bib, name, team, event, finish (net); not kept: 'Diferencia'
@ public code: the template of a Mexican results page
posicion,dorsal,nombre,categoria,evento,tiempo,diferencia
= place, bib, name, category, event, finish; not kept: 'diferencia'
@ public code: the columns of a Spanish timing program
POS,DORSAL,NOMBRES,APELLIDOS,TIEMPO
= place, bib, given, family, finish
@ public code: the test of a Spanish importer of entries
Dorsal;Nombre;Apellidos;Género;Año de nacimiento
= bib, given, family, sex, born
""",
    "Italian": """
@ OrienteeringPuntoK/ClassificaPuntoK: Gare.js
categoria;tempo;nome;societa;punteggio;femmina
= category, finish, name, club, sex; not kept: 'punteggio'
@ public code: the manual of a timing program, start lists
pettorale,nome,cognome,citta
= bib, given, family; not kept: 'citta'
@ public code: an Italian export of heats
Batteria;Acqua;Pettorale;Atleta;Societa;Categoria
= heat, lane, bib, name, club, category
""",
    "Swedish": """
@ public code: a Swedish timing program, races over laps
StartNr;Namn;#Varv;TotalTid;Start;Mål
= bib, name, lap number, finish, start; not kept: 'Mål'
@ public code: the same, a marathon
StartNr;Namn;TotalTid;Starttider;Måltider
= bib, name, finish, start; not kept: 'Måltider'
@ public code: the same, with each lap
StartNr;Namn;#Varv;TotalTid;Varv1;Varv2;Varv3;Start;Varvning1;Varvning2;Mål
= bib, name, lap number, finish, Varv1, Varv2, Varv3, start; not kept: 'Varvning1', 'Varvning2', 'Mål'
@ public code: a Swedish template of qualifying runs
Startnr;Namn;Klubb;Klass;Kval 1;Kval 2;Bäst
= bib, name, club, category; not kept: 'Kval 1', 'Kval 2', 'Bäst'
@ public code: an export of entries from OLA
Förnamn;Efternamn;Klubb;Klass;Startnr;Starttid;Födelsedatum;Chipnr;Chipnr2
= given, family, club, category, bib, start, born; not kept: 'Chipnr', 'Chipnr2'
""",
    "Norwegian": """
@ kondis.no/?id=6532949
Plass;Navn;Klubb;Klasse;Tid
= place, name, club, category, finish
@ kondis.no/?id=6395379
Plass;Navn;Km-tid;Tid
= place, name, finish; not kept: 'Km-tid'
@ kondis.no, 10 norske løp sommerlig Helsinki City Running Day
Bib;Name;Nat;Category;Time;# Sex;# Cat.
= bib, name, nation, category, finish; not kept: '# Sex', '# Cat.'
@ ranheimskiklubb.no ranheim-til-topps-2016
Navn;Klubb;Klasse;Tid
= name, club, category, finish
@ sheitm/geoform-live: scrape/scrape_test.go
Plass;Navn;Klubb;Tid;Poeng
= place, name, club, finish; not kept: 'Poeng'
@ public code: an export from Norway (nynorsk)
startnummer,namn,starttid,sluttid,tid brukt,fødd,kjønn,klubb
= bib, name, start, finish, born, sex, club; not kept: 'tid brukt'
@ public code: a Norwegian start list
startnummer;navn;distanse;starttid
= bib, name, metres, start
@ public code: entries of a Norwegian ski race
Startnr;Navn;Klubb;ÅrsKlasse;Krets;Løpsklasse
= bib, name, club, category; not kept: 'Krets', 'Løpsklasse'
""",
}
