/* words.c - the words of texts, for tests/corpus/parity.t.
 *
 *     words [-d] <TEXTS
 *
 * TEXTS: each with a NUL behind it. -d: words as datatrove has them, and spaCy's tokens of
 * white space. Each word is followed by a byte 1, the words of each text by a NUL. */
#include "pipeline/corpus/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_words(struct ws_words *w, struct ws_slice text)
{
    const struct ws_word *list;
    size_t n;
    if (!ws_words_split(w, text, &list, &n)) {
        fprintf(stderr, "words: out of memory\n");
        exit(3);
    }
    for (size_t i = 0; i < n; i++) {
        fwrite(list[i].text.p, 1, list[i].text.n, stdout);
        putchar(1);
    }
    putchar(0);
}

int main(int argc, char **argv)
{
    bool datatrove = argc == 2 && strcmp(argv[1], "-d") == 0;
    struct ws_words *w = ws_words_new(datatrove ? WS_WORDS_SPACY : WS_WORDS_UAX29);
    char *text = NULL;
    size_t cap = 0;
    if (!w)
        return 3;
    if (datatrove)
        ws_words_with_blanks(w);
    for (ssize_t n; (n = getdelim(&text, &cap, 0, stdin)) > 0;)
        put_words(w, (struct ws_slice){(const uint8_t *)text, (size_t)n - (text[n - 1] == 0)});
    free(text);
    ws_words_free(w);
    return 0;
}
