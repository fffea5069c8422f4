"""The words that stand beside a distance or a number in the head of a column, in eight languages."""

from __future__ import annotations

UNITS = frozenset(
    {"s", "sec", "secs", "seconds", "sek", "sekunden", "secondes", "segundos", "secondi", "sekunder"}
    | {"seconden", "min", "hms", "h", "mm", "ss", "hh"}
)

KINDS = {
    "times": "in out cumulative cum cumul kumuliert kumulativ kum cumule cumulee acumulado acum"
    " acumulada cumulativo"
    " totaal elapsed running gesamt accumulated ackumulerad akkumulert",
    "laps": "lap laps laptime runde runden rundenzeit tour tours vuelta vueltas giro giri ronde rondes"
    " rondetijd varv varvtid runder rundetid rundtid omgang segment leg section abschnitt troncon"
    " tramo parziale parziali strecke stracka etappe sektor",
    "place": "pos position place platz pl rank rg rang rk class classement clt clas class pto puesto posicion"
    " posizione plats plts plac plc placering plass plassering plaats positie platzierung ranking",
    "pace": "pace speed min/km kmh kph mph vitesse vit allure geschwindigkeit velocidad ritmo passo snelheid"
    " fart snitt hastighet schnitt velocita moyenne media",
    "gap": "gap diff behind ruckstand abstand ecart differenza distacco diferencia achterstand efter bak"
    " diff",
    "net": "net netto neto reel chip reale real",
    "gun": "gun brutto bruto official officiel oficial ufficiale scratch",
    "": "time times zeit zeiten tid tijd tempo tiempo temps tps chrono split splits splittime"
    " parcial parciales intermediate inter int interm zwischenzeit zz passage pass paso intermedio"
    " intermedi mellantid"
    " mellomtid passering tussentijd doorkomst durchgang durchgangszeit durchlauf at bei a al after"
    " nach a the de le la i ved vid na op til till clock t result m mellan etter apres dopo despues"
    " fran from start start depart salida partenza zwischen mark finish checkpoint cp point aid"
    " aidstation station tp ravito kontrolle kontroll control posten post d " + " ".join(sorted(UNITS)),
}
KIND_OF = {word: kind for kind, words in reversed(KINDS.items()) for word in words.split()}
"""What a folded word says of the figures; empty of one that says nothing more."""

NUMBER_WORDS = frozenset({"n", "no", "nr", "num", "numero", "number", "nummer"})
"""They may stand before the word for a bib."""

OVERALL = frozenset(
    {"overall", "oa", "ges", "gesamt", "general", "generale", "gral", "gen", "assoluta", "assoluto", "ass"}
    | {"absoluta", "absoluto", "total", "totaal", "totalt", "scratch"}
)
"""With a word for a place, that in the result."""

AND = frozenset({"and", "und", "et", "y", "e", "en", "och", "og", "of"})
