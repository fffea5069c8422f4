"""Official documents: the result lists and race analyses that timing companies print, read as races.

    text_rows -> detect_printer -> join_documents -> checks -> to_messages

`text_rows` gets the rows of a file, `detect_printer` recognises the layout and reads the document,
`join_documents` matches a result list with its race analysis, `checks` compares the figures with each other,
and `to_messages` writes the race as a log. `convert_documents` runs all of it but the first two.
"""
