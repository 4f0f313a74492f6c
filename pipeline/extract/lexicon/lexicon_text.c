/* Phrases and persons in text: tables of all of them, and the sets that keep most words away from these. */
#include "pipeline/extract/lexicon/lexicon_text.h"

#include <string.h>

struct ws_lexicon_sets ws_lexicon_sets;

#define CUE_BITS     14 /* of buckets, fewer than half of them with a phrase */
#define PERSON_SLOTS 1024 /* a power of two, at most half full */
#define SEEN_BITS    16
#define PERSON_CHARS 4 /* of a key that may be that of a person */
#define WORD_BYTES   48 /* a star in a phrase stands for a word of at most so many bytes */

struct cue {
    struct ws_phrase phrase;
    uint32_t key;  /* of its first characters */
    uint32_t then; /* letter_behind() them, so that most phrases need not be fetched from far away */
};

enum person_kind { PERSON_NONE, PERSON_YOU, PERSON_WE, PERSON_THEY };

struct person {
    uint32_t hash; /* of the folded word; 0: free slot */
    uint8_t initial; /* first byte, if the case matters, otherwise 0 */
    enum person_kind kind;
};

static struct {
    struct person person[PERSON_SLOTS];
    struct cue cue[WS_PHRASES_MAX]; /* by bucket: those of one key stand together */
    uint16_t bucket[(1 << CUE_BITS) + 1]; /* where each begins */
    uint8_t seen[(1 << SEEN_BITS) / 8]; /* bits of the keys in use: most words of a text have none of them */
} lex;

/* --- keys ----------------------------------------------------------------------------------------- */

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
static uint32_t cue_key(const uint8_t *p, const uint8_t *end, int n)
{
    uint32_t key = 0;
    for (int i = 0; i < n; i++) {
        uint32_t c;
        if (p < end && *p < 0x80)
            c = ws_lower(*p++);
        else
            c = p < end ? ws_lexicon_next(&p, end) : ' ';
        if (i && c < 0x80)
            c = ws_lexicon_key(c); /* a typographic apostrophe was made a plain one */
        key = (key << 8 | key >> 24) ^ c;
    }
    return key;
}

/* Of the text at p, where so much is known of its first character. */
static uint32_t text_key(const uint8_t *p, const uint8_t *end, enum ws_char_class first)
{
    uint32_t four = UINT32_MAX;
    if (first == WS_CHAR_PUNCT && *p < 0x80) /* a sign is its own key */
        return *p;
    if (first == WS_CHAR_WORD && end - p >= 4)
        memcpy(&four, p, sizeof four);
    if (four & 0x80808080u)
        return cue_key(p, end, key_length(first));
    return (uint32_t)ws_lexicon_key(p[0]) << 24 | (uint32_t)ws_lexicon_key(p[1]) << 16 |
           (uint32_t)ws_lexicon_key(p[2]) << 8 | ws_lexicon_key(p[3]); /* the same */
}

/* The letter behind n characters of a text or phrase; 0: there is none. */
static uint32_t letter_behind(const uint8_t *p, const uint8_t *end, int n)
{
    uint32_t c = 0;
    for (int i = 0; i <= n; i++) {
        if (p >= end)
            return 0;
        c = ws_lexicon_next(&p, end);
    }
    return ws_char_class(c) >= WS_CHAR_WORD ? c : 0;
}

static uint32_t mix(uint32_t key)
{
    key *= 0x9e3779b1u;
    return key ^ key >> 15;
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

static uint32_t bucket_of(uint32_t mixed)
{
    return mixed >> (32 - CUE_BITS);
}

void ws_each_phrase(void (*fn)(const struct ws_phrase *phrase))
{
    size_t n = 0;
    for (size_t k = 0; k < ws_phrases_count; k++)
        for (const char *const *p = ws_phrases[k].v; *p && n < WS_PHRASES_MAX; p++, n++) {
            struct ws_phrase phrase = {(const uint8_t *)*p, (uint16_t)ws_phrases[k].kind};
            fn(&phrase);
        }
}

/* --- sets: what begins a phrase or may be a person ------------------------------------------------- */

/* Of a sign, or a letter that counts as a word. */
static void add_single(const uint8_t *p, const uint8_t *end)
{
    uint32_t c = ws_lexicon_next(&p, end);
    if (!is_word_char(c))
        ws_set_add(ws_lexicon_sets.single, WS_SINGLE_BITS, c);
}

static void add_person_sets(const uint8_t *p, const uint8_t *end)
{
    add_single(p, end);
    ws_set_add(ws_lexicon_sets.person, WS_PERSON_BITS, cue_key(p, end, PERSON_CHARS));
    ws_set_add(ws_lexicon_sets.named, WS_NAMED_BITS, ws_lexicon_hash(p, end));
}

bool ws_lexicon_is_named(const uint8_t *p, const uint8_t *end)
{
    return ws_set_has(ws_lexicon_sets.person, WS_PERSON_BITS, cue_key(p, end, PERSON_CHARS));
}

/* --- tables --------------------------------------------------------------------------------------- */

static struct cue make_cue(const struct ws_phrase *phrase)
{
    const uint8_t *p = phrase->text, *end = p + strlen((const char *)p), *first = p;
    const int n = key_length(ws_char_class(ws_utf8_next(&first, end)));
    return (struct cue){*phrase, cue_key(p, end, n), letter_behind(p, end, n)};
}

static void count_cue(const struct ws_phrase *phrase)
{
    const uint32_t mixed = mix(make_cue(phrase).key);
    lex.bucket[bucket_of(mixed)]++;
    set_bit(lex.seen, mixed);
    add_single(phrase->text, phrase->text + strlen((const char *)phrase->text));
}

static void place_cue(const struct ws_phrase *phrase)
{
    const struct cue cue = make_cue(phrase);
    lex.cue[--lex.bucket[bucket_of(mix(cue.key))]] = cue;
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
    for (uint32_t c = 0; c < WS_FOLDED; c++)
        ws_lexicon_sets.folded[c] = (uint16_t)(c < 0x80 ? ws_lower((uint8_t)c) : ws_lexicon_fold_wide(c));
    ws_each_phrase(count_cue);
    ws_add_up(lex.bucket, sizeof lex.bucket / sizeof lex.bucket[0]);
    ws_each_phrase(place_cue);
    ws_openings_init();
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
        uint32_t want = ws_lexicon_next(&phrase, phrase + 4), c = ws_lexicon_next(&p, end);
        if (c != want && (want != ' ' || is_word_char(c)))
            return false;
    }
}

static void count(struct ws_cues *cues, size_t kind)
{
    uint16_t *n = (uint16_t *)((uint8_t *)cues + kind);
    *n = (uint16_t)(*n + (*n < UINT16_MAX));
}

void ws_phrase_count(const struct ws_phrase *phrase, size_t known, const uint8_t *p, const uint8_t *end,
                     struct ws_cues *cues)
{
    if (!phrase_at(p + known, end, phrase->text + known))
        return;
    count(cues, phrase->kind);
    if (phrase->kind == offsetof(struct ws_cues, give))
        count(cues, offsetof(struct ws_cues, appeal));
}

bool ws_lexicon_key_at(const uint8_t *p, const uint8_t *end, enum ws_char_class first, uint32_t *key)
{
    *key = text_key(p, end, first);
    return test_bit(lex.seen, mix(*key));
}

void ws_phrases_fetch_bucket(uint32_t key)
{
    __builtin_prefetch(&lex.bucket[bucket_of(mix(key))]);
}

void ws_phrases_fetch(uint32_t key)
{
    __builtin_prefetch(&lex.cue[lex.bucket[bucket_of(mix(key))]]);
}

void ws_phrases_by_key(uint32_t key, const uint8_t *p, const uint8_t *end, enum ws_char_class first,
                       struct ws_cues *cues)
{
    const uint32_t then = letter_behind(p, end, key_length(first));
    const uint16_t *bucket = &lex.bucket[bucket_of(mix(key))];
    for (const struct cue *cue = &lex.cue[bucket[0]], *last = &lex.cue[bucket[1]]; cue < last; cue++)
        if (cue->key == key && (!cue->then || cue->then == then))
            ws_phrase_count(&cue->phrase, 0, p, end, cues);
}

void ws_lexicon_phrases(const uint8_t *p, const uint8_t *end, enum ws_char_class first, struct ws_cues *cues)
{
    uint32_t key;
    if (ws_lexicon_key_at(p, end, first, &key))
        ws_phrases_by_key(key, p, end, first, cues);
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
