"""The heads of tables that were looked up when those of `looked_up_heads` were understood.

Looked up on 30 November 2026; six of the twenty were understood in every column at first. Above each stands
the repository and the file, or what it is of where the search that found it names no repository.
"""

from __future__ import annotations

LATER = {
    "English": """
@ knottymarkydude/Grantham_RC: gc/results2013.php
Position,Time,Race No,First Name,Surname,Gender,Club
= place, finish, bib, given, family, sex, club
@ nathanmanesh/CSC365: MARATHON/MARATHON-build-MARATHON.sql
Place,Time,Pace,GroupPlace,Group,Age,Sex,BIBNumber,FirstName,LastName,Town,State
= place, finish, category, sex, bib, given, family; not kept: 'Pace', 'GroupPlace', 'Age', 'Town', 'State'
@ public code: an analysis of a 10 km race in Philadelphia
Place,Bib,First Name,Last Name,Gender,Age,Clock Time,Net Time,Pace,Sex total,Sex Place,Div Total,Div Place,Division
= place, bib, given, family, sex, finish (gun), finish (net), category; not kept: 'Age', 'Pace', 'Sex total', 'Sex Place', 'Div Total', 'Div Place'
@ public code: the same, of a marathon
Group Place,Name,Bib,Age,Place,Gender Place,5M Split,10M Split,Half Split,20M Split,Clock Time,Net Time,Hometown
= name, bib, place, 5M Split, 10M Split, Half Split, 20M Split, finish (gun), finish (net); not kept: 'Group Place', 'Age', 'Gender Place', 'Hometown'
@ public code: an analysis of the Firecracker 10k
Place,Bib,Initial,Full.Name,Gender,City,State,Country,Time,Time2,Blank1,Age,Blank2,AgeGroupPlace,AgeGroup
= place, bib, name, sex, nation, finish, category; not kept: 'Initial', 'City', 'State', 'Time2', 'Age', 'AgeGroupPlace'; not understood: 'Blank1', 'Blank2'
@ public code: the export of a timing program
Place,Bib,Name,Age,Gender,Elapsed Time,Clock Time
= place, bib, name, sex, finish, finish (gun); not kept: 'Age'
""",  # noqa: E501
    "German": """
@ public code: the help of an Austrian importer of times at each kilometre
Startnummer,Vorname,Nachname,AngestrebteGesamtzeit,KmNummer,Zeit
= bib, given, family, kilometres, finish; not kept: 'AngestrebteGesamtzeit'
""",
    "Dutch": """
@ public code: the test of a Dutch importer of triathlons
Pos,StartNr,Naam,Club,Club/Woonplaats,Cat,PltsCat,Zwem,PltsZwem,Wiss1,Fiets,PltsFiets,NaFiets,PltsNaFie,Wiss2,Loop,PltsLoop,TotaalTijd,DQ
= place, bib, name, club, category, finish, status; not kept: 'Club/Woonplaats', 'PltsCat', 'Zwem', 'PltsZwem', 'Wiss1', 'Fiets', 'PltsFiets', 'NaFiets', 'Wiss2', 'Loop'; not understood: 'PltsNaFie', 'PltsLoop'
""",  # noqa: E501
    "French": """
@ public code: the help of a French importer of results
Dossard,Nom,Prénom,Sexe,Catégorie,Temps,Statut
= bib, family, given, sex, category, finish, status
@ public code: the test of a French importer of entries
DOSSARD,NOM,PRENOM,SEXE,DISTANCE,DOSSIER
= bib, family, given, sex, metres; not kept: 'DOSSIER'
@ public code: the columns of the live results of the French ski federation
Code_coureur,Dossard,Nom,Prenom,Sexe,Categ,Club,Comite,Nation,Tps1,Clt1,Ecart1,Medaille1
= bib, family, given, sex, category, club, nation, Tps1, place at Tps1; not kept: 'Code_coureur', 'Comite', 'Ecart1', 'Medaille1'
@ public code: the test of a French program for teams
equipe,dossard,nom,prenom,deleted
= team, bib, family, given; not kept: 'deleted'
""",  # noqa: E501
    "Spanish": """
@ public code: the export of a Spanish timing program, with two times
Posicion,Dorsal,Nombre,Equipo,Categoria,Evento,Tiempo Crono,Tiempo Real,Dif General,Pos Categoria,Dif Categoria
= place, bib, name, team, category, event, finish, finish (net); not kept: 'Dif General', 'Pos Categoria', 'Dif Categoria'
@ public code: the export of a Spanish timing program with penalties
Posicion,Dorsal,Nombre,Tiempo Base (s),Toques,Postes,Tiempo Total (s)
= place, bib, name, finish; not kept: 'Tiempo Base (s)', 'Toques'; not understood: 'Postes'
@ public code: the columns of a Mexican marathon's results
bib,nombre,distancia,genero,categoria,equipo,tiempo_oficial,Ritmo Medio,tiempo_chip,RM_5km,split_5km,RM_10km,split_10km,RM_21km,split_21km,RM_42km,split_42km,lugar_general,total_general,lugar_genero,total_genero,lugar_categoria,total_categoria,Rango,nacionalidad
= bib, name, metres, sex, category, team, finish (gun), finish (net), split_5km, split_10km, split_21km, split_42km, place, nation; not kept: 'Ritmo Medio', 'RM_5km', 'RM_10km', 'RM_21km', 'RM_42km', 'lugar_genero', 'total_genero', 'lugar_categoria', 'total_categoria'; not understood: 'total_general', 'Rango'
""",  # noqa: E501
    "Swedish": """
@ public code: an export for the statistics of Swedish road running
type;race_name;city;date;organizer;distance;gender;course_measurer;date_of_measurement;placing;agegroup;agegroupplacing;extra;firstname;lastname;country;club;birthday;yb;result;netto;5kmsplit
= race, date, metres, sex, place, category, given, family, nation, club, born, finish, finish (net), 5kmsplit; not kept: 'type', 'city', 'organizer', 'agegroupplacing', 'extra', 'yb'; not understood: 'course_measurer', 'date_of_measurement'
@ public code: the test of a Swedish program for orienteering, with splits
Klass;Variant;Placering;Namn;Klubb;Sluttid;Status;Kontroll;Sträcktid;Sträckplacering;Totaltid
= category, place, name, club, finish, status, checkpoint; not kept: 'Variant', 'Sträcktid', 'Sträckplacering', 'Totaltid'
@ public code: the same, results
Klass;Placering;Namn;Klubb;Tid;Efter;Status
= category, place, name, club, finish, status; not kept: 'Efter'
""",  # noqa: E501
    "Norwegian": """
@ public code: the results of a Norwegian walk in pairs
Plassering;Startnummer;Herre-navn;Dame-navn;Start-tid;Slutt-tid;Oppgave-poeng;Beregnet middel-tid;Beregnet anvendt-tid;Beregnet avveket-tid;Beregnet tids-poeng;Beregnet total-poeng
= place, bib, start, finish; not understood: 'Herre-navn', 'Dame-navn', 'Oppgave-poeng', 'Beregnet middel-tid', 'Beregnet anvendt-tid', 'Beregnet avveket-tid', 'Beregnet tids-poeng', 'Beregnet total-poeng'
@ public code: a Norwegian start list
startnr;navn;løype;klasse
= bib, name, race, category
""",  # noqa: E501
}
