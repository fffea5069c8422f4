"""The words that stand beside a distance or a number in the head of a column, in eight languages and more."""

from __future__ import annotations

from feeds.tables.plain.further_words import FURTHER_KINDS
from race.people.folding import folded_words

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
    " tramo tratto sector parziale parziali strecke stracka etappe sektor",
    "place": "cls classif pos position"
    " place placing lugar platz pl rank rg rang rk class classement clt clas class"
    " pto puesto posicion posizione plats plts plac plc placering plass plassering plaats positie"
    " platzierung ranking",
    "pace": "pace rm speed min/km kmh kph mph vitesse vit allure geschwindigkeit velocidad ritmo passo"
    " snelheid fart snitt hastighet schnitt velocita moyenne media",
    "gap": "gap diff behind ruckstand abstand ecart differenza distacco diferencia achterstand efter bak"
    " diff",
    "net": "net netto neto reel chip reale real",
    "gun": "gun offl gross brutto bruto brut lordo official officiel oficial ufficiale scratch",
    "": "time times zeit zeiten tid tijd tempo tiempo temps tps chrono split splits splittime"
    " parcial parciales intermediate inter int interm zwischenzeit zz passage pass paso intermedio"
    " intermedi mellantid"
    " mellomtid passering tussentijd doorkomst durchgang durchgangszeit durchlauf at bei a al after"
    " nach a the de le la i ved vid na op til till clock t result m mellan etter apres dopo despues"
    " fran from record start start depart salida partenza zwischen mark finish checkpoint cp point aid"
    " aidstation station tp ravito kontrolle kontroll control posten post d " + " ".join(sorted(UNITS)),
}
KIND_OF = {
    word: kind
    for kinds in (FURTHER_KINDS, KINDS)
    for kind, words in reversed(kinds.items())
    for word in folded_words(words)
}
"""What a folded word says of the figures; empty of one that says nothing more."""

NUMBER_WORDS = frozenset({"n", "no", "nr", "num", "numero", "number", "nummer"})
"""They may stand before the word for a bib."""

OVERALL = frozenset(
    {"overall", "oa", "ges", "gesamt", "general", "generale", "gral", "gen", "assoluta", "assoluto", "ass"}
    | {"absoluta", "absoluto", "total", "totaal", "totalt", "scratch", "scr", "open"}
    | set(
        folded_words(
            "celkové celkem celk całość yhteensä geral 総合 全体 总 전체 종합 genel abszolút összesített"
        )
    )
)
"""With a word for a place, that in the result."""

AND = frozenset({"and", "und", "et", "y", "e", "en", "och", "og", "of"})

AMONG = frozenset(
    folded_words("wg in im i w v ve por par dans per by among nel nella en la le kategórii kategorii")
)
"""Between a word for a place and one for those among whom it is given: `PLACE_IN_CAT`."""

AVERAGES = frozenset(
    folded_words(
        "average avg mean medio media medie moyen moyenne średnie průměrné keski ortalama átlag 平均 평균"
    )
)
"""Beside a word for a speed they say that it is of the whole race."""

_TO_WHOM = (
    "km mi mile to the on of from leader leaders winner first 1st previous prev next best one runner"
    " ahead auf zum zur den ersten erster sieger vordermann vorderen au du premier vainqueur precedent 1er"
    " leur con el al del primero primer ganador anterior dal primo vincitore precedente het op eerste"
    " winnaar vorige der av till ledare ledaren segrare segraren foregaende forste vinner forrige leder"
)
TO_WHOM = frozenset(_TO_WHOM.split())
"""Beside a word for a gap they say to whom it is, and beside one for a speed over what."""

_ATTEMPTS = (
    "run attempt trial heat race kval kvalakning kvalificering qual quali qualifying qualification lauf"
    " vorlauf wertungslauf versuch manche manga prova serie intento tentativo essai poging forsok"
)
ATTEMPTS = frozenset(_ATTEMPTS.split())
"""With a number they are runs of which the best or the sum counts."""

_BESTS = "best bast beste bester bestes meilleur meilleure mejor migliore miglior"
BESTS = frozenset(_BESTS.split())
"""Alone beside attempts they are the best of them, and no personal best."""

PASSINGS = frozenset({"varvning", "passering", "passing", "passage", "passaggio", "doorkomst", "durchgang"})
"""They head the times at which a runner passed, of day or from the start."""
