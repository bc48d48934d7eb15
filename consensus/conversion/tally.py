"""What an import left out or changed, told to the person in sentences."""

from dataclasses import dataclass


@dataclass
class Tally:
    """Counts kept while a file is read; `notices` turns them into sentences."""

    pictures: int = 0
    links: int = 0
    raw: int = 0
    changes: int = 0
    comments: int = 0
    embedded: int = 0
    headers: int = 0
    divided: int = 0

    def notices(self) -> list[str]:
        """One sentence for each kind of thing that did not come through as it was."""
        said = [
            _counted(self.pictures, "picture was left out.", "pictures were left out."),
            _counted(
                self.links,
                "link was left out; its words were kept.",
                "links were left out; their words were kept.",
            ),
            _counted(
                self.raw,
                "piece of code for another program was left out.",
                "pieces of code for other programs were left out.",
            ),
            _tracked(self.changes),
            _counted(self.comments, "comment was left out.", "comments were left out."),
            _counted(
                self.embedded,
                "embedded file was left out.",
                "embedded files were left out.",
            ),
            "Page headers and footers were left out." if self.headers else "",
            _counted(
                self.divided,
                "long table was divided into several.",
                "long tables were divided into several.",
            ),
        ]
        return [sentence for sentence in said if sentence]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}" if count else ""


def _tracked(changes: int) -> str:
    if not changes:
        return ""
    noun = "change" if changes == 1 else "changes"
    return (
        "Tracked insertions were accepted, tracked deletions left out "
        f"({changes:,} {noun})."
    )
