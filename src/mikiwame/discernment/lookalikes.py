"""Letters that look like others, with which a word is written to get past a reader or a search."""

from .lexicon import hear

LETTERS_ALIKE = str.maketrans(
    "力口工二夕卜八千三亻厶才ソ一ヲ仝仆丨|!10оеасріхувкмнтѕјӏοινεακρτυχβημζԁɡıłʟɪɴᴇꮮㄥㇻ3457@",
    "かろえにたとはちみいむおんーらいいllliooeacpixybkmhtsjloineakptyxbhmzdgillinellらeasta",
)
"""Letters that look like another one, as that is heard."""
GROWN = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
"""Small kana as big ones."""


def as_it_looks(folded: str) -> str:
    """A folded text as it is heard, with letters put right that look like others; as long as before.

    >>> as_it_looks("с1ub")
    'ciub'
    """
    return hear(folded.translate(LETTERS_ALIKE)).translate(GROWN)
