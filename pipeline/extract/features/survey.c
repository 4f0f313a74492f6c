#include "pipeline/extract/features/survey.h"

#include "pipeline/extract/features/measure.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

/* ---- the elements that hold blocks ----------------------------------------------------- */

/* The nearest block-level element above. */
static inline uint32_t block_level_above(const struct ws_node *nodes, uint32_t node)
{
    do
        node = nodes[node].parent;
    while (node && !(ws_tag_flags(nodes[node].tag) & WS_TF_BLOCK));
    return node;
}

struct marked {
    uint64_t *bits;  /* of nodes */
    uint32_t *place; /* by marked node: the one above; then its number */
    uint32_t n;
};

static void mark_holders(const struct ws_survey *s, struct marked *m)
{
    for (uint32_t i = 0; i < s->b->n; i++)
        for (uint32_t node = s->b->v[i].node; !(m->bits[node / 64] >> node % 64 & 1); node = m->place[node]) {
            m->bits[node / 64] |= UINT64_C(1) << node % 64;
            m->place[node] = block_level_above(s->t->nodes, node);
            m->n++;
        }
}

/* From the root down, so that what is above has its number. */
static void number_holders(struct ws_survey *s, struct marked *m)
{
    for (uint32_t w = 0; w <= s->t->n_nodes / 64; w++)
        for (uint64_t bits = m->bits[w]; bits; bits &= bits - 1) {
            const uint32_t node = w * 64 + (uint32_t)__builtin_ctzll(bits);
            s->holder[s->n_holders] = (struct ws_element){.first_block = UINT32_MAX,
                                                          .node = node,
                                                          .parent = m->place[m->place[node]],
                                                          .look = s->b->looks.of[node],
                                                          .tag = (uint8_t)s->t->nodes[node].tag};
            m->place[node] = s->n_holders++;
        }
}

static bool find_holders(struct ws_survey *s, struct ws_arena *arena)
{
    struct marked m = {.bits = ws_arena_zalloc(arena, s->t->n_nodes / 64 + 1, sizeof *m.bits),
                       .place = ws_arena_alloc(arena, s->t->n_nodes * sizeof *m.place)};
    uint32_t *at = ws_arena_alloc(arena, s->b->n * sizeof *at);
    if (!m.bits || !m.place || !at)
        return false;
    m.place[0] = 0; /* above the root */
    mark_holders(s, &m);
    s->holder = ws_arena_alloc(arena, m.n * sizeof *s->holder);
    s->nearest = ws_arena_alloc(arena, m.n * sizeof *s->nearest);
    if (!s->holder || !s->nearest)
        return false;
    number_holders(s, &m);
    for (uint32_t i = 0; i < s->b->n; i++)
        at[i] = m.place[s->b->v[i].node];
    s->at = at;
    return true;
}

/* Every element has a look, and few looks are those of articles. */
static void count_landmarks(struct ws_survey *s)
{
    const struct ws_node *nodes = s->t->nodes;
    bool articles = false;
    for (uint32_t i = 0; i < s->b->looks.n; i++) {
        const enum ws_tag tag = nodes[s->b->looks.node[i]].tag;
        articles |= tag == WS_TAG_ARTICLE;
        s->has_main |= tag == WS_TAG_MAIN;
    }
    for (uint32_t i = 0; articles && i < s->t->n_nodes; i++)
        s->articles += nodes[i].tag == WS_TAG_ARTICLE;
}

/* --- forward: what an element has from the elements above it -------------------------- */

static int near_tag_of(enum ws_tag tag)
{
    switch (tag) {
#define X(name)                                                                                \
    case WS_TAG_##name:                                                                        \
        return WS_NEAR_TAG_##name;
        WS_NEAR_TAGS(X)
        WS_NEAR_OTHER_TAGS(X)
#undef X
    case WS_TAG_TH:
        return WS_NEAR_TAG_TD;
    case WS_TAG_DT:
    case WS_TAG_DD:
        return WS_NEAR_TAG_DL;
    case WS_TAG_FIGCAPTION:
        return WS_NEAR_TAG_FIGURE;
    default:
        return WS_NEAR_BYTES - 1; /* where nobody looks */
    }
}
_Static_assert(WS_NEAR_TAG_COUNT + WS_MARK_COUNT < WS_NEAR_BYTES, "the last byte stands for no tag and no mark");

static void inherit_nearness(struct ws_near *near, const struct ws_near *above, uint32_t marks, int tag)
{
    uint8_t *to = (uint8_t *)near;
    const uint8_t *from = (const uint8_t *)above;
    for (int k = 0; k < WS_NEAR_BYTES; k++)
        to[k] = (uint8_t)(from[k] + (from[k] < WS_NEAR_MAX));
    to[tag] = 0;
    for (; marks; marks &= marks - 1)
        near->mark[__builtin_ctz(marks)] = 0;
}

/* What an element is called says something of its blocks unless it holds most of the page: a
 * wrapper "has-sidebar" or "comments-open" is no sidebar. A forum is one at any size. */
#define BULK 0.6f

static void look_down(struct ws_survey *s)
{
    memset(&s->nearest[0], WS_NEAR_MAX, sizeof s->nearest[0]);
    for (uint32_t k = 1; k < s->n_holders; k++) {
        struct ws_element *e = &s->holder[k];
        const struct ws_element *up = &s->holder[e->parent];
        const struct ws_name *called = ws_name_of_holder(s, e);
        uint32_t marks = called->marks;
        if (e->unlinked > BULK * s->unlinked || e->para > BULK * s->para)
            marks &= WS_MARK_FORUM;
        e->depth = (uint16_t)(up->depth + 1);
        inherit_nearness(&s->nearest[k], &s->nearest[e->parent], marks, near_tag_of((enum ws_tag)e->tag));
        e->name = called->hash;
        e->signature = e->name ^ up->name * 31 ^ s->holder[up->parent].name * 961;
    }
}

/* --- backward: sums of an element over the blocks below it ---------------------------- */

static bool is_paragraph(const struct ws_survey *s, uint32_t block)
{
    switch ((enum ws_tag)ws_holder_of(s, block)->tag) {
    case WS_TAG_P:
    case WS_TAG_BLOCKQUOTE:
    case WS_TAG_PRE:
    case WS_TAG_LI:
        return s->b->v[block].words >= 10;
    default:
        return false;
    }
}

static void add_block(struct ws_survey *s, uint32_t i)
{
    const struct ws_block *b = &s->b->v[i];
    struct ws_element *e = &s->holder[s->at[i]];
    const struct ws_measure *m = &s->m[i];
    e->words += (float)b->words;
    e->unlinked += m->unlinked;
    e->para += is_paragraph(s, i) ? m->unlinked : 0;
    e->weak += ws_weak_cues(&m->cues);
    e->blocks++;
    if (e->first_block == UINT32_MAX)
        e->first_block = i;
}

static void sum_up(struct ws_survey *s)
{
    for (uint32_t k = s->n_holders; k-- > 1;) {
        const struct ws_element *e = &s->holder[k];
        struct ws_element *up = &s->holder[e->parent];
        up->words += e->words;
        up->unlinked += e->unlinked;
        up->para += e->para;
        up->weak += e->weak;
        up->blocks += e->blocks;
        if (e->first_block < up->first_block)
            up->first_block = e->first_block;
    }
    s->words = s->holder[0].words > 1 ? s->holder[0].words : 1;
    s->unlinked = s->holder[0].unlinked > 1 ? s->holder[0].unlinked : 1;
    s->para = s->holder[0].para > 1 ? s->holder[0].para : 1;
}

/* --- the main container --------------------------------------------------------------- */

/* Readability's scoring: a block gives its score to its container, half to the one above, less
 * higher up. */
static void score_containers(struct ws_survey *s)
{
    for (uint32_t i = 0; i < s->b->n; i++) {
        const struct ws_block *b = &s->b->v[i];
        const struct ws_measure *m = &s->m[i];
        if (b->words < 8)
            continue;
        float length = (float)b->text.n / 100;
        float score =
            (1 + (float)m->puncts + (length < 3 ? length : 3)) * (1 - m->link_density);
        uint32_t at = ws_holder_of(s, i)->parent;
        for (int level = 0; level < 4; level++) {
            s->holder[at].score += score / (float)(level ? level * 2 : 1);
            if (!at)
                break;
            at = s->holder[at].parent;
        }
    }
}

static void find_containers(struct ws_survey *s)
{
    float best = -1;
    for (uint32_t k = 0; k < s->n_holders; k++) {
        const struct ws_element *e = &s->holder[k];
        if (e->para >= 0.6f * s->para && e->depth >= s->holder[s->top].depth)
            s->top = k;
        float score = e->score * (e->words > 0 ? e->unlinked / e->words : 0);
        if (score > best) {
            best = score;
            s->best = k;
        }
    }
    for (uint32_t i = 0; i < s->b->n; i++)
        if (s->m[i].unlinked > s->m[s->longest].unlinked)
            s->longest = i;
    for (uint32_t k = s->at[s->longest]; k; k = s->holder[k].parent)
        s->holder[k].lca = k;
    for (uint32_t k = 0; k < s->n_holders; k++) {
        struct ws_element *e = &s->holder[k];
        const struct ws_element *up = &s->holder[e->parent]; /* the root itself is below nothing */
        e->lca = e->lca ? e->lca : up->lca;
        e->in_top = k == s->top || up->in_top;
        e->in_best = k == s->best || up->in_best;
    }
}

/* --- repetition ----------------------------------------------------------------------- */

static bool count_signatures(struct ws_survey *s, struct ws_arena *arena)
{
    uint32_t slots = 16;
    while (slots < s->b->n * 2)
        slots *= 2;
    struct sig {
        uint32_t hash, count;
        float unlinked, log_words;
    } *sig = ws_arena_alloc(arena, s->b->n * sizeof *sig);
    uint32_t *table = ws_arena_zalloc(arena, slots, sizeof *table); /* number plus 1; 0: free */
    if (!sig || !table)
        return false;
    for (uint32_t i = 0; i < s->b->n; i++) {
        uint32_t hash = ws_holder_of(s, i)->signature;
        uint32_t k = hash & (slots - 1);
        while (table[k] && sig[table[k] - 1].hash != hash)
            k = (k + 1) & (slots - 1);
        if (!table[k]) {
            sig[s->n_sigs] = (struct sig){hash, 0, 0, 0};
            table[k] = ++s->n_sigs;
        }
        s->m[i].sig = table[k] - 1;
        sig[s->m[i].sig].count++;
        sig[s->m[i].sig].unlinked += s->m[i].unlinked;
    }
    for (uint32_t k = 0; k < s->n_sigs; k++)
        sig[k].log_words = ws_log1(sig[k].unlinked / (float)sig[k].count);
    for (uint32_t i = 0; i < s->b->n; i++) {
        const struct sig *own = &sig[s->m[i].sig];
        s->m[i].sig_count = own->count;
        s->m[i].sig_words = own->unlinked;
        s->m[i].sig_log_words = own->log_words;
    }
    return true;
}

/* --- headings and title --------------------------------------------------------------- */

static uint8_t heading_level(const struct ws_survey *s, uint32_t block)
{
    const struct ws_element *e = ws_holder_of(s, block);
    for (int up = 0; up < 2; up++, e = &s->holder[e->parent]) {
        const enum ws_tag tag = (enum ws_tag)e->tag;
        if (ws_tag_flags(tag) & WS_TF_HEADING)
            return (uint8_t)(tag - WS_TAG_H1 + 1);
    }
    return 0;
}

static void find_headline(struct ws_survey *s)
{
    float best = 0.3f;
    s->most_titled = s->first_h1 = UINT32_MAX;
    for (uint32_t i = 0; i < s->b->n; i++) {
        if (s->m[i].title_sim > best) {
            best = s->m[i].title_sim;
            s->most_titled = i;
        }
        if (s->m[i].heading == 1 && s->first_h1 == UINT32_MAX)
            s->first_h1 = i;
    }
}

/* What the page says of itself in its head. */
static struct ws_slice description_of(const struct ws_tree *t, struct ws_arena *arena)
{
    for (size_t i = 0; i < t->head.n_metas; i++)
        if (ws_equals_nocase(t->head.metas[i].key, "description") ||
            ws_equals_nocase(t->head.metas[i].key, "og:description"))
            return ws_unescape(arena, t->head.metas[i].value);
    return (struct ws_slice){NULL, 0};
}

/* Code, or prose with code in it: "log in", "subscribe" and "donate" are names there, and no prompts. */
static bool speaks_of_code(const struct ws_tree *t, const struct ws_block *b)
{
    for (uint32_t i = b->first; i <= b->last; i++) {
        enum ws_tag tag = t->nodes[i].tag;
        if (tag == WS_TAG_TEXT)
            tag = t->nodes[t->nodes[i].parent].tag;
        if (ws_tag_is_code(tag))
            return true;
    }
    return b->pre;
}

/* In two halves: up to so many bytes compilers write zeros themselves and do not start the processor's own loop. */
static inline void clear(struct ws_measure *m)
{
    const size_t half = sizeof *m / 2;
    memset(m, 0, half);
    memset((uint8_t *)m + half, 0, sizeof *m - half);
}

static bool measure_texts(struct ws_survey *s, struct ws_arena *arena)
{
    size_t tokens = 1 + WS_TOKENS_BEHIND, longest = 0;
    for (uint32_t i = 0; i < s->b->n; i++) {
        const struct ws_block *b = &s->b->v[i];
        const size_t most = b->text.n / 2 + 1; /* words: of two bytes, or one and what ends it */
        tokens += most < WS_TOKENS_MAX ? most : WS_TOKENS_MAX;
        longest = b->text.n > longest ? b->text.n : longest;
    }
    uint32_t *token = ws_arena_alloc(arena, tokens * sizeof *token);
    struct ws_text_map map;
    if (!token || !ws_text_map_new(longest, s->names->odds, arena, &map))
        return false;
    *token++ = 0;
    s->word = token;
    for (uint32_t i = 0; i < s->b->n; i++) {
        clear(&s->m[i]);
        ws_measure_text(&s->b->v[i], &map, token, &s->m[i]);
        token += s->m[i].n_words;
    }
    ws_lot_settle(map.lot);
    s->n_words = (size_t)(token - s->word);
    memset(token, 0, WS_TOKENS_BEHIND * sizeof *token);
    return true;
}

bool ws_survey_page(const struct ws_names *names, const struct ws_blocks *b, struct ws_slice title,
                    struct ws_arena *arena, struct ws_survey *s)
{
    const struct ws_tree *t = names->t;
    *s = (struct ws_survey){.t = t, .b = b, .names = names};
    s->m = ws_arena_alloc(arena, (b->n + 1u) * sizeof *s->m);
    if (!s->m || !find_holders(s, arena) || !measure_texts(s, arena))
        return false;
    count_landmarks(s);
    for (uint32_t i = 0; i < b->n; i++) {
        if (s->m[i].cues.appeal && speaks_of_code(t, &b->v[i]))
            s->m[i].cues = (struct ws_cues){0};
        s->m[i].heading = heading_level(s, i);
        add_block(s, i);
    }
    sum_up(s);
    look_down(s);
    score_containers(s);
    find_containers(s);
    ws_measure_repeats(b, title, description_of(t, arena), s->m);
    if (!ws_measure_copies(b, arena, s->m) || !count_signatures(s, arena))
        return false;
    find_headline(s);
    return true;
}
