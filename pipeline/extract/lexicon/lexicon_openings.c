/* Phrases that begin with a word of ASCII, found in a text by the first eight characters, or by four when no more
 * are known; then sixteen are compared at once. */
#include "pipeline/extract/lexicon/lexicon_text.h"
#include "pipeline/extract/text/vector.h"

_Static_assert(WS_OPENING_BYTES == WS_VECTOR_BYTES, "a key is compared at once");

struct opening {
    uint8_t key[WS_OPENING_BYTES]; /* as ws_lexicon_key() */
    struct ws_phrase phrase;
    uint16_t known; /* bits of key that are so */
    uint16_t sure;  /* bytes of the phrase that are its key: where a text has the same, they are the same */
};

#define EIGHT_BITS 13 /* of buckets by eight characters */
#define FOUR_BITS  8  /* by four */
#define BUCKETS    ((1u << EIGHT_BITS) + (1u << FOUR_BITS))

static struct {
    struct opening v[WS_PHRASES_MAX]; /* by bucket */
    uint16_t bucket[BUCKETS + 1];     /* where each begins */
    /* Of each: what comes behind its first eight characters, so that those that go on in another way need not be
     * fetched from far away; 0: less is known. */
    uint16_t then[WS_PHRASES_MAX];
} table;

static uint32_t bucket_of_eight(uint64_t eight)
{
    return (uint32_t)(ws_opening_hash(eight) >> (64 - EIGHT_BITS));
}

static uint32_t bucket_of_four(uint32_t four)
{
    return (1u << EIGHT_BITS) + (uint32_t)(ws_opening_hash(four) >> (64 - FOUR_BITS));
}

/* Of the second eight characters of a key: of four of them. */
static uint16_t then_of(const uint8_t *second)
{
    const uint16_t mixed = (uint16_t)(ws_opening_hash((uint32_t)ws_load_8(second)) >> 48);
    return mixed ? mixed : 1;
}

/* --- what to look for ------------------------------------------------------------------- */

#define LEAST 4 /* characters that have to be the same: blanks behind a shorter phrase */

/* The beginning of a phrase up to a star or a character beyond ASCII. false: a text of ASCII does not begin
 * with it, or it begins with no word. */
static bool read_opening(const struct ws_phrase *phrase, struct opening *o)
{
    const uint8_t *p = phrase->text, *const end = p + strlen((const char *)p);
    unsigned n = 0;
    *o = (struct opening){.phrase = *phrase};
    while (n < WS_OPENING_BYTES && p < end && *p != '*') {
        const uint8_t *at = p;
        const uint32_t c = ws_lexicon_next(&p, end);
        if (c >= 0x80 && n < 8)
            return false;
        if (c >= 0x80)
            break;
        o->key[n] = ws_lexicon_key(c);
        o->sure = (uint16_t)(o->sure + (o->sure == n && *at == o->key[n]));
        n++;
    }
    for (; n < LEAST; n++)
        o->key[n] = ' ';
    o->known = (uint16_t)((1u << n) - 1);
    return o->key[0] != ' ';
}

static bool is_known_by_eight(const struct opening *o)
{
    return o->known >= 0xff;
}

static uint32_t bucket_of(const struct opening *o)
{
    const uint64_t eight = ws_load_8(o->key);
    return is_known_by_eight(o) ? bucket_of_eight(eight) : bucket_of_four((uint32_t)eight);
}

static void add_to_sets(const struct opening *o)
{
    const uint64_t eight = ws_load_8(o->key), hash = ws_opening_hash(eight);
    if (is_known_by_eight(o))
        *ws_eight_word(&ws_lexicon_sets, hash) |= ws_eight_mask(hash);
    else
        ws_set_add(ws_lexicon_sets.four, WS_FOUR_BITS, (uint32_t)eight);
}

static void count_opening(const struct ws_phrase *phrase)
{
    struct opening o;
    if (!read_opening(phrase, &o))
        return;
    add_to_sets(&o);
    table.bucket[bucket_of(&o)]++;
}

static void place_opening(const struct ws_phrase *phrase)
{
    struct opening o;
    if (!read_opening(phrase, &o))
        return;
    const uint32_t at = --table.bucket[bucket_of(&o)];
    table.v[at] = o;
    table.then[at] = o.known >= 0xfff ? then_of(o.key + 8) : 0;
}

void ws_openings_init(void)
{
    memset(&table, 0, sizeof table);
    ws_each_phrase(count_opening);
    ws_add_up(table.bucket, BUCKETS + 1);
    ws_each_phrase(place_opening);
}

/* --- in a text -------------------------------------------------------------------------- */

/* What stands at a word. */
struct window {
    ws_vector key;
    unsigned bytes; /* of key that are of ASCII */
    uint16_t then;  /* then_of(), 0: not of ASCII */
    const uint8_t *p, *end;
};

static void try_opening(const struct window *w, const struct opening *o, struct ws_cues *cues)
{
    ws_vector key;
    memcpy(&key, o->key, sizeof key);
    if (o->known & ((1u << w->bytes) - 1) & ~ws_vector_bits((ws_vector)(key == w->key)))
        return;
    size_t sure = o->sure < w->bytes ? o->sure : w->bytes;
    if ((size_t)(w->end - w->p) < sure) /* blanks behind the end */
        sure = 0;
    ws_phrase_count(&o->phrase, sure, w->p, w->end, cues);
}

static void match(const struct window *w, uint32_t bucket, struct ws_cues *cues)
{
    for (uint32_t i = table.bucket[bucket]; i < table.bucket[bucket + 1]; i++)
        if (!table.then[i] || !w->then || table.then[i] == w->then)
            try_opening(w, &table.v[i], cues);
}

void ws_openings_fetch_buckets(const uint8_t *key)
{
    const uint64_t eight = ws_load_8(key);
    __builtin_prefetch(&table.bucket[bucket_of_eight(eight)]);
    __builtin_prefetch(&table.bucket[bucket_of_four((uint32_t)eight)]);
}

static void fetch(uint32_t bucket)
{
    const uint32_t first = table.bucket[bucket];
    __builtin_prefetch(&table.then[first]);
    __builtin_prefetch(&table.v[first]);
}

void ws_openings_fetch(const uint8_t *key)
{
    const uint64_t eight = ws_load_8(key);
    if (ws_lexicon_opens_eight(eight))
        fetch(bucket_of_eight(eight));
    if (ws_lexicon_opens_four((uint32_t)eight))
        fetch(bucket_of_four((uint32_t)eight));
}

void ws_lexicon_openings(const uint8_t *key, const uint8_t *p, const uint8_t *end, struct ws_cues *cues)
{
    const uint64_t eight = ws_load_8(key);
    const bool ascii = !(ws_load_8(key + 8) & WS_WIDE_BYTES);
    struct window w = {.bytes = ascii ? WS_OPENING_BYTES : 8, .then = ascii ? then_of(key + 8) : 0, .p = p, .end = end};
    memcpy(&w.key, key, sizeof w.key);
    if (ws_lexicon_opens_eight(eight))
        match(&w, bucket_of_eight(eight), cues);
    if (ws_lexicon_opens_four((uint32_t)eight))
        match(&w, bucket_of_four((uint32_t)eight), cues);
}
