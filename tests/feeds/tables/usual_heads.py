"""The heads of forty tables of results, five in each of eight languages.

They are written as timing companies, federations and clubs usually head their lists; those of
`looked_up_heads` were found. Below each stands what is understood.
"""

from __future__ import annotations

HEADS = {
    "English": """
Overall Place,Bib,Name,Gender,Age,City,State,Chip Time,Gun Time,Pace
= place, bib, name, sex, finish (net), finish (gun); not kept: 'Age', 'City', 'State', 'Pace'
Place,Bib,First Name,Last Name,Country,Clock Time,Chip Time,Pace,Division,Division Place
= place, bib, given, family, nation, finish (gun), finish (net), category; not kept: 'Pace', 'Division Place'
Pos,Race No,Name,Club,Category,Cat Pos,Gun Time,Chip Time
= place, bib, name, club, category, finish (gun), finish (net); not kept: 'Cat Pos'
Place (Overall),Runner No,Name,Club,Category,5K,10K,Half,30K,Finish
= place, bib, name, club, category, 5K, 10K, Half, 30K, finish
Pl,Athlete,Yr,Team,400m,800m,1200m,Finals Time
= place, name, team, 400m, 800m, 1200m, finish; not kept: 'Yr'
""",
    "German": """
Platz;Startnr.;Name;Verein;Jg.;AK;AK-Pl.;Netto;Brutto
= place, bib, name, club, born, category, finish (net), finish (gun); not kept: 'AK-Pl.'
Rang;Start-Nr.;Nachname;Vorname;Jahrgang;Ort;Kategorie;Zwischenzeit 5 km;Laufzeit;Rückstand
= place, bib, family, given, born, category, Zwischenzeit 5 km, finish; not kept: 'Ort', 'Rückstand'
Platz Ges.;Platz AK;St.-Nr.;Name, Vorname;Nation;Verein;AK;HM;Ziel
= place, bib, name, nation, club, category, HM, finish; not kept: 'Platz AK'
Rang;Name und Vorname;Jg;Wohnort;Team;Stnr;Zeit;Abstand
= place, name, born, team, bib, finish; not kept: 'Wohnort', 'Abstand'
Pl.;StNr;Name;JG;LV;Verein;Leistung;Bemerkung
= place, bib, name, born, club, finish, note; not understood: 'LV'
""",
    "French": """
Place;Temps;Nom;Club;Rég.;Dép.;Cat.
= place, finish, name, club, category; not understood: 'Rég.', 'Dép.'
Clt;Dos.;Nom Prénom;Sexe;Cat;Clt Cat;Club/Ville;5 km;10 km;Temps officiel;Temps réel;Moy.
= place, bib, name, sex, category, club, 5 km, 10 km, finish (gun), finish (net); not kept: 'Clt Cat', 'Moy.'
Rang;N° Dossard;Nom;Prénom;Année de naissance;Nat;Équipe;Semi;Arrivée;Écart
= place, bib, family, given, born, nation, team, Semi, finish; not kept: 'Écart'
Scratch;Doss.;Nom;Prénom;Catégorie;Temps puce;Vitesse
= place, bib, family, given, category, finish (net); not kept: 'Vitesse'
Class.;Dossard;Coureur;Nat.;Cat.;Tour 1;Tour 2;Tour 3;Temps total
= place, bib, name, nation, category, Tour 1, Tour 2, Tour 3, finish
""",
    "Spanish": """
Pto;Dorsal;Apellidos y Nombre;Club;Cat;Pto Cat;T. Oficial;T. Real;Ritmo
= place, bib, name, club, category, finish (gun), finish (net); not kept: 'Pto Cat', 'Ritmo'
Posición;Dorsal;Nombre;Apellidos;Sexo;Categoría;Localidad;Tiempo Chip;Tiempo Oficial
= place, bib, given, family, sex, category, finish (net), finish (gun); not kept: 'Localidad'
Pos;Dorsal;Atleta;Año;Lic;Club;Marca;Puntos
= place, bib, name, born, club, finish; not kept: 'Lic', 'Puntos'
Puesto;Dorsal;Corredor;Paso 5K;Paso 10K;Meta;Dif.
= place, bib, name, Paso 5K, Paso 10K, finish; not kept: 'Dif.'
Clas.;Nº Dorsal;Nombre;Vuelta 1;Vuelta 2;Total
= place, bib, name, Vuelta 1, Vuelta 2, finish
""",
    "Italian": """
Pos;Pett;Cognome Nome;Società;Cat;Pos Cat;Tempo Ufficiale;Real Time;Media
= place, bib, name, club, category, finish (gun), finish (net); not kept: 'Pos Cat', 'Media'
Clas.;Corsia;Pett.;Atleta;Anno;Cat.;Società;Prestazione;Punti
= place, lane, bib, name, born, category, club, finish; not kept: 'Punti'
Pos.;Pettorale;Nominativo;Naz;Sesso;Team;5 Km;10 Km;Mezza Maratona;Arrivo;Distacco
= place, bib, name, nation, sex, team, 5 Km, 10 Km, Mezza Maratona, finish; not kept: 'Distacco'
Clas.;N. Pett.;Cognome;Nome;Data di nascita;Società Sportiva;Tempo;Ritmo
= place, bib, family, given, born, club, finish; not kept: 'Ritmo'
Posizione Assoluta;Pett.;Atleta;Giro 1;Giro 2;Tempo Totale
= place, bib, name, Giro 1, Giro 2, finish
""",
    "Dutch": """
Plaats;Startnr;Naam;Woonplaats;Cat;Pl.Cat;Bruto;Netto;Snelheid
= place, bib, name, category, finish (gun), finish (net); not kept: 'Woonplaats', 'Pl.Cat', 'Snelheid'
Pos;Rugnr;Deelnemer;Geslacht;Vereniging;Tussentijd 5 km;Eindtijd
= place, bib, name, sex, club, Tussentijd 5 km, finish
Pl.;Bib;Atleet;Geb.jaar;Vereniging;Resultaat;Opm.
= place, bib, name, born, club, finish, note
Rang;Borstnummer;Voornaam;Achternaam;Land;Categorie;10 km;Halve marathon;Netto tijd
= place, bib, given, family, nation, category, 10 km, Halve marathon, finish (net)
Plts;Nr;Naam;Ronde 1;Ronde 2;Ronde 3;Tijd
= place, bib, name, Ronde 1, Ronde 2, Ronde 3, finish
""",
    "Swedish": """
Plac;Nummer;Namn;Klubb/Ort;Klass;Plac Klass;Mellantid 5 km;Tid;Efter
= place, bib, name, club, category, Mellantid 5 km, finish; not kept: 'Plac Klass', 'Efter'
Placering;Startnr;Förnamn;Efternamn;Födelseår;Förening;Land;Resultat
= place, bib, given, family, born, club, nation, finish
Plac.;Nummerlapp;Namn;Klubb;Åldersklass;Sluttid;Nettotid
= place, bib, name, club, category, finish, finish (net)
Plats;Löpnr;Namn;Varv 1;Varv 2;Varv 3;Måltid
= place, bib, name, Varv 1, Varv 2, Varv 3, finish
Pl;Startnummer;Löpare;Född;Klubb;10 km;Halvmaraton;Mål
= place, bib, name, born, club, 10 km, Halvmaraton, finish
""",
    "Norwegian": """
Plass;Startnr;Navn;Klubb;Klasse;Plass klasse;Bruttotid;Nettotid;Bak
= place, bib, name, club, category, finish (gun), finish (net); not kept: 'Plass klasse', 'Bak'
Pl.;St.nr;Navn;Klubb/Lag;Alder;5 km;10 km;Tid;Diff
= place, bib, name, club, 5 km, 10 km, finish; not kept: 'Alder', 'Diff'
Rang;Navn;Fødselsår;Klubb/bedrift;Runde 1;Runde 2;Tid
= place, name, born, club, Runde 1, Runde 2, finish
Nr;Fornavn;Etternavn;Kjønn;Klasse;Passering 5km;Sluttid;Min/km
= bib, given, family, sex, category, Passering 5km, finish; not kept: 'Min/km'
Plassering;Startnummer;Navn;Lag;Resultat;Merknad
= place, bib, name, team, finish, note
""",
}
