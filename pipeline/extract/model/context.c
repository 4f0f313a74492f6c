#include "pipeline/extract/model/context.h"

static const char *const NAMES[WS_C_COUNT] = {
#define X(name, what) #name,
    WS_CONTEXT(X)
#undef X
};

const char *ws_context_name(unsigned c)
{
    return c < WS_C_COUNT ? NAMES[c] : "?";
}

/* Words, and expected words of content among them. */
struct mass {
    double words, content;
};

/* The features of a block that are those of a container. */
struct container {
    float mean, share;
};

#define REACH 4 /* blocks before and behind whose p is given */

struct context {
    const struct ws_survey *s;
    const float *p;
    const float *padded; /* p with REACH of -1 before and behind */
    uint32_t n;
    struct mass *el;       /* by holder */
    struct container *box; /* likewise */
    struct mass *before; /* by block, n + 1: of all blocks before */
    const struct mass *alike; /* by signature: of all blocks with this path */
    uint32_t first, last; /* blocks over 0.5; n and 0 when there is none */
    uint32_t best;        /* holder that gains most */
    double gain;
    uint32_t run_first, run_last;
};

static float mean(struct mass m)
{
    return m.words > 0 ? (float)(m.content / m.words) : 0;
}

static struct mass mass_of(const struct context *c, uint32_t i)
{
    double words = c->s->b->v[i].words ? c->s->b->v[i].words : 1;
    return (struct mass){words, words * (double)c->p[i]};
}

static void add(struct mass *to, struct mass m)
{
    to->words += m.words;
    to->content += m.content;
}

static void sum_up(struct context *c)
{
    for (uint32_t k = 0; k < c->s->n_holders; k++)
        c->el[k] = (struct mass){0, 0};
    for (uint32_t i = 0; i < c->n; i++) {
        struct mass m = mass_of(c, i);
        c->before[i + 1] = c->before[i];
        add(&c->before[i + 1], m);
        add(&c->el[c->s->at[i]], m);
        if (c->p[i] > 0.5f) {
            c->first = c->first < i ? c->first : i;
            c->last = i;
        }
    }
    for (uint32_t k = c->s->n_holders; k-- > 1;)
        add(&c->el[c->s->holder[k].parent], c->el[k]);
}

static void find_best(struct context *c)
{
    c->gain = c->el[0].content - 0.5 * c->el[0].words;
    for (uint32_t k = 1; k < c->s->n_holders; k++) {
        double gain = c->el[k].content - 0.5 * c->el[k].words;
        if (gain > c->gain) {
            c->gain = gain;
            c->best = k;
        }
    }
}

/* The run of blocks with the greatest sum of words * (p - 0.4) (Kadane's algorithm). */
static void find_run(struct context *c)
{
    double sum = 0, most = 0;
    uint32_t from = 0;
    c->run_first = 1; /* none */
    for (uint32_t i = 0; i < c->n; i++) {
        struct mass m = mass_of(c, i);
        if (sum <= 0) {
            sum = 0;
            from = i;
        }
        sum += m.content - 0.4 * m.words;
        if (sum > most) {
            most = sum;
            c->run_first = from;
            c->run_last = i;
        }
    }
}

static bool sum_alike(struct context *c, struct ws_arena *arena)
{
    struct mass *sum = ws_arena_zalloc(arena, c->s->n_sigs, sizeof *sum);
    for (uint32_t i = 0; sum && i < c->n; i++)
        add(&sum[c->s->m[i].sig], mass_of(c, i));
    c->alike = sum;
    return sum;
}

/* After sum_up(). */
static void measure_containers(struct context *c)
{
    for (uint32_t k = 0; k < c->s->n_holders; k++) {
        const struct mass *m = &c->el[k];
        c->box[k] = (struct container){mean(*m), (float)(m->words / c->before[c->n].words)};
    }
}

static void pad(const float *p, uint32_t n, float *padded)
{
    for (uint32_t k = 0; k < REACH; k++)
        padded[k] = padded[REACH + n + k] = -1;
    for (uint32_t i = 0; i < n; i++)
        padded[REACH + i] = p[i];
}

static void neighbour_features(const struct context *c, uint32_t i, struct ws_column *f, uint32_t l)
{
    const float *p = c->padded + REACH + i;
    for (int k = 1; k <= REACH; k++) {
        f[WS_C_BACK_1 + 1 - k].of[l] = p[-k];
        f[WS_C_AHEAD_1 - 1 + k].of[l] = p[k];
    }
    static const uint32_t WINDOW[] = {3, 6, 12};
    for (size_t k = 0; k < 3; k++) {
        uint32_t from = i > WINDOW[k] ? i - WINDOW[k] : 0;
        uint32_t end = i + WINDOW[k] + 1 < c->n ? i + WINDOW[k] + 1 : c->n;
        f[WS_C_WINDOW_3 + k].of[l] = mean((struct mass){c->before[end].words - c->before[from].words,
                                                        c->before[end].content - c->before[from].content});
    }
}

static void container_features(const struct context *c, uint32_t i, struct ws_column *f, uint32_t l)
{
    uint32_t at = c->s->at[i];
    for (int k = 0; k < 5; k++, at = c->s->holder[at].parent) {
        f[WS_C_MEAN_0 + 2 * k].of[l] = c->box[at].mean;
        f[WS_C_SHARE_0 + 2 * k].of[l] = c->box[at].share;
    }
}

static bool is_below(const struct context *c, uint32_t node, uint32_t up)
{
    return node >= up && node < c->s->t->nodes[up].end;
}

static void page_features(const struct context *c, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct mass *page = &c->before[c->n];
    f[WS_C_FROM_FIRST].of[l] = (float)i - (float)c->first;
    f[WS_C_TO_LAST].of[l] = (float)c->last - (float)i;
    f[WS_C_BEFORE].of[l] = page->content > 0 ? (float)(c->before[i].content / page->content) : 0;
    f[WS_C_ALIKE].of[l] = mean(c->alike[c->s->m[i].sig]);
    f[WS_C_IN_GAIN].of[l] = is_below(c, c->s->b->v[i].node, c->s->holder[c->best].node);
    f[WS_C_IN_RUN].of[l] = i >= c->run_first && i <= c->run_last;
}

/* Features that all blocks share, once in each panel. */
static void write_shared(const struct context *c, struct ws_column *panel)
{
    const struct mass *page = &c->before[c->n];
    const float of_page = mean(*page), gain = (float)(c->gain / page->words);
    for (unsigned l = 0; l < WS_PANEL; l++) {
        panel[WS_C_PAGE].of[l] = of_page;
        panel[WS_C_GAIN].of[l] = gain;
    }
}

static void write_columns(const struct context *c, struct ws_column *v)
{
    float heading = -1;
    for (uint32_t i = 0; i < c->n; i++) {
        struct ws_column *f = ws_panel_of(v, i, WS_C_COUNT);
        uint32_t l = i % WS_PANEL;
        if (l == 0)
            write_shared(c, f);
        f[WS_C_P].of[l] = c->p[i];
        neighbour_features(c, i, f, l);
        container_features(c, i, f, l);
        page_features(c, i, f, l);
        heading = c->s->m[i].heading ? c->p[i] : heading;
        f[WS_C_HEADING].of[l] = heading;
    }
}

struct ws_column *ws_context_compute(const struct ws_survey *s, const float *p, struct ws_arena *arena)
{
    struct context c = {.s = s, .p = p, .n = s->b->n, .first = s->b->n};
    c.el = ws_arena_alloc(arena, s->n_holders * sizeof *c.el);
    c.before = ws_arena_zalloc(arena, c.n + 1u, sizeof *c.before);
    struct ws_column *v = ws_columns_new(c.n, WS_C_COUNT, arena);
    c.box = ws_arena_alloc(arena, s->n_holders * sizeof *c.box);
    float *padded = ws_arena_alloc(arena, (c.n + 2u * REACH) * sizeof *padded);
    c.padded = padded;
    if (!c.box || !padded || !c.el || !c.before || !v || !sum_alike(&c, arena))
        return NULL;
    sum_up(&c);
    find_best(&c);
    find_run(&c);
    measure_containers(&c);
    pad(p, c.n, padded);
    write_columns(&c, v);
    return v;
}
