"""The words at the heads of columns that are known and not kept, in eight languages.

They follow from the rest, as gaps and speeds do, or a race file has no room for them.
"""

from __future__ import annotations

from typing import Literal, get_args

UnkeptRole = Literal[
    "other place",
    "town",
    "age",
    "seed",
    "gap",
    "pace",
    "points",
    "penalty",
    "climb",
    "trend",
    "attempt",
    "part",
    "ignored",
]
"""What such a column holds."""

NOT_KEPT: frozenset[str] = frozenset(get_args(UnkeptRole))

UNKEPT = """
age: age|alter|edad|eta|leeftijd|alder
| ag
town: town|city|city st|city st zip|city state zip|hometown|home town|residence|from|state|city state
| wohnort|ort|stadt|ville|localite|commune
| ciudad|localidad|poblacion|municipio|provincia|comune|citta|localita|woonplaats|plaatsnaam|stad|hemort
| bostadsort|poststed|sted|by|kommune|location|place of residence|department|departement
| lieu|venue|locatie|luogo|canton|kanton|cantone|province|provins|region|krets|dept|bundesland|county
| fylke|lan
other place: m ce kat|por k|por kat|por v kat|gen pos|gen place|cat place|category place|category rank
| cat rank|cat pos|age group place
| age place|ag place
| div place|division place|class place|sex place|gender place|gender rank|gender pos|sex rank|class rank
| heat place|net place|chip place|net rank|chip rank|ak platz|platz ak|pl ak|ak rang|rang ak|mw platz
| m w platz|platz mw|platz m w|pl mw|rang kategorie|rang kat|kat rang|platz klasse|place cat|place categorie
| clt cat|class cat|rang cat|rang categorie|rang sexe|clt sexe|place sexe|clas cat|puesto cat
| puesto categoria|pos cat|pos categoria|puesto sexo|pos sexo|posizione categoria|pos di categoria|pos sesso
| pos maschi|plaats cat|plaats categorie|cat plaats|positie categorie|klassplacering|plac klass|plats klass
| klasseplass|plass klasse|plass i klasse
seed: seed|seed time|seed mark|entry time|entry mark|meldezeit|meldeleistung|temps d engagement|anmald tid
| target|target time|goal|goal time|zielvorgabe|angestrebte zeit|angestrebte gesamtzeit|wunschzeit|sollzeit
| objectif|temps vise|temps objectif|objetivo|tiempo objetivo|obiettivo|tempo obiettivo|streeftijd|richttijd
| malsattning|onskad tid|maltid onskad
gap: gap|time back|behind|time behind|difference|diff|dif|margin|to winner|ruckstand|abstand|ecart|retard
| diferencia
| distacco|ritardo|achterstand|verschil|efter|skillnad|bak|etter|differanse|gap to winner|time diff
| gap to first|gap to leader|gap to previous|gap to next|to previous|to prev|to first|to leader|to next
| interval|time gap|lead|vorsprung|abst|ruckst|differenz|zeitruckstand|ecart 1er|ecart premier|ecart prec
| avance|timediff
| retraso|ventaja|dif 1|differenza|vantaggio|gap primo|voorsprong|tid efter|efter ledaren|avstand|tap
| tidsdifferens|differens|forsprang|bak leder|bak vinner
pace: pace|speed|avg pace|average pace|avg speed|average speed|min km|min mile|min mi|pace min km|km h|kmh
| kph|mph|pace km|pace mi|schnitt|geschwindigkeit|km schnitt|min pro km|min je km|vitesse|vit|allure|moyenne
| moy|ritmo|velocidad|media|vel|passo|velocita|media km h|min al km|snelheid|gem snelheid|km u|gemiddelde
| hastighet|fart|snittfart|snitt|min per km|snitt min km|velocidad media|ritmo medio
| km tid|km tijd|kmtid
| avg|average|tempo medio|passo medio|velocita media|vel media|vitesse moyenne|vit moy|allure moyenne
| temps km|durchschnitt|durchschnittsgeschwindigkeit|durchschnittstempo|km zeit|tempo km|snelheid km h
| gemiddelde snelheid|gem|tempo per km|medelhastighet|medelfart|snitthastighet|gjennomsnitt
| gjennomsnittsfart|gjennomsnittshastighet|kmt|kmh gem|medel|promedio|velocidad promedio|ritmo promedio
| rm|ritmo promedio km|tempo promedio
points: points|pts|score|punkte|pkt|puntos|punti|punten|poang|poeng|age grade|age graded|agegrade|wava
| age grading|grade
| punteggio|itra|cotation|utmb index|punktzahl
| scores|total points|score points|scoring|points total|cup points|ranking points|punktzahlen
| punktestand|cuppunkte|rang punkte|pontos|puntuacion|puntaje|punt|puntenaantal|poangtal|poengsum
| age percentage|age percent|age pct
| age grade score|age graded score|age graded time|age grade time|age graded percent|age factor|ag score
| ag time|alterspunkte|altersbereinigt|coeff|coefficient|coeficiente|coefficiente|iaaf points|wa points
| wa score|rating|index|utmb|percent|percentage|pct|percentile|rel|relative|relativ|prozent|pourcentage
| porcentaje|percentuale|procent|prosent
penalty: penalty|penalties|penalty time|time penalty|time added|added time|deduction|bonus|bonus time|misses
| shooting|handicap|handicap time|strafe|strafen|strafzeit|strafzeiten|strafsekunden|zeitstrafe|fehler
| schiessfehler|schiessen|gutschrift|zeitgutschrift|penalite|penalites|bonification|bonifications|fautes
| tirs
| penalizacion|penalizaciones|bonificacion|faltas|errores|penalizzazione|penalita|abbuono|abbuoni|errori
| straf|straftijd|straffen|missers|bonificatie|tijdstraf|straff|strafftid|strafftillagg|tidstillagg|tillagg
| bom|bommar|missar|tillegg|tidstillegg|straffetid|strafferunder
| obstacle|obstacles|penalty obstacles|obstacles completed|obstacles failed
| toques|touches|penales|fouten|strafrunden
climb: climb|climbing|ascent|total ascent|descent|elevation|elevation gain|elev gain|elev|gain|vert|vertical
| hill|steigung|hohenmeter|hohe|hohendifferenz|aufstieg|abstieg|denivele|denivele positif|denivele negatif
| d positif|d pos|d neg|denivelation|altitude|altitud|desnivel|desnivel positivo|desnivel negativo
| dislivello
| dislivello positivo|altitudine|quota|hoogte|hoogtemeters|hoogteverschil|hojd|hojdmeter|stigning
| total stigning|hoyde|hoydemeter|stigningar
trend: trend|tendenz|tendance|tendencia|tendenza|tendens|movement|moved|change|rank change|place change
| pos change|position change|places gained|positions gained|gained|places lost|gained lost|platzveranderung
| veranderung|evolution|gain de places|places gagnees|evolucion|puestos ganados|posiciones ganadas
| variazione
| posizioni guadagnate|verandering|plaatswijziging|forandring|endring
part: best lap|fastest lap|best lap time|fastest lap time|slowest lap|average lap|avg lap|last lap
| last lap time|final lap|to finish|last leg|beste runde|schnellste runde|letzte runde|durchschnittsrunde
| meilleur tour|meilleur temps tour|dernier tour|moyenne tour|mejor vuelta|vuelta rapida|ultima vuelta
| miglior giro|giro veloce|giro migliore|ultimo giro|snelste ronde|beste ronde|laatste ronde|basta varv
| snabbaste varv|sista varv|sista varvet|raskeste runde|siste runde|abschnitt|abschnittszeit|sektor
| sektorzeit|sector|sector time|section time|leg time|segment time|troncon|temps troncon|temps tour|tramo
| tiempo tramo|tratto|tempo tratto|tempo giro|etappetijd|strecktid|delstracka|strekningstid|etappetid
| half2|half 2|second half|2nd half|zweite halfte|segunda mitad|deuxieme moitie|seconda meta|tweede helft
| strack|stracktid|stracktider|strekktid|strekktider|swim|swimming|bike leg|cycling|schwimmen|rad|radfahren
| natation|velo|natacion|bici|ciclismo|nuoto|zwem|zwemmen|fiets|fietsen|simning|cykel|cykling|svomming
| sykkel|sykling
ignored: ignore|ignored|skip|not used|id|uid|guid|email|e mail|mail|correo|correo electronico|epost|e post
| courriel|phone|telephone|telefon|telefono|tel|mobile|mobil|handy|telefoon|address|adresse|adres|adress
| direccion|indirizzo|street|strasse|rue|zip|zip code|zipcode|postal code|postcode|post code|plz|code postal
| cp postal|codigo postal|cap|licence|license|lic|licencia|licenza|lizenz|licens|lisens|licentie|tessera
| fede|url|link|photo|foto|video|latitude|longitude|lng|chip no|chip nr|chip number|chipnr|chip id
| transponder
| tag id|emergency contact|emergency phone|shirt|t shirt|tshirt|shirt size|t shirt size|order no
| order number
| si nr|sinr|si card|sportident|ecard|e card|emit|race year|year|yr|season|laps|runden|tours|boucles|giri
| vueltas|rondes|ronden|runder|omganger|number of laps|no of laps|anzahl runden|antal varv|nb tours
| flag|flagge|drapeau|bandera|bandiera|vlag|flagga|flagg|certificate|urkunde|diplome|diploma|attestato
| diplom|diplom nr|details|detail|profile|share|picture|bild|medal|medals|medaille|medalla|medaglia|medalj
| medalje|prize|prizes|preis|prix|premio|prijs|pris|price|chip code|chip num|chipnummer|puce|n puce|no puce
| numero puce|numero chip|n chip|no chip|num chip|chip numero|chipnum|nchip|brikke|brikkenr|brikkenummer
| brikke nr|bricka|bricknr|bricknummer|brickanr|emit nr|emit tag|ecard no|e card no|card|card no|card number
| card nr|si card no|si card number|si no|si number|si|badge|badge no|puce si|numero si
| transpondernr|transponder nr|transponder number|transpondernummer|tag number|tagid|rfid|epc|box nr
| rr chip|mylaps|solvnr|member no|member number|membership|membership number|mitgliedsnummer|medlemsnr
| medlemsnummer|lizenznummer|lizenznr|licence no|licence number|license no|license number|no licence
| num licence|numero licence|n licence|n licencia|num licencia|numero licencia|n tessera|num tessera
| numero tessera|licentienummer|licensnummer|licensnr|lisensnr|lisensnummer|startpass|startpassnummer
| registration|registration no|registration number|registration date|registered|anmeldung|meldung
| anmeldedatum|inscription|date inscription|inscripcion|iscrizione|inschrijving|anmalan|anmalning|pamelding
| paid|bezahlt|paye|pagado|pagato|betaald|betald|betalt|payment|fee|startgeld
| created|created at|updated|updated at|modified|middle name|initials|nickname|spitzname|anrede|salutation
| civilite|coach|trainer|entraineur|entrenador|allenatore|tranare|trener|sponsor|sponsors|comite|ligue|ccaa
| controls|number of controls|no of controls|anzahl posten|posten anzahl|poanz|nb postes|n controles
| start order|start position|start pos|startreihenfolge|startfolge|startposition|startplats|startplass
| ordre de depart|ordre depart|orden de salida|orden salida|ordine di partenza|ordine partenza
| startvolgorde|startordning|startrekkefolge|grid|grid position
| reaction|reaction time|reac|react|rt|reaktion|reaktionszeit|temps de reaction|tr|tiempo de reaccion
| tiempo reaccion|tempo di reazione|tempo reazione|reactietijd|reaktionstid|reaksjonstid
| total laps|laps completed|completed laps|laps total|laps done|lap count|runden gesamt|rundenzahl
| anz runden|rundenanzahl|nb de tours|nombre de tours|nbr tours|total vueltas|n vueltas|num vueltas
| numero vueltas|n giri|num giri|numero giri|aantal ronden|aantal rondes|antall runder
| latest checkpoint|latest control|latest point|latest split|latest|rounds|number of rounds|total rounds
| run number|total runs|sport|end date|einddatum|enddatum|is winner|winner|videre til|videre|goes on to
| next round|next heat|advances to
| last seen|last point|last checkpoint|last control|last split|last passing|last known|letzter punkt
| letzte messung|dernier point|dernier pointage|dernier passage|ultimo punto|ultimo control|ultimo controllo
| ultimo passaggio|ultimo paso|laatste punt|laatste meting|senaste kontroll|siste passering
| tod|start tod|finish tod|time of day|finish time of day|start time of day|proj time|proj|projected time
| projected|projected finish time|estimated finish|estimated time|projected finish|predicted
| predicted finish|predicted time|prognose
| hochrechnung|zielprognose|estimation|heure estimee|stima|shirt no|height|weight|birthplace|gps|tracker
| vest colour|vest color|cap colour|bike|wheelchair|para class|checked in|check in|checkin|present|photos
| videos
| slug|type|typ|tipo|soort|extra|deleted|initial|dossier|organizer|organiser|veranstalter|ausrichter
| organisateur
| organizador|organizzatore|organisator|arrangor|transition|transitions|wechsel|wechselzone|wissel|wiss
| transicion|transizione|vaxling
| variant|variante|gaffling|gabelung
"""
"""Roles and their words, folded."""
