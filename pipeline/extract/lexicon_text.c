/* Phrases and persons in text: tables of all of them, and the sets that keep most words away from these. */
#include "pipeline/extract/lexicon_phrases.h"
#include "pipeline/extract/lexicon_sets.h"

#include <string.h>

struct ws_lexicon_sets ws_lexicon_sets;

#if defined(__GNUC__)
#define NOINLINE __attribute__((noinline))
#else
#define NOINLINE
#endif

#define CUE_BITS     14 /* of buckets, fewer than half of them with a phrase */
#define PERSON_SLOTS 1024 /* a power of two, at most half full */
#define SEEN_BITS    16
#define WORD_BYTES   48 /* a star in a phrase stands for a word of at most so many bytes */

struct cue {
    const uint8_t *phrase;
    uint32_t key;   /* of its first characters */
    uint32_t more;  /* of the next four, as far as they are in ... */
    uint32_t mask;  /* bits of more that are known; 0: none */
    uint16_t kind;  /* offset in struct ws_cues */
    uint8_t known;  /* characters that key and more say all of */
    bool prompt;
};

enum person_kind { PERSON_NONE, PERSON_YOU, PERSON_WE, PERSON_THEY };

struct person {
    uint32_t hash; /* of the folded word; 0: free slot */
    uint8_t initial; /* first byte, if the case matters, otherwise 0 */
    enum person_kind kind;
};

/* All of them by bucket: those of one hash stand together. */
struct cue_table {
    struct cue cue[WS_PHRASES_MAX];
    uint16_t bucket[(1 << CUE_BITS) + 1]; /* where each begins */
};

static struct {
    struct person person[PERSON_SLOTS];
    struct cue_table by_key;       /* by the key alone */
    struct cue_table by_beginning; /* by as much of the beginning as is known */
    uint8_t key_char[128]; /* ASCII as it stands in keys behind the first character */
    /* Bits of the keys in use, and of the beginnings of the phrases, of four to eight characters: most words of
     * a text are in none. Small enough to stay in the nearest cache, which the table of phrases is not. */
    uint8_t seen[(1 << SEEN_BITS) / 8], begun[(1 << SEEN_BITS) / 8];
} lex;

/* --- characters as phrases are compared: small letters, plain apostrophe and blank ----------------- */

static uint32_t fold_wide(uint32_t c)
{
    if (c < 0x100)
        return c == 0xa0 ? ' ' : c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 0x20 : c;
    if (c < 0x180) {
        bool odd_is_small = c < 0x138 || (c >= 0x14a && c < 0x178);
        if (c == 0x130)
            return 'i';
        return c == 0x178 ? 0xff : (c & 1) != odd_is_small && c != 0x138 && c != 0x149 ? c + 1 : c;
    }
    if (c >= 0x386 && c <= 0x3c2) {
        static const uint8_t ACCENTED[] = {0xac, 0, 0xad, 0xae, 0xaf, 0, 0xcc, 0, 0xcd, 0xce};
        if (c <= 0x38f && ACCENTED[c - 0x386])
            return 0x300u + ACCENTED[c - 0x386];
        return c == 0x3c2 ? 0x3c3 : c >= 0x391 && c <= 0x3ab ? c + 0x20 : c;
    }
    if (c >= 0x400 && c < 0x500) {
        c = c < 0x410 ? c + 0x50 : c < 0x430 ? c + 0x20 : c == 0x490 ? 0x491 : c;
        return c == 0x451 ? 0x435 : c; /* Russian yo is mostly written as ye */
    }
    if ((c >= 0x218 && c < 0x234) || (c >= 0x1e00 && c < 0x1f00)) /* Romanian; Vietnamese */
        return c >= 0x1e96 && c < 0x1ea0 ? c : c | 1;
    if (c == 0x1a0 || c == 0x1af)
        return c + 1;
    return c == 0x2019 ? '\'' : c;
}

uint32_t ws_lexicon_fold(uint32_t c)
{
    return c < 0x80 ? ws_lower((uint8_t)c) : fold_wide(c);
}

static uint32_t next_folded(const uint8_t **p, const uint8_t *end)
{
    return **p < 0x80 ? ws_lower(*(*p)++) : fold_wide(ws_utf8_next_wide(p, end));
}

static bool is_word_char(uint32_t c)
{
    return ws_char_class(c) == WS_CHAR_WORD;
}

/* How many characters make the key of a phrase that starts with one of this class. */
static int key_length(enum ws_char_class first)
{
    return first == WS_CHAR_WORD ? 4 : first == WS_CHAR_SOLO ? 2 : 1;
}

/* Key of the text at p: its first n characters, blanks for all that is neither letter nor digit and behind
 * the end. */
NOINLINE static uint32_t cue_key(const uint8_t *p, const uint8_t *end, int n)
{
    uint32_t key = 0;
    for (int i = 0; i < n; i++) {
        uint32_t c;
        if (p < end && *p < 0x80)
            c = ws_lower(*p++);
        else
            c = p < end ? next_folded(&p, end) : ' ';
        if (i && c < 0x80)
            c = lex.key_char[c]; /* a typographic apostrophe was made a plain one */
        key = (key << 8 | key >> 24) ^ c;
    }
    return key;
}

/* Four ASCII characters are the bytes of their key. */
static inline uint32_t ascii_key(const uint8_t *p)
{
    return (uint32_t)lex.key_char[p[0]] << 24 | (uint32_t)lex.key_char[p[1]] << 16 |
           (uint32_t)lex.key_char[p[2]] << 8 | lex.key_char[p[3]];
}

/* Key of the text at p, at a word. */
static inline uint32_t word_key(const uint8_t *p, const uint8_t *end)
{
    uint32_t four = UINT32_MAX;
    if (end - p >= 4)
        memcpy(&four, p, sizeof four);
    return four & 0x80808080u ? cue_key(p, end, key_length(WS_CHAR_WORD)) : ascii_key(p);
}

static uint32_t mix(uint32_t key)
{
    key *= 0x9e3779b1u;
    return key ^ key >> 15;
}

/* The key of the second four of eight ASCII characters. false: they are not so many, or not all ASCII. */
static bool more_key(const uint8_t *p, const uint8_t *end, uint32_t *key)
{
    uint64_t eight = UINT64_MAX;
    if (end - p >= 8)
        memcpy(&eight, p, sizeof eight);
    if (eight & UINT64_C(0x8080808080808080))
        return false;
    *key = ascii_key(p + 4);
    return true;
}

/* Of a beginning of four, six or eight characters: its key, mixed, and what is known of the next four. */
static inline uint32_t mix_beginning(uint32_t mixed, uint32_t more, int chars)
{
    more = chars == 8 ? more : chars == 6 ? more & 0xffff0000u : 0;
    return (mixed ^ more * 0xc2b2ae35u) * 0x85ebca6bu + (uint32_t)chars * 0x9e3779b1u;
}

static bool test_bit(const uint8_t *set, uint32_t mixed)
{
    uint32_t bit = mixed >> (32 - SEEN_BITS);
    return set[bit >> 3] >> (bit & 7) & 1;
}

static void set_bit(uint8_t *set, uint32_t mixed)
{
    uint32_t bit = mixed >> (32 - SEEN_BITS);
    set[bit >> 3] |= (uint8_t)(1 << (bit & 7));
}

/* Is c in a key all that it is in a phrase? Not a star, nor a sign that a key takes for a blank. */
static bool is_whole(uint8_t c)
{
    return c && c < 0x80 && c == lex.key_char[c];
}

static struct cue make_cue(const char *phrase, const struct ws_phrases *of)
{
    const uint8_t *p = (const uint8_t *)phrase, *end = p + strlen(phrase), *first = p;
    struct cue cue = {.phrase = p, .kind = (uint16_t)of->kind, .prompt = of->prompt};
    cue.key = cue_key(p, end, key_length(ws_char_class(ws_utf8_next(&first, end))));
    while (cue.known < 8 && is_whole(p[cue.known]))
        cue.known++;
    for (int i = 4; i < cue.known; i++) {
        cue.mask |= 0xffu << (8 * (7 - i));
        cue.more |= (uint32_t)p[i] << (8 * (7 - i));
    }
    return cue;
}

static uint32_t bucket_of(uint32_t mixed)
{
    return mixed >> (32 - CUE_BITS);
}

static int beginning_of(const struct cue *cue)
{
    return cue->known == 8 ? 8 : cue->known >= 6 ? 6 : 4;
}

static uint32_t mix_beginning_of(const struct cue *cue)
{
    return mix_beginning(mix(cue->key), cue->more, beginning_of(cue));
}

/* Calls for all phrases, in the order of their lists. */
static void each_cue(void (*fn)(const struct cue *cue))
{
    size_t n = 0;
    for (size_t k = 0; k < ws_phrases_count; k++)
        for (const char *const *p = ws_phrases[k].v; *p && n < WS_PHRASES_MAX; p++, n++) {
            struct cue cue = make_cue(*p, &ws_phrases[k]);
            fn(&cue);
        }
}

/* --- sets: what begins a phrase or may be a person ------------------------------------------------- */

static void set_add(uint64_t *set, unsigned bits, uint32_t hash)
{
    uint32_t bit = ws_set_bit_of(bits, hash);
    set[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static bool is_plain(uint8_t c)
{
    return c < 0x80 && c != '*';
}

/* A phrase that begins with a word: by the beginning of the word when it may go on in the text, by all of it
 * when it may not (a person is a whole word), and by what comes next when that is known. */
static void add_word(const uint8_t *p, const uint8_t *end, bool whole)
{
    uint32_t hash = WS_HASH_START, head = hash;
    for (int n = 0; p < end; n++) {
        const uint8_t *next = p;
        uint32_t c = next_folded(&next, end);
        if (!is_word_char(c))
            break;
        if (c >= 0x80)
            return; /* words of ASCII do not begin this one */
        hash = (hash ^ c) * WS_HASH_PRIME;
        head = n < WS_HEAD_CHARS ? hash : head;
        p = next;
    }
    bool open = !whole && (p == end || *p == '*');
    bool more = end - p >= 3 && *p == ' ' && is_plain(p[1]) && is_plain(p[2]);
    unsigned bit = more ? ws_begin_more(hash, p[1], p[2]) : ws_begin_word(hash);
    *ws_begin_block(head) |= open ? ~UINT64_C(0) : UINT64_C(1) << bit;
}

/* The same for words with other characters. */
static void add_wide_word(const uint8_t *p, const uint8_t *end)
{
    struct ws_word_key key = {0, 0, false};
    while (p < end && key.chars < WS_BEGIN_CHARS) {
        uint32_t c = next_folded(&p, end);
        if (!is_word_char(c))
            break;
        ws_word_key_add(&key, c);
    }
    if (key.chars >= WS_KEY_CHARS)
        set_add(ws_lexicon_sets.wide, WS_WIDE_BITS, ws_word_key_mix(&key));
}

static void add_words(const uint8_t *p, const uint8_t *end)
{
    add_word(p, end, false);
    add_wide_word(p, end);
}

static void add_beginning(const struct cue *cue)
{
    const uint8_t *next = cue->phrase, *end = next + strlen((const char *)next);
    uint32_t c = next_folded(&next, end);
    if (is_word_char(c))
        add_words(cue->phrase, end);
    else
        set_add(ws_lexicon_sets.single, WS_SINGLE_BITS, c);
}

static void add_person_sets(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *at = p, *next = p;
    uint32_t first = next_folded(&next, end);
    struct ws_word_key key = {0, 0, false};
    while (at < end)
        ws_word_key_add(&key, ws_utf8_next(&at, end));
    set_add(ws_lexicon_sets.person, WS_PERSON_BITS, ws_word_key_mix(&key));
    if (!is_word_char(first))
        set_add(ws_lexicon_sets.single, WS_SINGLE_BITS, first);
    if (*p < 0x80)
        add_word(p, end, true);
}

/* --- tables --------------------------------------------------------------------------------------- */

static void count_cue(const struct cue *cue)
{
    lex.by_key.bucket[bucket_of(mix(cue->key))]++;
    lex.by_beginning.bucket[bucket_of(mix_beginning_of(cue))]++;
    set_bit(lex.seen, mix(cue->key));
    set_bit(lex.begun, mix_beginning_of(cue));
    add_beginning(cue);
}

static void place_cue(const struct cue *cue)
{
    lex.by_key.cue[--lex.by_key.bucket[bucket_of(mix(cue->key))]] = *cue;
    lex.by_beginning.cue[--lex.by_beginning.bucket[bucket_of(mix_beginning_of(cue))]] = *cue;
}

/* Each bucket has its size and is to say where it ends, before places are given from there down. */
static void add_up(uint16_t *bucket)
{
    for (uint32_t i = 1; i <= 1 << CUE_BITS; i++)
        bucket[i] = (uint16_t)(bucket[i] + bucket[i - 1]);
}

static void add_cues(void)
{
    each_cue(count_cue);
    add_up(lex.by_key.bucket);
    add_up(lex.by_beginning.bucket);
    each_cue(place_cue);
}

uint32_t ws_lexicon_hash(const uint8_t *p, const uint8_t *end)
{
    uint32_t h = WS_HASH_START;
    while (p < end)
        h = (h ^ next_folded(&p, end)) * WS_HASH_PRIME;
    return h ? h : 1;
}

static void add_persons(const char *words, enum person_kind kind)
{
    for (const char *w = words; *w;) {
        bool exact = *w == '=';
        w += exact;
        size_t n = strcspn(w, " ");
        const uint8_t *p = (const uint8_t *)w;
        uint32_t h = ws_lexicon_hash(p, p + n);
        add_person_sets(p, p + n);
        uint32_t i = h % PERSON_SLOTS;
        while (lex.person[i].hash)
            i = (i + 1) % PERSON_SLOTS;
        lex.person[i] = (struct person){h, exact ? *p : 0, kind};
        w += n + strspn(w + n, " ");
    }
}

void ws_lexicon_init_text(void)
{
    memset(&lex, 0, sizeof lex);
    memset(&ws_lexicon_sets, 0, sizeof ws_lexicon_sets);
    for (int c = 0; c < 128; c++)
        lex.key_char[c] = ws_byte_class[c] == WS_CHAR_WORD ? ws_lower((uint8_t)c) : ' ';
    add_cues();
    add_persons(ws_words_you, PERSON_YOU);
    add_persons(ws_words_we, PERSON_WE);
    add_persons(ws_words_they, PERSON_THEY);
}

/* --- phrases in text ------------------------------------------------------------------------------- */

static const uint8_t *skip_word(const uint8_t *p, const uint8_t *end)
{
    while (p < end) {
        const uint8_t *at = p;
        if (!is_word_char(ws_utf8_next(&p, end)))
            return at;
    }
    return end;
}

/* Where text and phrase first differ, byte by byte, at the beginning of a character or at a star. */
static size_t same_bytes(const uint8_t *p, const uint8_t *end, const uint8_t *phrase)
{
    size_t n = 0;
    while (p + n < end && phrase[n] && p[n] == phrase[n] && p[n] != '*')
        n++;
    while (n && (phrase[n] & 0xc0) == 0x80)
        n--;
    return n;
}

#define NEVER_FOLDED 0xe3 /* first byte of the characters from U+3000 on */

static bool phrase_at(const uint8_t *p, const uint8_t *end, const uint8_t *phrase)
{
    for (;;) {
        size_t same = same_bytes(p, end, phrase);
        p += same;
        phrase += same;
        if (!*phrase)
            return true;
        if (*phrase == '*') {
            p = skip_word(p, end - p < WORD_BYTES ? end : p + WORD_BYTES);
            phrase++;
            continue;
        }
        if (p >= end) /* a blank stands for the end, too */
            return *phrase == ' ' && !phrase[1];
        if (*p >= NEVER_FOLDED && *phrase >= NEVER_FOLDED)
            return false;
        uint32_t want = next_folded(&phrase, phrase + 4), c = next_folded(&p, end);
        if (c != want && (want != ' ' || is_word_char(c)))
            return false;
    }
}

static void count(struct ws_cues *cues, size_t kind)
{
    uint16_t *n = (uint16_t *)((uint8_t *)cues + kind);
    *n = (uint16_t)(*n + (*n < UINT16_MAX));
}

/* The phrases of one bucket. */
struct cues {
    const struct cue *first, *end;
};

static struct cues cues_of(const struct cue_table *t, uint32_t mixed)
{
    const uint16_t *bucket = &t->bucket[bucket_of(mixed)];
    return (struct cues){&t->cue[bucket[0]], &t->cue[bucket[1]]};
}

/* Counts the phrase if it goes on at p behind what is known to be the same. */
static void count_phrase(const struct cue *cue, size_t known, const uint8_t *p, const uint8_t *end,
                         struct ws_cues *cues)
{
    if (!phrase_at(p + known, end, cue->phrase + known))
        return;
    count(cues, cue->kind);
    if (cue->prompt)
        count(cues, offsetof(struct ws_cues, appeal));
}

/* Counts the phrases with this key that begin at p, where no more is known of the text. */
NOINLINE static void match_key(const uint8_t *p, const uint8_t *end, uint32_t key, struct ws_cues *cues)
{
    const struct cues with = cues_of(&lex.by_key, mix(key));
    for (const struct cue *cue = with.first; cue < with.end; cue++)
        if (cue->key == key)
            count_phrase(cue, 0, p, end, cues);
}

/* What is known of a text of ASCII: the key of its first four characters, of the next four. */
struct beginning {
    uint32_t key, more;
};

/* Counts the phrases that begin at p and are known by so many characters. Out of the way: most words do not
 * get here. */
NOINLINE static void match_beginning(const uint8_t *p, const uint8_t *end, struct beginning text, int chars,
                                     struct ws_cues *cues)
{
    const struct cues with = cues_of(&lex.by_beginning, mix_beginning(mix(text.key), text.more, chars));
    for (const struct cue *cue = with.first; cue < with.end; cue++)
        if (cue->key == text.key && !((text.more ^ cue->more) & cue->mask) && beginning_of(cue) == chars)
            count_phrase(cue, cue->mask ? cue->known : 0, p, end, cues);
}

void ws_lexicon_phrases(const uint8_t *p, const uint8_t *end, enum ws_char_class first,
                        struct ws_cues *cues)
{
    struct beginning text = {0, 0};
    if (first == WS_CHAR_WORD)
        text.key = word_key(p, end);
    else
        text.key = *p < 0x80 ? *p : cue_key(p, end, key_length(first)); /* a sign is its own key */
    const uint32_t mixed = mix(text.key);
    if (!test_bit(lex.seen, mixed))
        return;
    if (!more_key(p, end, &text.more)) {
        match_key(p, end, text.key, cues);
        return;
    }
    for (int chars = 8; chars >= 4; chars -= 2)
        if (test_bit(lex.begun, mix_beginning(mixed, text.more, chars)))
            match_beginning(p, end, text, chars, cues);
}

void ws_lexicon_person(uint32_t hash, uint8_t initial, struct ws_cues *cues)
{
    for (uint32_t i = hash % PERSON_SLOTS; lex.person[i].hash; i = (i + 1) % PERSON_SLOTS) {
        const struct person *w = &lex.person[i];
        if (w->hash == hash && (!w->initial || w->initial == initial)) {
            static const size_t OF[] = {[PERSON_YOU] = offsetof(struct ws_cues, you),
                                        [PERSON_WE] = offsetof(struct ws_cues, we),
                                        [PERSON_THEY] = offsetof(struct ws_cues, they)};
            count(cues, OF[w->kind]);
            return;
        }
    }
}
