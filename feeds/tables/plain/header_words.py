"""The words at the heads of columns, and the role of each.

Those here are English, German, French, Spanish, Italian, Dutch, Swedish and Norwegian, as seen in lists of
timing companies, federations and clubs; those of further languages are in `further_words`. Where a word means
two things, the role that is named first has it, and a further language never takes a word from these.
"""

from __future__ import annotations

from typing import Literal, cast

from feeds.tables.plain.further_words import FURTHER_ROLES
from feeds.tables.plain.unkept_words import UNKEPT, UnkeptRole
from race.people.folding import folded_words

KeptRole = Literal[
    "bib",
    "name",
    "given",
    "family",
    "nation",
    "club",
    "team",
    "sex",
    "category",
    "born",
    "place",
    "wave",
    "start",
    "status",
    "race",
    "heat",
    "round",
    "event",
    "date",
    "lane",
    "wind",
    "pb",
    "sb",
    "note",
    "result",
    "gun",
    "net",
    "raw",
    "checkpoint",
    "metres",
    "kilometres",
    "lap number",
]

ColumnRole = KeptRole | UnkeptRole
"""What a column of a table holds, if it is not a time at a checkpoint."""


_TABLE = """
bib: bib|bib no|bib nr|bib number|bibno|bib num|race no|race number|runner no|number|no|nr|num|n|start no
| start number|startnumber|startno|nummer|startnr|start nr|startnummer|st nr|stnr|stno|startnum|dossard|doss
| dos|n dossard|no dossard|num dossard|numero dossard|numero|dorsal|n dorsal|num dorsal|pettorale|pett|pet
| n pettorale|num pettorale|rugnummer|rugnr|borstnummer|startnummer rugnummer|nummerlapp|startnumm
| athlete no|athlete id|vest|vest no|tag|tag no|lopnr|lop nr
| race bib|racenumber|bib id|startnr bib|dossard no|dorsal no|numero dorsal|numero pettorale|n bib
| chest number|chest no
name: name|names|athlete|athletes|athlete name|runner|runner name|runners|competitor|competitor name
| full name|fullname|participant|participant name|laufer|lauferin|teilnehmer|teilnehmerin|athlet|athletin
| name vorname|vorname name|nachname vorname|vorname nachname|sportler|nom prenom|prenom nom|nom et prenom
| nom prenoms|coureur|coureuse|concurrent|participante|nombre y apellidos|nombre apellidos
| apellidos y nombre|apellidos nombre|atleta|corredor|corredora|nominativo|cognome nome|cognome e nome
| nome cognome|nome e cognome|concorrente|naam|deelnemer|atleet|loper|namn|lopare|deltagare|navn|loper navn
| deltaker|deltager|utover|last name first name|parkrunner|parkrunners|first name last name|swimmer
| first last|last first
given: first name|firstname|first|given name|givenname|given|forename|forenames|vorname|prenom|prenoms
| nombre|nome|voornaam|fornamn|fornavn|first names
| nombres|nomi
family: last name|lastname|last|family name|familyname|family|surname|sur name|nachname|familienname|zuname
| nom|nom de famille|apellido|apellidos|primer apellido|cognome|achternaam|familienaam|efternamn|etternavn
nation: nation|nat|nationality|country|country code|ctry|noc|ioc|nation code|land|nationalitat|staat|pays
| nationalite|citizen|citizenship|ctz|pais|nacionalidad|nac|nazione|naz|nazionalita|paese|nationaliteit
| nationalitet|nasjon
| nasjonalitet|federation|fed
club: club|club name|club team|team club|verein|verein team|team verein|vereinigung|verein ort|club equipe
| equipe club|club ville|societa|soc|gruppo|club societa|societa sportiva|vereniging|club vereniging
| forening
| klubb
| klubb forening|klubb ort|klubb lag|klubb bedrift|school|college|university|univ|affiliation|club school
| lag klubb|organisation|organization
team: team|team name|teamname|squad|mannschaft|equipe|nom equipe|equipo|nombre equipo|squadra|ploeg
| ploegnaam|lag|lagnamn|lagnavn|staffel|staffelname|relay team
sex: sex|gender|gen|m f|f m|m w|w m|geschlecht|mf|sexe|genre|sexo|genero|sesso|genere|geslacht|kon|kjonn
| s
category: category|cat|catg|age group|agegroup|age category|age cat|age grp|div|division|class|klasse|ak
| altersklasse|kategorie|kat|wertungsklasse|categorie|categ|categoria|classe d age|leeftijdscategorie
| leeftijdsklasse|klass|aldersklass|arsklass|arsklasse|tavlingsklass|aldersgruppe|aldersklasse|pulje klasse
| grupo|catego
| agecategory|group|gruppe|groupe|grupp|classe|lopsklasse|lopsklass
| cate|catge|kl|yg|class name|classname|race class|age class|ageclass|age division|age band|wedstrijdklasse
| leeftijdsgroep|aldersgrupp|kategori|kategorie name|categoria d eta|categoria eta|categorie d age
| categoria edad
born: born|year of birth|birth year|birthyear|yob|yr of birth|dob|date of birth|birth date|birthdate
| birthday|jahrgang|jg|jahrg|geburtsjahr|gebjahr|geburtsdatum|geb|geb datum|annee de naissance|annee
| naissance|date de naissance|ne en|nee en|ne|an|ano|ano nacimiento|ano de nacimiento|ano nac|nacimiento
| f nac|fecha nac|fecha de nacimiento|anno|anno di nascita|anno nascita|nascita|data di nascita|data nascita
| nato|geboortejaar|geb jaar|geboortedatum|geboren|fodelsear|fodd|fodelsedatum|fodselsar|fodt|fodselsdato
| date naissance|birth|geboren am
| jahr|geburtstag|geb jahr|geburts jahr|year born|annee naiss|annee naissance|date naiss|fecha nacim|nac ano
| ano nacim
| yb
place: place|lugar|pl|plc|pos|position|rank|rk|rnk|overall|overall place|overall rank|overall pos|oa
| o a place
| finish position|finish place|gun place|official place|finish pos|place overall|rank overall|platz|rang|rg
| platzierung|gesamtplatz|gesamtrang|platz gesamt|rang gesamt|pl ges|ges platz|ges|clt|classement|class gen
| clas|classt|place scratch|scratch|clst|cl general|clt general|rang scratch|rang general|puesto|pto
| posicion|puesto general|clasificacion|pos general|pos gral|puesto absoluto|posizione|posiz|posto
| classifica|cl|pos assoluta|pos generale|pos ass|plaats|positie|plaats totaal|plts|ranking|placering|plac
| plats|plassering|plass|totalplass|totalplacering|platzziffer
| placing
wave: wave|start wave|corral|pen|start group|block|startblock|startgruppe|startwelle|welle|vague|sas|box
| onda|cajon|oleada|griglia|startvak|startgrupp|startpulje|pulje
| startled|startfalla|startbox|startboks|startblokk|startblok|start block|bloque|bloque de salida|bloc
| settore|gabbia|bolge|startgruppa|start corral|wave no|wave number|heat start
start: start|chip start|net start|start time|starttime|startzeit|start offset|offset|depart|heure de depart
| h depart|salida
| hora salida|hora de salida|partenza|ora partenza|starttijd|starttid|start tid|heure depart
| starttider|gun start|departs
status: status|state of finish|finish status|result status|statut|estado|stato|dnf|ranking status
| dns|dq|dsq|disq|race status|runner status|zustand|etat|situation|situacion|situazione|esito
race: race|race name|competition|contest|bewerb|wettbewerb|lauf|strecke|rennen|course|epreuve|parcours
| carrera|prueba|recorrido|gara|corsa|percorso|wedstrijd|afstand wedstrijd|loop|lopp|lop|tavling|konkurranse
| renn
| loype|trase|bana lopp
| meet|meet name|meeting|meeting name
heat: heat|ht|heat no|heat number|section|serie|series|vorlauf|zeitlauf|laufnummer|batteria|batt|reeks
| heat nr|forsok|forsoksheat|manga
round: round|phase|runde der meisterschaft|tour de qualification|ronda|turno|ronde van de wedstrijd
event: event|event name|event code|discipline|disziplin|disciplina|onderdeel|gren|ovelse|distance run
| race distance
| evento|event title
date: date|day|datum|jour|fecha|data|dato|dag|race date
| meet date|event date|competition date|date of race|wettkampfdatum|fecha carrera|data gara
lane: lane|ln|bahn|couloir|calle|corsia|baan|bana|bane|lane order|bow
| acqua|numero acqua|water lane|bahn nr|couloir no
| pista
wind: wind|wind m s|vent|viento|vento|vind|windmessung|rw|ws
pb: pb|pr|personal best|personal record|best|bestzeit|bestleistung|record personnel|rp|marca personal|mp|mmp
| primato personale|persoonlijk record|personligt rekord|pers|personlig rekord
| bast|beste|bester|bestes|meilleur|meilleure|mejor|migliore|miglior
sb: sb|season best|seasons best|season s best|saisonbestzeit|saisonbestleistung|jahresbestzeit
| meilleure performance de la saison|mejor marca del ano|stagionale|seizoensbeste|arsbasta|arsbeste
note: opm|q|note|notes|cue|cues|intro|remark|remarks|comment|comments|info|bemerkung|bemerkungen|anmerkung
| remarque|remarques
| observaciones|note gara|opmerking|opmerkingen|anmarkning|anm|merknad|kommentar|qual|qualification
| qualified
| reason|grund|motif|motivo|raison|causa|orsak|arsak|reden|qualify|quali|qualifikation|qualifiziert|qualif
| qualifie|qualifications|qualificazione|qualificato|qualificata|clasificado|clasificada|kwalificatie
| gekwalificeerd|kval|kvalifikation|kvalificerad|kvalifisert|kvalifisering|nota|notas|nb|hinweis|hinweise
| notiz|observacion|observations|commentaire|commentaires|commento|commenti|osservazioni|annotazioni
| kommentarer|anmerkungen|anmarkningar|merknader
result: final|finals time|finals|result|results|time|times|mark|performance|perf|finish|finish time
| final time
| finishtime|fin|end
| total|total time|totals|elapsed|elapsed time|clock|race time|overall time|zeit|endzeit|gesamtzeit|laufzeit
| ziel|zielzeit|ziel zeit|zeit ziel|ergebnis|leistung|resultat|temps|tps|temps total|temps final
| temps de course|arrivee|chrono
| tiempo|tiempo final|tiempo total|marca|meta|llegada|resultado|tempo|tempo finale|tempo totale|risultato
| prestazione|arrivo|traguardo|tijd|eindtijd|totaaltijd|finishtijd|resultaat|uitslag|tid|sluttid|totaltid
| maltid|maltider|mal|maalgang|mal tid|malgang|i mal
| finished|looptijd|tid brukt|brukt tid|anvendt tid|tidsforbruk|forbrukt tid
| prestatie|prestatie tijd|duration|dauer|duree|duracion|durata
| crono|tiempo crono|tiempo de carrera|slutt tid|slut tid|einlaufzeit
gun: gun|gun time|guntime|gunshot|official|official time|clock time|bruttozeit|brutto|zeit brutto
| brutto zeit|temps officiel|officiel|temps scratch|temps brut|brut|temps canon|tiempo oficial|oficial
| tiempo bruto|t oficial|tempo ufficiale|ufficiale|tempo gara|tempo lordo|gun tempo|brutotijd|bruto tijd
| bruto|tijd bruto|officiele tijd|bruttotid|brutto tid|tid brutto|offisiell tid|officiell tid|tempo gun
raw: raw|raw time|unadjusted|unadjusted time|rohzeit|reine laufzeit|temps sans penalite
| tiempo sin penalizacion
| tempo senza penalita
| base|base time|basiszeit|grundzeit|basistijd|bastid|basistid
net: net|net time|nettime|chip|chip time|chiptime|real time|tag time|nettozeit|netto|zeit netto|netto zeit
| chipzeit|temps reel|reel|temps net|temps puce|tiempo neto|neto|tiempo real|tiempo chip|t real|t neto
| tempo reale|real|tempo netto|tempo chip|tempo effettivo|nettotijd|netto tijd|tijd netto|chiptijd|chip tijd
| nettotid|netto tid|tid netto|chiptid|chip tid
checkpoint: checkpoint|check point|control|point|timing point|timingpoint|location name|split name
| split point|cp|station|mat|messpunkt|kontrolle|zwischenzeit|poste|point de passage|punto|punto de control
| control point|punto di controllo|rilevamento|meetpunt|controlepunt|doorkomstpunt|kontroll|matpunkt
| passering|passeringspunkt|posten|intermediate|split
metres: metres|meters|m|distance|distance m|dist|distance in m|distance metres|distanz|meter|metri|metros
| distancia|distanza|afstand|distans|distanse
| laenge|lange|length|course length|longueur|longitud|lunghezza|lengte|langd|lengde
kilometres: km|kilometer|kilometers|kilometre|kilometres|km no|km nr|km nummer|km number|kilometro
| chilometro
lap number: lap|lap no|lap number|lap nr|runde|runden nr|rundennr|tour|no tour|vuelta|giro|ronde|varv
| runde nr
"""
"""Roles and their words, folded."""


def _roles() -> dict[str, ColumnRole]:
    roles: dict[str, ColumnRole] = {}
    for line in f"{_TABLE.strip()}\n{UNKEPT.strip()}".replace("\n| ", "|").splitlines():
        role, _, words = line.partition(": ")
        roles.update({word: cast("ColumnRole", role) for word in words.split("|")})
    for line in FURTHER_ROLES.strip().replace("\n| ", "|").splitlines():
        role, _, words = line.partition(": ")
        for word in words.split("|"):
            roles.setdefault(" ".join(folded_words(word)), cast("ColumnRole", role))
    return roles


ROLES = _roles()
"""The role of a column by the folded words of its head."""
