"""Why a file that people sent is refused."""

from typing import NoReturn

from domain.errors import BadInput
from domain.text import Text

FAULTS = {
    "file_unreadable": Text(da="Filen kan ikke åbnes.", en="The file cannot be opened."),
    "file_empty": Text(da="Filen er tom.", en="The file is empty."),
    "file_too_large": Text(
        da="Filen er for stor. Del den i flere, og slet tomme rækker og kolonner.",
        en="The file is too large. Split it, and delete empty rows and columns.",
    ),
    "file_has_nul": Text(
        da="Filen har nul-tegn. Gem den som »CSV UTF-8« eller xlsx.",
        en="The file has NUL characters. Save it as “CSV UTF-8” or xlsx.",
    ),
    "file_not_table": Text(
        da="Filen kan ikke læses som en tabel. Gem den som csv med ; eller , eller som xlsx uden adgangskode.",
        en="The file cannot be read as a table. Save it as csv with ; or , or as xlsx without a password.",
    ),
    "file_has_no_rows": Text(
        da="Filen har overskrifter, men ingen rækker. Skriv rækkerne under overskrifterne, og indlæs den igen.",
        en="The file has column names but no rows. Write the rows below the column names and import it again.",
    ),
    "header_missing": Text(
        da="Den første række skal være overskrifter.", en="The first row must hold the column names."
    ),
    "header_repeated": Text(da="To kolonner har samme overskrift.", en="Two columns have the same name."),
}


def refuse(code: str, line: int | None = None) -> NoReturn:
    """Raises BadInput with the fault's sentence and the line, if one is at fault."""
    text = FAULTS[code]
    raise BadInput(code, text if line is None else text.then(Text(da=f"Se linje {line}.", en=f"See line {line}.")))
