"""Official documents: the result lists and race analyses that timing companies print, read as races.

    text rows -> layout -> Document -> joined -> contradictions -> messages

`text` gets the rows of a file, `layouts` finds out who printed it, `joined` matches a result list with its
race analysis, `contradictions` holds the figures against each other, `messages` writes them as a race.
"""
