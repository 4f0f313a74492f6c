#include "pipeline/corpus/words_internal.h"
#include "pipeline/extract/text/text.h"

/* How a byte begins a word, or goes on with one. */
enum byte_class { OTHER, LETTER, DIGIT, SPACE, MARK };

#define M  MARK
#define O  OTHER
#define L  LETTER
#define D  DIGIT
#define S  SPACE
#define L8 L, L, L, L, L, L, L, L

/* MARK: a word by itself before a byte of ASCII or the end. OTHER: the rules say it. */
static const uint8_t BYTE_CLASS[256] = {
    O, O, O, O, O, O, O, O,  O,  S,  S, S, S, S, O, O, O, O, O,  O,  O,  O, O, O, O, O, O, O, S,
    S, S, S, S, M, M, M, M,  M,  M,  M, M, M, M, M, M, M, M, M,  D,  D,  D, D, D, D, D, D, D, D,
    M, M, M, M, M, M, O, L8, L8, L8, L, L, M, M, M, M, O, M, L8, L8, L8, L, L, M, M, M, M, O,
};

#undef M
#undef O
#undef L
#undef D
#undef S
#undef L8

static bool ends_ascii(const uint8_t *p, const uint8_t *end)
{
    return p == end || *p < 0x80;
}

/* The end of the letters, or digits, from p on. */
static const uint8_t *run_of(const uint8_t *p, const uint8_t *end, enum byte_class of)
{
    while (of == LETTER && end - p >= 8) {
        const size_t n = ws_letter_run_of_8(p);
        p += n;
        if (n < 8)
            return p;
    }
    while (p < end && BYTE_CLASS[*p] == of)
        p++;
    return p;
}

/* The end of the word of ASCII that begins at p with letters (or digits), and nothing else but
 * these marks between two of them. NULL: it may go on in other ways. */
static inline const uint8_t *ascii_run(const uint8_t *p, const uint8_t *end, enum byte_class of)
{
    for (;;) {
        p = run_of(p, end, of);
        if (p == end || *p == ' ')
            return p;
        if (BYTE_CLASS[*p] != MARK)
            return BYTE_CLASS[*p] == SPACE ? p : NULL;
        bool inside = *p == '.' || *p == '\'' || (of == DIGIT && (*p == ',' || *p == ';'));
        if (!inside || p + 1 == end)
            return p;
        if (BYTE_CLASS[p[1]] != of)
            return p[1] < 0x80 && p[1] != '@' ? p : NULL;
        p++;
    }
}

/* One step of the rules: a segment, and what its characters are. */
struct segment {
    const uint8_t *end;
    uint32_t chars, has;
    bool dictionary; /* scripts without blanks */
};

static struct segment segment_at(const uint8_t *p, const uint8_t *end)
{
    struct segment now = {p, 0, 0, false}, last = now;
    uint32_t state = WS_WORD_START;
    while (now.end < end) {
        uint32_t info = ws_char_info(ws_char_next(&now.end)),
                 category = info & WS_CHAR_CATEGORY;
        state = ws_word_next[state][category];
        now.chars++;
        now.has |= ws_word_bits(info);
        now.dictionary |= category >= WS_WORD_DICTIONARY && category != WS_WORD_HANGUL;
        if (ws_word_accepts[state] || now.chars == 1)
            last = now;
        if (!state)
            break;
    }
    return last;
}

/* The word at p by the rules; returns its end. What is left to dictionaries goes there in one
 * piece, so that they see what is around. */
static const uint8_t *rules(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    struct segment s = segment_at(p, end);
    if (!s.dictionary) {
        if (!(s.has & WS_IS_SPACE))
            ws_words_push(w, p, (size_t)(s.end - p), s.chars, s.has);
        else
            ws_words_add(w, p, s.end);
        return s.end;
    }
    const uint8_t *stop;
    do {
        stop = s.end;
        if (stop == end)
            break;
        s = segment_at(stop, end);
    } while (s.dictionary);
    ws_words_dictionary(w, p, stop);
    return stop;
}

/* A word of ASCII at p, which is a letter or a digit; returns its end, NULL: the rules say it.
 */
static inline const uint8_t *add_ascii(struct ws_words *w, const uint8_t *p, const uint8_t *end,
                                       enum byte_class of)
{
    const uint8_t *stop = ascii_run(p, end, of);
    const uint32_t has = (of == LETTER ? WS_IS_ALPHA : 0) | WS_WORD_TEXT | WS_WORD_NOT_P;
    if (stop)
        ws_words_push(w, p, (size_t)(stop - p), (uint32_t)(stop - p), has);
    return stop;
}

void ws_words_uax29(struct ws_words *w, struct ws_slice text)
{
    const uint8_t *p = text.p, *end = p + text.n, *stop;
    while (p < end) { /* without memory to the end, too: there is always room for a word */
        enum byte_class class = (enum byte_class)BYTE_CLASS[*p];
        if (class == LETTER) {
            stop = add_ascii(w, p, end, LETTER);
        } else if (class == DIGIT) {
            stop = add_ascii(w, p, end, DIGIT);
        } else if (class != OTHER && ends_ascii(p + 1, end)) {
            stop = p + 1;
            if (class == MARK)
                ws_words_push(w, p, 1, 1, ws_word_bits(ws_char_narrow[*p]));
        } else {
            stop = NULL;
        }
        p = stop ? stop : rules(w, p, end);
        if (end - p >= 2 && *p == ' ' && p[1] < 0x80) /* as behind most words */
            p++;
    }
}
