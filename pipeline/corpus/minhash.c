#include "pipeline/corpus/minhash.h"
#include "pipeline/corpus/minhash_lanes.h"
#include "pipeline/corpus/simplify.h"
#include "pipeline/corpus/twister.h"
#include "pipeline/corpus/words.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define PRIME ((UINT64_C(1) << 61) - 1)
#define SEED  1 /* MinhashConfig.seed */

#define RUN_MAX  ((size_t)1 << 31)
#define RUN_KEEP ((size_t)1 << 20)

struct ws_minhash {
    struct ws_minhash_options options;
    size_t n; /* functions */
    uint64_t *a, *b;
    struct ws_minhash_lanes *lanes;
    size_t n_lanes; /* of 16 functions each */
    ws_minhash_lanes_fn *test;
    struct ws_simplifier *simplifier;
    struct ws_words *words;
    struct ws_buf run; /* of words between which there is no space */
    EVP_MD_CTX *sha1; /* NULL: not asked for */
};

void ws_minhash_options_init(struct ws_minhash_options *o)
{
    *o = (struct ws_minhash_options){.bands = 14, .rows = 8, .words = WS_WORDS_SPACY};
}

/* All a, then all b, as datatrove draws them. */
static void draw(struct ws_minhash *m)
{
    struct ws_twister t;
    ws_twister_init(&t, SEED);
    for (size_t i = 0; i < m->n; i++)
        m->a[i] = ws_twister_between(&t, 1, PRIME);
    for (size_t i = 0; i < m->n; i++)
        m->b[i] = ws_twister_between(&t, 0, PRIME);
}

static bool make_lanes(struct ws_minhash *m)
{
    m->n_lanes = (m->n + WS_MINHASH_LANES - 1) / WS_MINHASH_LANES;
    m->lanes = calloc(m->n_lanes, sizeof *m->lanes);
    for (size_t i = 0; m->lanes && i < m->n_lanes * WS_MINHASH_LANES; i++) {
        struct ws_minhash_lanes *l = &m->lanes[i / WS_MINHASH_LANES];
        const size_t at = i % WS_MINHASH_LANES;
        if (i >= m->n) { /* never to be looked at */
            l->b[at] = INT16_MAX;
            l->limit[at] = INT16_MIN;
            continue;
        }
        const uint64_t a = m->a[i] << 3, b = (m->b[i] + 8) << 3;
        for (unsigned k = 0; k < 4; k++)
            l->a[k][at] = (uint16_t)(a >> 16 * k);
        l->b[at] = (uint16_t)((b >> 48) + WS_MINHASH_CARRY) ^ WS_MINHASH_TURN;
    }
    m->test = ws_minhash_lanes_best();
    return m->lanes != NULL;
}

struct ws_minhash *ws_minhash_new(const struct ws_minhash_options *o)
{
    struct ws_minhash *m = calloc(1, sizeof *m);
    size_t n = (size_t)o->bands * o->rows;
    if (!m || n == 0 || n > WS_MINHASH_MAX) {
        free(m);
        return NULL;
    }
    *m = (struct ws_minhash){.options = *o, .n = n};
    m->a = calloc(n, sizeof *m->a);
    m->b = calloc(n, sizeof *m->b);
    m->simplifier = ws_simplifier_new();
    m->words = ws_words_new(o->words);
    ws_buf_init(&m->run, RUN_MAX);
    m->sha1 = o->hash == WS_MINHASH_SHA1 ? EVP_MD_CTX_new() : NULL;
    if (m->a && m->b && m->simplifier && m->words && (m->sha1 || o->hash != WS_MINHASH_SHA1)) {
        draw(m);
        if (make_lanes(m))
            return m;
    }
    ws_minhash_free(m);
    return NULL;
}

void ws_minhash_free(struct ws_minhash *m)
{
    if (!m)
        return;
    free(m->a);
    free(m->b);
    free(m->lanes);
    ws_simplifier_free(m->simplifier);
    ws_words_free(m->words);
    ws_buf_release(&m->run);
    EVP_MD_CTX_free(m->sha1);
    free(m);
}

/* --- one run of words ----------------------------------------------------------------- */

static uint64_t le64(const uint8_t *p)
{
    uint64_t x = 0;
    for (unsigned i = 8; i-- > 0;)
        x = x << 8 | p[i];
    return x;
}

static bool hash(const struct ws_minhash *m, const uint8_t *p, size_t n, uint64_t *x)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    if (!m->sha1) {
        *x = XXH64(p, n, 0);
        return true;
    }
    if (!EVP_DigestInit_ex(m->sha1, EVP_sha1(), NULL) || !EVP_DigestUpdate(m->sha1, p, n) ||
        !EVP_DigestFinal_ex(m->sha1, digest, NULL))
        return false;
    *x = le64(digest);
    return true;
}

static void look_at(struct ws_minhash *m, size_t i, uint64_t x, uint64_t *sig)
{
    uint64_t v = m->a[i] * x + m->b[i];
    uint64_t h = (v & PRIME) + (v >> 61);
    h = h >= PRIME ? h - PRIME : h;
    if (h >= sig[i])
        return;
    sig[i] = h;
    uint64_t limit = (h + 8) >> 61 ? UINT16_MAX : (h + 8) << 3 >> 48;
    limit = limit + WS_MINHASH_CARRY > UINT16_MAX ? UINT16_MAX : limit + WS_MINHASH_CARRY;
    m->lanes[i / WS_MINHASH_LANES].limit[i % WS_MINHASH_LANES] = (int16_t)((uint16_t)limit ^ WS_MINHASH_TURN);
}

static void look_at_four(struct ws_minhash *m, size_t at, const int16_t *above, uint64_t x, uint64_t *sig)
{
    for (size_t k = 0; k < 4; k++)
        if (!above[k])
            look_at(m, at + k, x, sig);
}

/* Lanes are passed over by sixteens and fours. */
static void look_at_some(struct ws_minhash *m, uint64_t x, uint64_t *sig)
{
    for (size_t k = 0; k < m->n_lanes; k++) {
        uint64_t fours[WS_MINHASH_LANES / 4];
        memcpy(fours, m->lanes[k].above, sizeof fours);
        if ((fours[0] & fours[1] & fours[2] & fours[3]) == UINT64_MAX)
            continue;
        for (size_t i = 0; i < WS_MINHASH_LANES / 4; i++)
            if (fours[i] != UINT64_MAX)
                look_at_four(m, k * WS_MINHASH_LANES + 4 * i, m->lanes[k].above + 4 * i, x, sig);
    }
}

static void begin(struct ws_minhash *m, uint64_t *sig)
{
    for (size_t i = 0; i < m->n; i++) {
        sig[i] = PRIME;
        m->lanes[i / WS_MINHASH_LANES].limit[i % WS_MINHASH_LANES] = INT16_MAX;
    }
}

/* --- a text --------------------------------------------------------------------------- */

/* Words with one space between them. */
static bool join(struct ws_minhash *m, const struct ws_word *words, struct ws_slice *run)
{
    ws_buf_clear(&m->run, RUN_KEEP);
    for (unsigned i = 0; i < WS_MINHASH_WORDS; i++)
        if ((i && !ws_buf_append(&m->run, " ", 1)) || !ws_buf_append(&m->run, words[i].text.p, words[i].text.n))
            return false;
    *run = (struct ws_slice){m->run.p, m->run.n};
    return true;
}

static bool add_run(struct ws_minhash *m, struct ws_slice run, uint64_t *sig)
{
    uint64_t x;
    if (!hash(m, run.p, run.n, &x))
        return false;
    if (!m->test(m->lanes, m->n_lanes, x))
        look_at_some(m, x, sig);
    return true;
}

static bool follows(struct ws_slice word, struct ws_slice before)
{
    return word.p == before.p + before.n + 1;
}

enum ws_status ws_minhash_sign(struct ws_minhash *m, struct ws_slice text, uint64_t *sig)
{
    const struct ws_word *words;
    size_t n, broken = 0; /* word behind something else than one space */
    if (!ws_simplify(m->simplifier, text, &text) || !ws_words_split(m->words, text, &words, &n))
        return WS_FATAL;
    begin(m, sig);
    for (size_t i = 1; i < n; i++) {
        if (!follows(words[i].text, words[i - 1].text))
            broken = i;
        if (i + 1 < WS_MINHASH_WORDS)
            continue;
        const struct ws_word *first = &words[i + 1 - WS_MINHASH_WORDS];
        const uint8_t *end = words[i].text.p + words[i].text.n;
        struct ws_slice run = {first->text.p, (size_t)(end - first->text.p)}; /* most often as it stands there */
        if (broken + WS_MINHASH_WORDS > i + 1 && !join(m, first, &run))
            return WS_FATAL;
        if (!add_run(m, run, sig))
            return WS_FATAL;
    }
    return n < WS_MINHASH_WORDS ? WS_SKIP : WS_OK;
}
