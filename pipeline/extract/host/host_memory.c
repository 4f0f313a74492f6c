#include "pipeline/extract/host/host_memory.h"
#include "pipeline/extract/host/host_note.h"

#include <math.h>
#include <stdlib.h>

/* See the rule in host_memory.h. */
#define MIN_OTHERS  2
#define SHARE_NONE  0.2f
#define SHARE_FULL  0.5f
#define LONG_WORDS  15
#define SHORT_WORDS 4
#define FULL_LONG   7.0f
#define FULL_MIDDLE 3.0f
#define FULL_SHORT  1.5f

#define STEPS 255 /* of a strength of 1 */

/* Open addressing, at most half full. Hosts are kept as pairs with block 0, so that pages of
 * other hosts are done after one look. */
struct ws_host_memory {
    uint64_t *pair; /* 0: free */
    uint8_t *strength;
    size_t mask;
};

static uint64_t pair_of(uint64_t host, uint64_t block)
{
    uint64_t h = (host + block * UINT64_C(0x9e3779b97f4a7c15));
    h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
    h ^= h >> 32;
    return h ? h : 1;
}

struct ws_host_memory *ws_host_memory_new(size_t blocks, size_t hosts)
{
    struct ws_host_memory *m = calloc(1, sizeof *m);
    size_t slots = 16;
    while (slots / 2 < blocks + hosts && slots <= SIZE_MAX / 4)
        slots *= 2;
    if (!m)
        return NULL;
    m->mask = slots - 1;
    m->pair = calloc(slots, sizeof *m->pair);
    m->strength = calloc(slots, sizeof *m->strength);
    if (!m->pair || !m->strength) {
        ws_host_memory_free(m);
        return NULL;
    }
    return m;
}

void ws_host_memory_free(struct ws_host_memory *m)
{
    if (!m)
        return;
    free(m->pair);
    free(m->strength);
    free(m);
}

/* Where the pair is, or the free place where it would be. */
static size_t find(const struct ws_host_memory *m, uint64_t pair)
{
    size_t k = (size_t)pair & m->mask;
    while (m->pair[k] && m->pair[k] != pair)
        k = (k + 1) & m->mask;
    return k;
}

/* 0..STEPS */
static uint8_t strength_of(uint32_t d, uint32_t n)
{
    if (d < MIN_OTHERS + 1 || n < d)
        return 0;
    float share = (float)(d - 1) / (float)(n - 1);
    float s = (share - SHARE_NONE) / (SHARE_FULL - SHARE_NONE);
    return s <= 0 ? 0 : s >= 1 ? STEPS : (uint8_t)(s * STEPS + 0.5f);
}

bool ws_host_memory_wants(uint32_t d, uint32_t n)
{
    return strength_of(d, n) > 0;
}

bool ws_host_memory_put(struct ws_host_memory *m, uint64_t host, uint64_t block, uint32_t d,
                        uint32_t n)
{
    uint8_t strength = strength_of(d, n);
    if (!strength)
        return false;
    m->pair[find(m, pair_of(host, 0))] = pair_of(host, 0);
    size_t k = find(m, pair_of(host, block));
    m->pair[k] = pair_of(host, block);
    m->strength[k] = strength;
    return true;
}

float ws_host_memory_strength(const struct ws_host_memory *m, uint64_t host, uint64_t block)
{
    return (float)m->strength[find(m, pair_of(host, block))] / STEPS;
}

static float full(const struct ws_tree *t, const struct ws_block *b)
{
    if (b->words < SHORT_WORDS || ws_tag_flags(t->nodes[b->node].tag) & WS_TF_HEADING)
        return FULL_SHORT;
    return b->words < LONG_WORDS ? FULL_MIDDLE : FULL_LONG;
}

static float lowered(float p, float by)
{
    float odds = p / (1 - p + 1e-9f) * expf(-by);
    return odds / (1 + odds);
}

void ws_host_memory_apply(const struct ws_host_memory *m, struct ws_slice url,
                          const struct ws_tree *t, const struct ws_blocks *b, float *p)
{
    uint64_t host = m ? ws_host_hash(url) : 0;
    if (!host || !m->pair[find(m, pair_of(host, 0))])
        return;
    for (uint32_t i = 0; i < b->n; i++) {
        uint64_t block = ws_host_block_hash(b->v[i].text);
        float strength = block ? ws_host_memory_strength(m, host, block) : 0;
        if (strength > 0)
            p[i] = lowered(p[i], strength * full(t, &b->v[i]));
    }
}
