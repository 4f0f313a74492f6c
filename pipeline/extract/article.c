/* The way of a page, top to bottom: charset -> tree -> blocks -> metadata, features -> model ->
 * select -> render. Everything of a page lives in one arena, given back when the next page
 * comes. */
#include "warcsift/article.h"

#include "pipeline/extract/analysis.h"
#include "pipeline/extract/metadata.h"
#include "pipeline/extract/model.h"
#include "pipeline/extract/render.h"
#include "pipeline/extract/select.h"
#include "pipeline/page/charset.h"

#include <stdlib.h>

struct ws_extractor {
    struct ws_extract_options options;
    struct ws_charset *charset;
    struct ws_tree_builder *builder;
    struct ws_arena arena;
};

void ws_extract_options_init(struct ws_extract_options *o)
{
    *o = (struct ws_extract_options){
        .max_page_bytes = (size_t)32 << 20, .max_nodes = 1000000, .max_blocks = 100000};
}

void ws_extract_global_init(void)
{
    ws_tree_global_init();
    ws_lexicon_init();
}

struct ws_extractor *ws_extractor_new(const struct ws_extract_options *o)
{
    struct ws_extractor *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    if (o)
        x->options = *o;
    else
        ws_extract_options_init(&x->options);
    x->charset = ws_charset_new(x->options.max_page_bytes);
    x->builder = ws_tree_builder_new();
    ws_arena_init(&x->arena);
    if (!x->charset || !x->builder) {
        ws_extractor_free(x);
        return NULL;
    }
    return x;
}

void ws_extractor_free(struct ws_extractor *x)
{
    if (!x)
        return;
    ws_charset_free(x->charset);
    ws_tree_builder_free(x->builder);
    ws_arena_release(&x->arena);
    free(x);
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

enum ws_status ws_analyse(struct ws_extractor *x, const struct ws_page *page,
                          struct ws_analysis *a, struct ws_error *err)
{
    ws_arena_reset(&x->arena);
    *a = (struct ws_analysis){.arena = &x->arena};
    struct ws_decoded text;
    enum ws_status st =
        ws_charset_decode(x->charset, page->bytes, page->content_type, &text, err);
    if (st != WS_OK)
        return st;
    a->about.charset = text.charset;
    a->about.charset_source = text.source;
    st = ws_tree_build(x->builder, text.utf8, x->options.max_nodes, &x->arena, &a->tree, err);
    if (st != WS_OK)
        return st;
    if (!ws_blocks_cut(&a->tree, &x->arena, &a->blocks))
        return no_memory(err);
    if (a->blocks.n > x->options.max_blocks) {
        ws_error_set(err, WS_E_LIMIT, 0, "more than %zu runs of text", x->options.max_blocks);
        return WS_SKIP;
    }
    if (!ws_metadata_read(&a->tree, &a->blocks, page, &x->arena, &a->about) ||
        !ws_features_compute(&a->tree, &a->blocks, a->about.title, &x->arena, &a->features))
        return no_memory(err);
    return WS_OK;
}

enum ws_status ws_extract(struct ws_extractor *x, const struct ws_page *page,
                          struct ws_article *art, struct ws_error *err)
{
    struct ws_analysis a;
    enum ws_status st = ws_analyse(x, page, &a, err);
    *art = a.about;
    if (st != WS_OK || !a.blocks.n)
        return st;
    float *p = ws_model_score(&ws_block_model, &a.features, a.arena);
    const bool *keep = p ? ws_select(&a.tree, &a.features, p, a.about.title, a.arena) : NULL;
    if (!keep || !ws_render_text(&a.tree, &a.blocks, keep, a.arena, &art->text))
        return no_memory(err);
    return WS_OK;
}
