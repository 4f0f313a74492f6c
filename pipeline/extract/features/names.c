#include "pipeline/extract/features/names.h"

#include "pipeline/extract/lexicon/lexicon.h"

#include <string.h>

#define VALUE_BYTES 200 /* of an attribute that tokens are made from; generated names go on for kilobytes */

/* What a token was made from, so that "nav" the element and "nav" the class differ. */
enum name_kind { NAME_TAG = 1, NAME_PART, NAME_WHOLE, NAME_ROLE, NAME_ITEMPROP };

#define SEEN_WORDS 4 /* a power of two */

struct reader {
    uint32_t *token;
    unsigned n;
    uint64_t seen[SEEN_WORDS]; /* bits of the tokens */
    uint32_t part[VALUE_BYTES]; /* hashes of the parts of class and id: of two bytes at least */
    unsigned parts;
};

static void start(struct reader *r, uint32_t *token) /* leaves r->part as it is */
{
    r->token = token;
    r->n = r->parts = 0;
    memset(r->seen, 0, sizeof r->seen);
}

static void add_token(struct reader *r, enum name_kind kind, uint32_t hash)
{
    uint32_t token = ws_token_mix(hash + (uint32_t)kind * 0x9e3779b9u);
    uint64_t *seen = &r->seen[token >> 26 & (SEEN_WORDS - 1)], bit = UINT64_C(1) << (token >> 20 & 63);
    for (unsigned i = 0; (*seen & bit) && i < r->n; i++)
        if (r->token[i] == token)
            return;
    *seen |= bit;
    if (r->n < WS_NAME_TOKENS)
        r->token[r->n++] = token;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint32_t hash_on(uint32_t h, uint8_t small)
{
    return (h ^ small) * WS_HASH_PRIME;
}

static uint32_t not_0(uint32_t hash)
{
    return hash ? hash : 1;
}

static struct ws_slice cut(struct ws_slice v)
{
    return (struct ws_slice){v.p, v.n < VALUE_BYTES ? v.n : VALUE_BYTES};
}

/* Goes on with both hashes over letters of ASCII from first on: all small, or all capital, ones. */
static inline const uint8_t *read_letters(const uint8_t *p, uint8_t first, uint32_t *part, uint32_t *whole)
{
    for (; (uint8_t)(*p - first) < 26; p++) {
        *part = hash_on(*part, *p | 0x20);
        *whole = hash_on(*whole, *p | 0x20);
    }
    return p;
}

/* Adds what stands between blanks and notes the parts (ws_name_part()), which are capitals and small letters
 * behind them, in one pass. */
static void read_value(struct reader *r, struct ws_slice v)
{
    uint8_t text[VALUE_BYTES + 1];
    if (!v.n)
        return; /* v.p may be NULL */
    memcpy(text, v.p, v.n);
    text[v.n] = ' '; /* nothing is read over it */
    for (const uint8_t *p = text, *const end = text + v.n; p < end; p++) {
        const uint8_t *const from = p;
        uint32_t whole = WS_HASH_START;
        while (!is_blank(*p)) {
            const uint8_t *const first = p;
            uint32_t part = WS_HASH_START;
            p = read_letters(p, 'A', &part, &whole);
            p = read_letters(p, 'a', &part, &whole);
            if (p - first > 1)
                r->part[r->parts++] = not_0(part);
            else if (p == first)
                whole = hash_on(whole, *p++);
        }
        if (p > from)
            add_token(r, NAME_WHOLE, not_0(whole));
    }
}

struct values {
    struct ws_slice class, id, role, prop;
};

static struct values values_of(const struct ws_tree *t, uint32_t node)
{
    return (struct values){ws_node_attr(t, node, WS_ATTR_CLASS), ws_node_attr(t, node, WS_ATTR_ID),
                           ws_node_attr(t, node, WS_ATTR_ROLE), ws_node_attr(t, node, WS_ATTR_ITEMPROP)};
}

/* All tokens, the name of the element first. */
static void read_tokens(struct reader *r, enum ws_tag tag, const struct values *v)
{
    add_token(r, NAME_TAG, ws_lexicon_tag(tag));
    read_value(r, cut(v->class));
    read_value(r, cut(v->id));
    struct ws_slice role = cut(v->role), prop = cut(v->prop);
    if (role.n)
        add_token(r, NAME_ROLE, ws_word_hash(role.p, role.n));
    if (prop.n)
        add_token(r, NAME_ITEMPROP, ws_word_hash(prop.p, prop.n));
    for (unsigned i = 0; i < r->parts; i++)
        add_token(r, NAME_PART, r->part[i]);
}

unsigned ws_name_tokens(const struct ws_tree *t, uint32_t node, uint32_t token[WS_NAME_TOKENS])
{
    struct reader r;
    start(&r, token);
    const struct values v = values_of(t, node);
    read_tokens(&r, (enum ws_tag)t->nodes[node].tag, &v);
    return r.n;
}

/* --- what they say -------------------------------------------------------------------- */

static uint32_t marks_of(const struct reader *r, const struct values *v)
{
    uint32_t marks = ws_lexicon_markup(v->role) | ws_lexicon_markup(v->prop);
    if (v->class.n > VALUE_BYTES || v->id.n > VALUE_BYTES) /* not all parts were noted */
        return marks | ws_lexicon_markup(v->class) | ws_lexicon_markup(v->id);
    for (unsigned i = 0; i < r->parts; i++)
        marks |= ws_lexicon_mark(r->part[i]);
    return marks;
}

static uint32_t item_name(struct ws_slice class)
{
    uint32_t hash = WS_HASH_START;
    size_t from = 0, i;
    while (from < class.n && class.p[from] <= ' ')
        from++;
    for (i = from; i < class.n && class.p[i] > ' ' && (uint8_t)(class.p[i] - '0') > 9; i++)
        hash = hash_on(hash, ws_lower(class.p[i]));
    return i > from ? not_0(hash) : 1;
}

/* The table is on its way to the nearest cache while the rest is read. */
static void fetch_odds(const struct ws_odds *o, const uint32_t *token, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        __builtin_prefetch(&o->name[token[i] >> (32 - WS_ODDS_NAME_BITS)]);
}

static void read_odds(const struct ws_odds *o, const uint32_t *token, unsigned n, struct ws_name *out)
{
    int sum = 0, least = INT8_MAX, most = INT8_MIN;
    for (unsigned i = 0; i < n; i++) {
        int x = ws_odds_of_name(o, token[i]);
        sum += x;
        least = x < least ? x : least;
        most = x > most ? x : most;
    }
    out->sum = (int16_t)sum;
    out->least = (int16_t)least;
    out->most = (int16_t)most;
}

void ws_name_read(const struct ws_names *names, uint32_t node, struct ws_name *out)
{
    uint32_t token[WS_NAME_TOKENS];
    struct reader r;
    start(&r, token);
    const enum ws_tag tag = (enum ws_tag)names->t->nodes[node].tag;
    const struct values v = values_of(names->t, node);
    read_tokens(&r, tag, &v);
    fetch_odds(names->odds, token, r.n);
    *out = (struct ws_name){.marks = marks_of(&r, &v),
                            .hash = (uint32_t)(ws_hash_folded(tag, v.class) >> 32),
                            .item = item_name(v.class) ^ (uint32_t)tag * 2654435761u,
                            .known = true};
    read_odds(names->odds, token, r.n, out);
}

bool ws_names_init(const struct ws_tree *t, const struct ws_looks *looks, const struct ws_odds *odds,
                   struct ws_arena *arena, struct ws_names *out)
{
    *out = (struct ws_names){t, looks, odds, ws_arena_zalloc(arena, looks->n, sizeof *out->v)};
    return out->v;
}
