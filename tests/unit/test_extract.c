/* The extractor as a library: limits, reuse, hostile pages, and that nothing depends on what came before. */
#include "pipeline/extract/model/model_sum.h"
#include "pipeline/extract/select/select.h"
#include "tests/tap.h"
#include "warcsift/article.h"

#include <math.h>
#include <stdlib.h>

#define PARAGRAPH                                                                                  \
    "<p>The river rose by two metres overnight, and by morning the lower road was closed; nobody "  \
    "was hurt, the mayor said, but forty families spent the night in the school hall.</p>"

static struct ws_extractor *x;

static struct ws_article extract(const char *html)
{
    struct ws_page page = {.bytes = SLICE(html), .content_type = SLICE("text/html; charset=utf-8")};
    struct ws_article art;
    struct ws_error err;
    enum ws_status st = ws_extract(x, &page, &art, &err);
    OK(st == WS_OK, "extracted");
    return art;
}

static bool has(struct ws_slice text, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= text.n; i++)
        if (!memcmp(text.p + i, what, n))
            return true;
    return false;
}

static void test_article(void)
{
    static const char PAGE[] =
        "<html lang=en-GB><head><title>Flood closes road - The Courier</title>"
        "<meta property='og:site_name' content='The Courier'>"
        "<meta name=author content='A. Writer'><meta name=description content=' a &amp; b '>"
        "<meta property='article:published_time' content='2024-05-01T10:00:00+02:00'></head><body>"
        "<nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav>"
        "<article><h1>Flood closes road</h1>" PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH
        "</article><footer><p>&copy; 2024 The Courier. All rights reserved. <a href=/p>Privacy</a></p>"
        "</footer></body></html>";
    struct ws_article a = extract(PAGE);
    IS_SLICE(a.title, "Flood closes road", "title without the site's name");
    IS_SLICE(a.site, "The Courier", "site");
    IS_SLICE(a.author, "A. Writer", "author");
    IS_SLICE(a.description, "a & b", "description, decoded and trimmed");
    IS_SLICE(a.published, "2024-05-01T10:00:00+02:00", "date in its own zone");
    IS_SLICE(a.language, "en", "language");
    OK(has(a.text, "The river rose"), "the text is there");
    OK(!has(a.text, "Sport") && !has(a.text, "rights"), "navigation and footer are not");
    OK(!has(a.text, "Flood closes"), "nor is the headline, which has a field of its own");
}

static void test_any_text(void)
{
    IS_SLICE(extract("<p>Hello there, world.</p>").text, "Hello there, world.", "a page of three words");
    IS_SLICE(extract("plain words only").text, "plain words only", "no markup at all");
    IS_SLICE(extract("").text, "", "an empty page");
    IS_SLICE(extract("<html><body><script>document.write(1)</script></body>").text, "", "no text");
}

static void test_reuse(void)
{
    static const char PAGE[] = "<div>" PARAGRAPH PARAGRAPH "</div>";
    struct ws_article a = extract(PAGE);
    char *first = malloc(a.text.n + 1);
    size_t n = a.text.n;
    memcpy(first, a.text.p, n);
    extract("<table><tr><td>something else<td>altogether</table>");
    a = extract(PAGE);
    tap_bytes(a.text.p, a.text.n, first, n, __FILE__, __LINE__, "same page, same text, whatever came between");
    free(first);
}

static void test_limits(void)
{
    struct ws_extract_options o;
    ws_extract_options_init(&o);
    o.max_nodes = 10;
    struct ws_extractor *small = ws_extractor_new(&o);
    struct ws_page page = {.bytes = SLICE("<p>a<p>b<p>c<p>d<p>e<p>f<p>g")};
    struct ws_article art;
    struct ws_error err;
    IS_INT(ws_extract(small, &page, &art, &err), WS_SKIP, "over max_nodes");
    IS_INT(err.code, WS_E_LIMIT, "says so");
    page.bytes = SLICE("<p>a");
    IS_INT(ws_extract(small, &page, &art, &err), WS_OK, "the next page is fine");
    ws_extractor_free(small);
    ws_extract_options_init(&o);
    o.max_blocks = 2;
    small = ws_extractor_new(&o);
    IS_INT(ws_extract(small, &page, &art, &err), WS_OK, "a page of one block");
    page.bytes = SLICE("<p>a<p>b<p>c");
    IS_INT(ws_extract(small, &page, &art, &err), WS_SKIP, "over max_blocks");
    ws_extractor_free(small);
    o.max_page_bytes = 10;
    small = ws_extractor_new(&o);
    page.bytes = SLICE("<p>more than ten bytes");
    IS_INT(ws_extract(small, &page, &art, &err), WS_SKIP, "over max_page_bytes");
    ws_extractor_free(small);
}

/* Repeats a piece of markup up to a megabyte: the time of all stages must stay linear. */
/* before, a megabyte of piece, after. */
static struct ws_article extract_repeated(const char *before, const char *piece, const char *after)
{
    size_t n = strlen(piece), times = (1u << 20) / n, head = strlen(before);
    char *page = malloc(head + n * times + strlen(after) + 1);
    if (!page)
        abort();
    memcpy(page, before, head);
    for (size_t k = 0; k < times; k++)
        memcpy(page + head + k * n, piece, n);
    strcpy(page + head + n * times, after);
    struct ws_article art = extract(page);
    free(page);
    return art;
}

/* Quadratic work would show as a test that takes minutes. */
static void test_hostile(void)
{
    static const char *const PIECES[] = {"<div>w ", "<li>w ", "<table><tr><td>w ", "<a href=x>w</a> ",
                                         "<h1>w</h1>", "w<br><br>", "<p class=\"a b c d\">w", "<dl><dt>w<dd>w",
                                         "<b class=x>w<br><br>", "w<br>"};
    static const char *const TITLES[] = {"a - ", "_", "a | b - c \u00bb ", "w ", "a"};
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++)
        extract_repeated("", PIECES[i], "");
    for (size_t i = 0; i < sizeof TITLES / sizeof TITLES[0]; i++)
        extract_repeated("<meta property=og:site_name content='a b'><title>", TITLES[i],
                         " - x</title><h1>a b</h1><p>w");
}

static void test_model(void)
{
    static const struct ws_model_border BORDERS[] = {{1, 0}, {2, 0}, {INFINITY, 0}};
    static const struct ws_model_tree TREES[] = {
        {{0, 1, 2, 2, 2, 2}, {0, 0, 7, 0}, {0xfc, 0, 0, 4}}}; /* -1024, 0, 7, 1024 */
    static const struct ws_model M = {BORDERS, TREES, 3, 1, 512};
    static const float BEYOND[] = {0.5f, 1, 1.5f, 9}; /* a border itself is not above it */
    static const float WANT[] = {-0.5f, -0.5f, 0.5f, 1.5f};
    struct ws_arena arena;
    ws_arena_init(&arena);
    struct ws_column *v = ws_columns_new(4, 1, &arena);
    memcpy(v->of, BEYOND, sizeof BEYOND);
    float *p = ws_model_score(&M, v, 4, 1, &arena);
    for (int i = 0; i < 4; i++) {
        float odds = p[i] > 0.5f ? p[i] / (1 - p[i]) : -((1 - p[i]) / p[i]);
        float want = WANT[i] > 0 ? WANT[i] : -WANT[i];
        float e = 1; /* exp(want) */
        for (int k = 1; k < 30; k++)
            e = 1 + e * want / (float)(30 - k);
        float off = (odds > 0 ? odds : -odds) - e;
        OK((odds > 0) == (WANT[i] > 0) && off < 0.001f * e && off > -0.001f * e, "leaf of block %d", i);
    }
    ws_arena_release(&arena);
}

static float random_number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (float)(int32_t)(*state >> 32) / (1 << 30);
}

/* A panel for a model: numbers around its borders, and its borders themselves. */
static void fill_panel(const struct ws_model *m, struct ws_column *v, uint64_t *state)
{
    for (unsigned k = 0; k < m->n_borders; k++)
        for (unsigned i = 0; i < WS_PANEL; i++) {
            const struct ws_model_border *border = &m->borders[k];
            float off = random_number(state);
            if (k && border->feature == border[-1].feature && off > 0) /* keep what stands around another one */
                continue;
            v[border->feature].of[i] = off < -1 ? border->at : border->at + off * (1 + border->at);
        }
}

/* All that this processor has beside the plain one. */
static size_t find_ways(ws_model_sum_fn *way[2])
{
    size_t n = 0;
    way[n++] = ws_model_sum_best();
#ifdef WS_AVX2
    if (ws_has_avx2())
        way[n++] = ws_model_sum_avx2;
#endif
    return n;
}

/* However a processor sums up the trees, the sums are the same. */
static void test_model_sums(void)
{
    static const struct ws_model *const MODEL[] = {&ws_block_model, &ws_context_model};
    struct ws_column *v = calloc(WS_F_COUNT, sizeof *v);
    ws_model_sum_fn *way[2];
    const size_t n_ways = find_ways(way);
    uint64_t state = 1;
    for (size_t k = 0; k < 2; k++) {
        const struct ws_model *m = MODEL[k];
        int most = 0, unequal = 0, distinct = 0;
        for (unsigned t = 0; t < m->n_trees; t++)
            for (unsigned i = 0; i < 1 << WS_MODEL_DEPTH; i++) {
                int leaf = (int16_t)(m->trees[t].low[i] | m->trees[t].high[i] << 8);
                most = leaf > most ? leaf : -leaf > most ? -leaf : most;
            }
        OK(most > 0 && most <= WS_MODEL_LEAF_MAX && m->n_borders <= WS_MODEL_BORDERS, "bounds of model %zu", k);
        for (int round = 0; round < 200; round++) {
            int32_t plain[WS_PANEL], other[WS_PANEL];
            fill_panel(m, v, &state);
            ws_model_sum_plain(m, v, plain);
            for (size_t w = 0; w < n_ways; w++) {
                way[w](m, v, other);
                unequal += memcmp(plain, other, sizeof plain) != 0;
            }
            distinct += plain[0] != plain[WS_PANEL - 1];
        }
        OK(unequal == 0 && distinct > 150, "model %zu: all %zu ways to sum it up come to the same", k, n_ways);
    }
    free(v);
}

/* What corpus filters judge where Markdown is written is what would be written without. */
static void test_plain_too(void)
{
    static const char HTML[] = "<html><head><title>Flood closes road</title></head><body><article>"
                               "<h1>Flood closes road</h1><h2>The <em>lower</em> road</h2>" PARAGRAPH
                               "<ul><li>one * thing<li>two</ul>" PARAGRAPH "</article></body></html>";
    struct ws_page page = {.bytes = SLICE(HTML), .content_type = SLICE("text/html; charset=utf-8")};
    for (int titled = 0; titled < 2; titled++) {
        struct ws_extract_options o;
        struct ws_article plain, both;
        struct ws_error err;
        ws_extract_options_init(&o);
        o.with_title = titled;
        struct ws_extractor *one = ws_extractor_new(&o);
        o.format = WS_TEXT_MARKDOWN;
        o.plain_too = true;
        struct ws_extractor *two = ws_extractor_new(&o);
        OK(ws_extract(one, &page, &plain, &err) == WS_OK && ws_extract(two, &page, &both, &err) == WS_OK, "extracted");
        OK(has(both.text, "## The *lower* road") && !has(both.plain, "#"), "Markdown, and text");
        tap_bytes(both.plain.p, both.plain.n, plain.text.p, plain.text.n, __FILE__, __LINE__,
                  titled ? "the plain text has the title, too" : "the plain text");
        OK(plain.plain.n == 0, "nothing twice where the text is plain");
        ws_extractor_free(one);
        ws_extractor_free(two);
    }
}

int main(void)
{
    ws_extract_global_init();
    struct ws_extract_options o;
    ws_extract_options_init(&o);
    o.max_blocks = 1000000; /* hostile pages are to be worked through, not passed over */
    x = ws_extractor_new(&o);
    test_article();
    test_any_text();
    test_reuse();
    test_plain_too();
    test_limits();
    test_hostile();
    test_model();
    test_model_sums();
    ws_extractor_free(x);
    return tap_done();
}
