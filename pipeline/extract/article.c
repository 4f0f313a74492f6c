/* The way of a page, top to bottom, each step a room: page/ (charset -> tree) -> blocks/ -> metadata/, features/ -> model/
 * -> doubt/ (-> what is known of the host: host/) -> select/ -> render/. Below them are text/, dates/ and lexicon/; train/
 * makes the tables of features/, model/ and doubt/. Everything of a page lives in one arena, given back when the next page
 * comes. */
#include "warcsift/article.h"

#include "pipeline/extract/doubt/doubt.h"
#include "pipeline/extract/doubt/stated.h"
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/host/host_memory.h"
#include "pipeline/extract/metadata/metadata.h"
#include "pipeline/extract/model/model.h"
#include "pipeline/extract/render/outline.h"
#include "pipeline/extract/render/render_markdown.h"
#include "pipeline/page/charset.h"

#include <stdlib.h>

struct ws_extractor {
    struct ws_extract_options options;
    struct ws_charset *charset;
    struct ws_tree_builder *builder;
    struct ws_arena arena;
    const struct ws_odds *odds;
};

void ws_extract_options_init(struct ws_extract_options *o)
{
    *o = (struct ws_extract_options){.max_page_bytes = (size_t)32 << 20,
                                     .max_nodes = 1000000,
                                     .max_blocks = 100000,
                                     .favor = WS_FAVOR_BALANCED};
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
    x->builder = ws_tree_builder_new(x->options.parser);
    ws_arena_init(&x->arena);
    x->odds = &ws_block_odds;
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

void ws_extractor_use_odds(struct ws_extractor *x, const struct ws_odds *odds)
{
    x->odds = odds;
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

enum ws_status ws_cut_page(struct ws_extractor *x, const struct ws_page *page,
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
    return WS_OK;
}

enum ws_status ws_analyse(struct ws_extractor *x, const struct ws_page *page,
                          struct ws_analysis *a, struct ws_error *err)
{
    enum ws_status st = ws_cut_page(x, page, a, err);
    if (st != WS_OK)
        return st;
    if (!ws_metadata_read(&a->tree, &a->blocks, page, &x->arena, &a->about, &a->stated) ||
        !ws_features_compute(&a->tree, &a->blocks, a->about.title, x->odds, &x->arena,
                             &a->features))
        return no_memory(err);
    return WS_OK;
}

/* How likely each block is content: what the model, phrases, the page itself and the host say. NULL: no memory. */
static float *likelihoods(const struct ws_page *page, const struct ws_analysis *a)
{
    if (!a->blocks.n) /* nor is there a table of features */
        return ws_arena_zalloc(a->arena, 1, sizeof(float));
    float *p = ws_model_judge(&a->features, a->arena);
    if (!p || !ws_doubt_prompts(a, p) || !ws_trust_stated(a, p))
        return NULL;
    ws_host_memory_apply(page->host_memory, page->url, &a->tree, &a->blocks, p);
    return p;
}

/* What is text, by the options: in *sel; *strict: what of it would be without unite. */
static bool choose(const struct ws_extract_options *o, const struct ws_analysis *a,
                   const float *p, struct ws_selection *sel, struct ws_selection *strict)
{
    struct ws_roles roles;
    struct ws_policy policy = {o->favor, o->keep_roles, o->drop_roles};
    if (o->with_title && a->about.title.n) /* once */
        policy.keep &= ~WS_ROLE_BIT(WS_ROLE_HEADLINE);
    if (!ws_roles_assign(&a->tree, &a->features, p, a->about.title, a->arena, &roles) ||
        !ws_select(&a->tree, &a->features, &roles, p, &policy, a->arena, strict))
        return false;
    *sel = *strict;
    policy.favor = WS_FAVOR_RECALL;
    return !o->unite || ws_select(&a->tree, &a->features, &roles, p, &policy, a->arena, sel);
}

static enum ws_status render(const struct ws_extract_options *o, const struct ws_analysis *a,
                             const bool *keep, struct ws_slice *text, struct ws_span *spans,
                             struct ws_error *err)
{
    if (o->format == WS_TEXT_MARKDOWN)
        return ws_render_markdown(&a->tree, &a->blocks, keep, o, a->arena, text, spans, err);
    bool ok = ws_render_text(&a->tree, &a->blocks, keep, a->arena, text, spans);
    return ok ? WS_OK : no_memory(err);
}

/* The line that --with-title puts on top; p == NULL: no memory. */
static struct ws_outline_head head_of(const struct ws_extract_options *o,
                                      const struct ws_analysis *a)
{
    struct ws_outline_head head = {.line = a->about.title};
    if (!o->with_title || !head.line.n)
        return (struct ws_outline_head){.line = {(const uint8_t *)"", 0}};
    if (o->format != WS_TEXT_MARKDOWN)
        return head;
    head.mark = sizeof "# " - 1;
    head.line = ws_render_markdown_title(&a->tree, head.line, a->arena);
    return head;
}

/* The text as it is without Markdown, its title on top. */
static bool write_plain(const struct ws_extract_options *o, const struct ws_analysis *a,
                        const bool *keep, struct ws_article *art)
{
    if (o->format != WS_TEXT_MARKDOWN)
        return true; /* see ws_article.plain */
    struct ws_outline_head head = {.line = a->about.title};
    return ws_render_text(&a->tree, &a->blocks, keep, a->arena, &art->plain, NULL) &&
           (!o->with_title || ws_outline_title(head, a->arena, &art->plain));
}

/* Text, title on top and list of blocks, by the options. */
static enum ws_status write_article(const struct ws_extract_options *o,
                                    const struct ws_analysis *a, const float *p,
                                    struct ws_article *art, struct ws_error *err)
{
    struct ws_selection sel, strict;
    struct ws_span *spans = ws_arena_alloc(a->arena, (a->blocks.n + 1) * sizeof *spans);
    if (!spans || !choose(o, a, p, &sel, &strict))
        return no_memory(err);
    enum ws_status st = render(o, a, sel.keep, &art->text, spans, err);
    if (st != WS_OK)
        return st;
    if (o->plain_too && !write_plain(o, a, sel.keep, art))
        return no_memory(err);
    struct ws_outline_head head = head_of(o, a);
    const struct ws_outline outline = {a->blocks.n, &sel, strict.keep, spans, head};
    if (!head.line.p || !ws_outline_title(head, a->arena, &art->text) ||
        (o->list_blocks && !ws_outline_blocks(&outline, a->arena, art)))
        return no_memory(err);
    return WS_OK;
}

enum ws_status ws_extract(struct ws_extractor *x, const struct ws_page *page,
                          struct ws_article *art, struct ws_error *err)
{
    struct ws_analysis a;
    enum ws_status st = ws_analyse(x, page, &a, err);
    *art = a.about;
    if (st != WS_OK)
        return st;
    float *p = likelihoods(page, &a);
    return p ? write_article(&x->options, &a, p, art, err) : no_memory(err);
}
