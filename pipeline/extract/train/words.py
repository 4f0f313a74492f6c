"""Words of a text: what stands between blanks and signs; in scripts that have none between words, each sign."""
import re

SOLO = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile("[%s]|[^\\W%s]+" % (SOLO, SOLO))


def words(text):
    return WORD.findall(text)
