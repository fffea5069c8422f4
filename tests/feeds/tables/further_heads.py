"""The heads of thirty tables that were looked up when those of `later_heads` were understood.

Looked up on 30 November 2026; ten of the thirty were understood in every column at first, ten named what was
left, and in ten a column was taken for what it is not (the transitions and legs of triathlons, a program's
number for a bib, towns for places and places for towns, a time for a checkpoint, the time of day at the
finish for the result).
Above each stands the repository and the file, or what it is of where the search names no repository.
"""

from __future__ import annotations

FURTHER = {
    "English": """
@ public code: a triathlon club that maps the results of a timing company
Net Pos,Race No,Name,Net Time,Category,Net Cat Pos,Second Cat,Gender,Net Gender Pos,Club,SWIM,T1,BIKE,T2,RUN
= bib, name, finish (net), category, sex, club; not kept: 'Net Pos', 'Net Cat Pos', 'Second Cat', 'Net Gender Pos', 'SWIM', 'T1', 'BIKE', 'T2', 'RUN'
@ public code: results of World Triathlon, for graphs
Program ID,Athlete ID,Athlete First Name,Athlete Last Name,Country,Start Number,Swim,T1,Bike,T2,Run,Position,Status,Total Time
= given, family, nation, bib, place, status, finish; not kept: 'Program ID', 'Athlete ID', 'Swim', 'T1', 'Bike', 'T2', 'Run'
@ public code: the export of RunSignUp, of a triathlon
result_id,place,bib,first_name,last_name,gender,city,state,split-278311,split-278311-pace,split-278312,split-278312-pace,split-278313,split-278313-pace,split-278314,split-278314-pace,split-278315,split-278315-pace,clock_time,chip_time,pace,age,age_percentage,custom-field-208308
= place, bib, given, family, sex, finish (gun), finish (net); not kept: 'result_id', 'city', 'state', 'pace', 'age', 'age_percentage'; not understood: 'split-278311', 'split-278311-pace', 'split-278312', 'split-278312-pace', 'split-278313', 'split-278313-pace', 'split-278314', 'split-278314-pace', 'split-278315', 'split-278315-pace', 'custom-field-208308'
@ public code: the test of an importer of triathlons
bib_number,athlete_name,category_slug,swim,t1,bike,t2,run,total,status
= bib, name, category, finish, status; not kept: 'swim', 't1', 'bike', 't2', 'run'
@ public code: the export of an app for triathlons
Rank,Bib,Name,Cycle Time,Run Time,Swim Time,Total Time
= place, bib, name, finish; not kept: 'Cycle Time', 'Run Time', 'Swim Time'
@ public code: the export of an app for race days, of runners who checked in
BIB,Name,Gender,Age,Category,Nationality,Status,Check-in,Finish
= bib, name, sex, category, nation, status, finish; not kept: 'Age', 'Check-in'
@ public code: the export of another, of the finishers
Rank,BIB,Name,Category,Gender,Start,Finish,TotalTime
= place, bib, name, category, sex, start, finish; not kept: 'Finish'
@ public code: the results file of a race for miles
bib,name,gender,age,miles,finish_position,is_winner
= bib, name, sex, place; not kept: 'age', 'is_winner'; not understood: 'miles'
@ public code: the export of a race of laps
Rank,Bib,Name,Gender,Laps,Distance (km),Elevation (m),Avg Lap,Fastest Lap,Slowest Lap
= place, bib, name, sex, kilometres; not kept: 'Laps', 'Elevation (m)', 'Avg Lap', 'Fastest Lap', 'Slowest Lap'
@ public code: the test of a program for races of laps, in heats
Rank,Bib,Name,Gender,Heat,Rounds,Time spent (s),Distance (m),Last lap at,Last lap duration (s)
= place, bib, name, sex, heat, metres; not kept: 'Rounds', 'Last lap at', 'Last lap duration (s)'; not understood: 'Time spent (s)'
@ public code: the test of a reader of RaceBest
Position,Bib,Name,Club,Wave,Age Grade,Category,Category Position,Net Time,Share
= place, bib, name, club, wave, category, finish (net); not kept: 'Age Grade', 'Category Position', 'Share'
@ public code: the template of an American importer of school meets
meet_name,meet_date,location,sport,event,gender,division,distance,place,name,grade,school,time
= race, date, event, sex, category, metres, place, name, club, finish; not kept: 'location', 'sport', 'grade'
@ public code: an export of timataka.net, of Iceland
Rank,BIB,Name,Year,Club,Split,Time,Behind,Chiptime
= place, bib, name, club, checkpoint, finish, finish (net); not kept: 'Year', 'Behind'
@ public code: the test of a hub for race results
Rank,Bib,Name,Status,Latest Checkpoint,Finish Time,Race Time,Gap
= place, bib, name, status, finish; not kept: 'Latest Checkpoint', 'Finish Time', 'Gap'
@ public code: the columns of a site with a ranking of races
pos,bib,name,team,cat,time,gap_seconds,total_seconds
= place, bib, name, team, category, finish; not kept: 'gap_seconds', 'total_seconds'
@ public code: the ultra_rankings of TidyTuesday
race_year_id,rank,runner,time,age,gender,nationality,time_in_seconds
= place, name, finish, sex, nation; not kept: 'race_year_id', 'age', 'time_in_seconds'
@ public code: the columns of a site about an ultra trail
bib,name,team,category,rank,nationality,time,timediff
= bib, name, team, category, place, nation, finish; not kept: 'timediff'
@ lmorg/parkrundb: records.go
EventCode,EventName,RunNumber,Date,Pos,ParkRunner,Time,AgeCat,AgeGrade,Gender,GenderPos,Club,Note,TotalRuns
= event, date, place, name, finish, category, sex, club, note; not kept: 'EventCode', 'RunNumber', 'AgeGrade', 'GenderPos', 'TotalRuns'
""",  # noqa: E501
    "German": """
@ public code: an importer of entries for a run, with times at transponders
Startnr.;Nachname;Vorname;Jahrgang;Geschlecht;Wettbewerb;Verein;ZTF1;ZTF2;ZTF3;Mail;Zeit
= bib, family, given, born, sex, race, club, finish; not kept: 'Mail'; not understood: 'ZTF1', 'ZTF2', 'ZTF3'
@ public code: the entries of a duathlon, in German
#Startnummer;Nachname;Vorname;Jahrgang;Mannschaft;Ort;Bundesland;Geschlecht
= bib, family, given, born, team, sex; not kept: 'Ort', 'Bundesland'
@ public code: the same, of relays of three
#Startnummer;Nachname;Vorname;Mannschaft;Ort;Bundesland;S: Nachname;S: Vorname;S: Jahrgang;S: Geschlecht;R: Nachname;R: Vorname;R: Jahrgang;R: Geschlecht;L: Nachname;L: Vorname;L: Jahrgang;L: Geschlecht
= bib, family, given, team; not kept: 'Ort', 'Bundesland'; not understood: 'S: Nachname', 'S: Vorname', 'S: Jahrgang', 'S: Geschlecht', 'R: Nachname', 'R: Vorname', 'R: Jahrgang', 'R: Geschlecht', 'L: Nachname', 'L: Vorname', 'L: Jahrgang', 'L: Geschlecht'
@ public code: the test of an importer of entries
Nachname;Vorname;Jahrgang;Geschlecht;Verein;Klasse;Kategorie
= family, given, born, sex, club, category; not kept: 'Kategorie'
""",  # noqa: E501
    "French": """
@ ilgigrad/ubbc_origin: app/ubbc-results2019.php
Scratch,Nom,Chrono,Course,Age,Genre,Pays
= place, name, finish, race, sex, nation; not kept: 'Age'
@ public code: the export of a French timing program
Position,Dossard,Nom,Prénom,Sexe,Catégorie,Club,Temps,Vitesse,Position Catégorie,Statut
= place, bib, family, given, sex, category, club, finish, status; not kept: 'Vitesse', 'Position Catégorie'
@ public code: the help of the same, of entries
dossard,nom,prenom,sexe,date_naissance,email,club
= bib, family, given, sex, born, club; not kept: 'email'
""",
    "Spanish": """
@ public code: the rows of a race on a screen
puesto,dorsal,pista,nombre,apellido,equipo,licencia,tiempo
= place, bib, lane, given, family, team, finish; not kept: 'licencia'
@ public code: the same, of another list
lugar,marca,pista,nombre,AN,club,region
= place, finish, lane, name, born, club; not kept: 'region'
""",
    "Italian": """
@ public code: the result lists of a run of blood donors
cognome,nome,pettorale,nascita,gruppo,donatore,sezione,tempo,km
= family, given, bib, born, club, finish, kilometres; not understood: 'donatore', 'sezione'
""",
    "Dutch": """
@ Voles/avhaarlem-ranglijsten: src/resultaten/raw.js
geslacht,datum,locatie,prestatie,einddatum,categorie,onderdeel,plaats,naam
= sex, date, finish, category, event, place, name; not kept: 'locatie', 'einddatum'
""",
    "Norwegian": """
@ public code: the results by heat of a Norwegian race program
Heat;Plass;Videre_til;Nr;Navn;Klubb;Løpsklasse
= heat, place, bib, name, club, category; not kept: 'Videre_til'
""",
}
