/* The reader of texts against slower ways to the same: words one character after the other, phrases looked for at
 * each of them by their first characters alone. */
#include "pipeline/extract/features/measure.h"
#include "pipeline/extract/features/odds.h"
#include "pipeline/extract/lexicon/lexicon_phrases.h"
#include "tests/tap.h"

#include <stdlib.h>

#define TEXT_MAX 600

static struct ws_arena arena;
static uint32_t token[WS_TOKENS_MAX];

static struct ws_measure measure(struct ws_slice text)
{
    struct ws_block b = {.text = text};
    struct ws_measure m = {.n_words = 0};
    struct ws_text_map map;
    ws_arena_reset(&arena);
    if (!ws_text_map_new(text.n, &ws_block_odds, &arena, &map))
        exit(3);
    ws_measure_text(&b, &map, token, &m);
    ws_lot_settle(map.lot);
    return m;
}

/* --- words ---------------------------------------------------------------------------- */

struct words {
    uint32_t token[WS_TOKENS_MAX], n;
};

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct words *w = ctx;
    w->token[w->n++] = ws_token_mix(ws_word_hash(p, n));
    return w->n < WS_TOKENS_MAX;
}

static bool same_words(struct ws_slice text)
{
    struct words w = {.n = 0};
    ws_each_word(text, add_word, &w);
    const struct ws_measure m = measure(text);
    return m.n_words == w.n && memcmp(m.word, w.token, w.n * sizeof *w.token) == 0;
}

static const char *const PIECES[] = {
    "a",  "Word", "R2D2", "_x", "7",  "1999",     " ",      " ",      " ",      "\n",     ".",      ", ",
    "-",  "'",    "\"",   "$",  "@",  "\u00e9",   "\u00c9", "\u00d7", "\u00f7", "\u0142", "\u044f", "\u0416",
    "\u034f", "\u037e", "\u00a0", "\u00ad", "\u2019", "\u201c", "\u2014", "\u4e2d", "\u3042", "\u3002", "\u0627",
    "\ud55c", "\u0e01", "\U00020000", "\U0001f600", "\uff1f", "\u1ea1", "internationalisation",
};

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* Of so many bytes at most, at an offset that random() chooses. */
static struct ws_slice random_text(uint8_t room[TEXT_MAX], size_t n, uint64_t *state)
{
    struct ws_slice text = {room + next_random(state) % 16, 0};
    for (;;) {
        const char *piece = PIECES[next_random(state) % (sizeof PIECES / sizeof PIECES[0])];
        if (text.n + strlen(piece) > n)
            return text;
        memcpy(room + (text.p - room) + text.n, piece, strlen(piece));
        text.n += strlen(piece);
    }
}

static void test_words(void)
{
    uint8_t room[TEXT_MAX];
    uint64_t state = 7;
    int unequal = 0, texts = 0;
    for (size_t n = 1; n < TEXT_MAX - 16; n++)
        for (int round = 0; round < 20; round++, texts++)
            unequal += !same_words(random_text(room, n, &state));
    OK(unequal == 0, "the same words in %d texts of all kinds of characters (%d differ)", texts, unequal);
    memset(room, 'w', sizeof room);
    unequal = 0;
    for (size_t n = 1; n < sizeof room; n++)
        unequal += !same_words((struct ws_slice){room, n});
    IS_INT(unequal, 0, "words of any length");
}

/* --- phrases -------------------------------------------------------------------------- */

/* Persons are none of these. */
static struct ws_cues phrases_of(struct ws_slice text)
{
    struct ws_cues cues = {0};
    bool in_word = false;
    for (const uint8_t *p = text.p, *end = p + text.n; p < end;) {
        const uint8_t *at = p;
        const enum ws_char_class class = ws_char_class(ws_utf8_next(&p, end));
        if (class >= WS_CHAR_PUNCT && !(in_word && class == WS_CHAR_WORD))
            ws_lexicon_phrases(at, end, class, &cues);
        in_word = class == WS_CHAR_WORD;
    }
    return cues;
}

static bool same_phrases(struct ws_slice text)
{
    struct ws_cues found = measure(text).cues, sought = phrases_of(text);
    found.you = found.we = found.they = 0;
    return memcmp(&found, &sought, sizeof found) == 0;
}

/* A phrase as it may stand in a text: a word for each star. */
static struct ws_slice text_with(const char *before, const char *phrase, const char *behind, uint8_t room[TEXT_MAX])
{
    size_t n = 0;
    for (const char *p = before; *p; p++)
        room[n++] = (uint8_t)*p;
    for (const char *p = phrase; *p && n < TEXT_MAX - 64; p++) {
        if (*p == '*') {
            memcpy(room + n, "anything", 8);
            n += 8;
        } else {
            room[n++] = (uint8_t)*p;
        }
    }
    for (const char *p = behind; *p; p++)
        room[n++] = (uint8_t)*p;
    return (struct ws_slice){room, n};
}

static void test_phrases(void)
{
    static const struct {
        const char *before, *behind;
    } AROUND[] = {{"", ""}, {"Now ", "s"}, {"(", ") and on it goes"}, {"\u00e0 ", "\u2019s"}, {"\u4e2d", "\u3002"}};
    uint8_t room[TEXT_MAX];
    int unequal = 0, none = 0, all = 0;
    for (size_t k = 0; k < ws_phrases_count; k++)
        for (const char *const *p = ws_phrases[k].v; *p; p++)
            for (size_t i = 0; i < sizeof AROUND / sizeof AROUND[0]; i++, all++) {
                const struct ws_slice text = text_with(AROUND[i].before, *p, AROUND[i].behind, room);
                const struct ws_cues cues = phrases_of(text);
                unequal += !same_phrases(text);
                none += *(const uint16_t *)(const void *)((const uint8_t *)&cues + ws_phrases[k].kind) == 0;
            }
    OK(unequal == 0, "each phrase is found by either way in %d texts (%d are not)", all, unequal);
    OK(none < all / 20, "and is found at all (%d are not, between others)", none);
    for (size_t n = 0; n < TEXT_MAX; n++)
        room[n] = (uint8_t)(n < TEXT_MAX - 24 ? 'x' : ' ');
    unequal = 0;
    for (size_t n = 0; n < 130; n++) {
        memcpy(room + 200 + n, " donate now, please", 19);
        const struct ws_slice text = {room + 200, n + 19};
        unequal += measure(text).cues.give != 1 || measure(text).cues.you != 1;
        room[200 + n] = 'x';
    }
    IS_INT(unequal, 0, "behind words of any length");
}

int main(void)
{
    ws_lexicon_init();
    ws_arena_init(&arena);
    test_words();
    test_phrases();
    ws_arena_release(&arena);
    return tap_done();
}
