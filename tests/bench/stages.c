/* stages.c - CPU time of each stage of an extraction: tree, blocks, features, model, and all
 * behind it.
 *
 *     stages PAGES.warc.gz RUNS
 *
 * Goes RUNS times over the pages; of each stage the quickest run counts, for what makes the
 * others slower is the rest of the machine. Times are given for PAGE_BYTES bytes of page, after
 * charset and HTTP. */
#include "pipeline/extract/doubt/doubt.h"
#include "pipeline/extract/doubt/stated.h"
#include "pipeline/extract/features/analysis.h"
#include "pipeline/extract/metadata/metadata.h"
#include "pipeline/extract/model/model.h"
#include "pipeline/extract/render/render.h"
#include "pipeline/extract/select/select.h"
#include "pipeline/page/charset.h"
#include "warcsift/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAGE_BYTES 120000.0

enum stage { TREE, BLOCKS, FEATURES, MODEL, RENDER, STAGES };
static const char *const NAME[STAGES] = {"tree", "blocks", "features", "model",
                                         "roles, select, render"};

struct pages {
    struct ws_slice *v; /* UTF-8 */
    size_t n, bytes;
};

static void *checked(void *p)
{
    if (!p) {
        fprintf(stderr, "stages: out of memory\n");
        exit(3);
    }
    return p;
}

static void add_page(struct pages *p, struct ws_slice utf8)
{
    if (p->n % 64 == 0)
        p->v = checked(realloc(p->v, (p->n + 64) * sizeof *p->v));
    uint8_t *copy = checked(malloc(utf8.n + 1));
    memcpy(copy, utf8.p, utf8.n);
    p->v[p->n++] = (struct ws_slice){copy, utf8.n};
    p->bytes += utf8.n;
}

static bool read_pages(const char *path, struct pages *p)
{
    struct ws_archive *in;
    struct ws_error err;
    struct ws_record rec;
    enum ws_status st;
    if (ws_archive_open(path, NULL, &in, &err) != WS_OK)
        return false;
    struct ws_http_decoder *http = checked(ws_http_decoder_new(NULL));
    struct ws_charset *charset = checked(ws_charset_new((size_t)32 << 20));
    while ((st = ws_archive_next(in, &rec)) != WS_EOF && st != WS_FATAL) {
        struct ws_slice block, body;
        struct ws_http h;
        struct ws_decoded text;
        if (st != WS_SKIP && rec.type == WS_REC_RESPONSE &&
            ws_archive_block(in, &rec, &block) == WS_OK &&
            ws_http_parse(http, block, &h, &err) == WS_OK &&
            ws_http_body(http, &h, &body, &err) <= WS_WARN &&
            ws_charset_decode(charset, body, h.content_type, &text, &err) == WS_OK)
            add_page(p, text.utf8);
    }
    ws_charset_free(charset);
    ws_http_decoder_free(http);
    ws_archive_close(in);
    return st == WS_EOF && p->n;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool render(const struct ws_analysis *a, const float *p)
{
    static const struct ws_policy POLICY = {WS_FAVOR_BALANCED, 0, 0};
    struct ws_roles roles;
    struct ws_selection sel;
    struct ws_slice text;
    return ws_roles_assign(&a->tree, &a->features, p, a->about.title, a->arena, &roles) &&
           ws_select(&a->tree, &a->features, &roles, p, &POLICY, a->arena, &sel) &&
           ws_render_text(&a->tree, &a->blocks, sel.keep, a->arena, &text, NULL);
}

/* The stages of ws_extract(), in its order; metadata, between blocks and features, is
 * counted to none. The features of a panel of blocks are written when the model reads them: that is part of its time. */
static void time_page(struct ws_tree_builder *b, struct ws_arena *arena, struct ws_slice page,
                      double spent[STAGES])
{
    struct ws_analysis a = {.arena = arena};
    struct ws_error err;
    double t[STAGES + 2];
    ws_arena_reset(arena);
    t[0] = now();
    if (ws_tree_build(b, page, 1000000, arena, &a.tree, &err) != WS_OK)
        return;
    t[1] = now();
    bool good = ws_blocks_cut(&a.tree, arena, &a.blocks);
    t[2] = now();
    const struct ws_page of = {.bytes = page};
    good = good && ws_metadata_read(&a.tree, &a.blocks, &of, arena, &a.about, &a.stated);
    t[3] = now();
    good = good && ws_features_compute(&a.tree, &a.blocks, a.about.title, &ws_block_odds, arena,
                                       &a.features);
    t[4] = now();
    float *p = good && a.blocks.n ? ws_model_judge(&a.features, arena) : NULL;
    if (p)
        good = ws_doubt_prompts(&a, p) && ws_trust_stated(&a, p);
    t[5] = now();
    good = good && (!a.blocks.n || (p && render(&a, p)));
    t[6] = now();
    if (!good)
        checked(NULL);
    spent[TREE] += t[1] - t[0];
    spent[BLOCKS] += t[2] - t[1];
    spent[FEATURES] += t[4] - t[3];
    spent[MODEL] += t[5] - t[4];
    spent[RENDER] += t[6] - t[5];
}

static void report(const struct pages *pages, const double best[STAGES])
{
    const double per_page = 1000 * PAGE_BYTES / (double)pages->bytes;
    printf("%zu pages, %.0f bytes on average; ms of CPU time per %.0f bytes:\n", pages->n,
           (double)pages->bytes / (double)pages->n, PAGE_BYTES);
    for (int i = 0; i < STAGES; i++)
        printf("%-24s %8.3f\n", NAME[i], best[i] * per_page);
    printf("%-24s %8.3f\n", "all behind blocks",
           (best[FEATURES] + best[MODEL] + best[RENDER]) * per_page);
}

int main(int argc, char **argv)
{
    struct pages pages = {0};
    int runs = argc == 3 ? atoi(argv[2]) : 0;
    ws_extract_global_init();
    if (runs < 1 || !read_pages(argv[1], &pages)) {
        fprintf(stderr, "usage: stages PAGES.warc.gz RUNS\n");
        return 2;
    }
    struct ws_tree_builder *b = checked(ws_tree_builder_new(WS_PARSER_AUTO));
    struct ws_arena arena;
    ws_arena_init(&arena);
    double best[STAGES];
    for (int run = 0; run < runs; run++) {
        double spent[STAGES] = {0};
        for (size_t i = 0; i < pages.n; i++)
            time_page(b, &arena, pages.v[i], spent);
        for (int i = 0; i < STAGES; i++)
            best[i] = run && best[i] < spent[i] ? best[i] : spent[i];
    }
    report(&pages, best);
    ws_arena_release(&arena);
    ws_tree_builder_free(b);
    for (size_t i = 0; i < pages.n; i++)
        free((void *)pages.v[i].p);
    free(pages.v);
    return 0;
}
