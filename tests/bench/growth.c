/* growth.c - the whole way from a page to its line of JSON, on pages made to be slow, each at
 * two sizes.
 *
 *     growth [-bm] [-c CASE] SMALL LARGE [FILE...]
 *
 * SMALL, LARGE: bytes of a page, about. FILE: ordinary pages, measured after an empty one and
 * before the cases. -b: counts nodes and blocks, too. -m: Markdown, list of blocks and title on
 * top. -c: this case alone. One line for each measurement: name, bytes, outcome, bytes of the
 * line, CPU time in microseconds (, nodes, blocks). For work instead of time, run it under
 * callgrind: each call of growth_measure() is one measurement, in the order of the lines
 * (tests/cli/growth.t). */
#include "pipeline/extract/extractor.h"
#include "pipeline/output/line.h"
#include "warcsift/article.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BYTES_OF(s)                                                                            \
    {                                                                                          \
        (const uint8_t *)(s), sizeof(s) - 1                                                    \
    }
#define WORDS          "The quick brown fox jumps over the lazy dog, and then it rests. "
#define LINE_MAX_BYTES ((size_t)256 << 20)

/* before, piece again and again, between, piece2 as often, after. '#' in a piece is the number
 * of the repetition. */
static const struct growth_case {
    const char *name, *before, *piece, *between, *piece2, *after;
} CASES[] = {
    {"paragraphs of a sentence", "", "<p>" WORDS "</p>\n", "", "", ""},
    {"paragraphs of a word", "", "<p>word#</p>", "", "", ""},
    {"paragraphs without end", "", "<p>" WORDS, "", "", ""},
    {"the same paragraph and link", "", "<p>" WORDS "<a href=/x>more</a></p>", "", "", ""},
    {"lines", "<p>", WORDS "<br>", "", "", ""},
    {"one text", "<p>", WORDS, "", "", ""},
    {"one word", "<p>", "abcdefgh", "", "", ""},
    {"one text of Japanese", "<p>", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae", "", "",
     ""},
    {"digits", "<p>", "#", "", "", ""},
    {"blanks", "<p>a", "    \n", "", "", "b"},
    {"punctuation", "<p>", ".,;:!?", "", "", ""},
    {"capitals", "<p>", "Aa Bb ", "", "", ""},
    {"bars", "<p>", "a | ", "", "", ""},
    {"addresses in text", "<p>", "http://example.org/#/a.b@example.org ", "", "", ""},
    {"references", "<p>", "&amp;", "", "", ""},
    {"references of HTML 5", "<p>", "&NotSquareSupersetEqual; ", "", "", ""},
    {"numeric references", "<p>", "&#x4e00;", "", "", ""},
    {"unknown references", "<p>", "&unknown#;", "", "", ""},
    {"attributes of one tag", "<p ", "a#=b ", ">" WORDS, "", ""},
    {"known attributes of one tag", "<p ", "class=c# id=i# ", ">" WORDS, "", ""},
    {"attributes, spread", "", "<p a#=b c#=d e#=f>" WORDS "</p>", "", "", ""},
    {"class names of one tag", "<div class=\"", "name# ", "\"><p>" WORDS "</div>", "", ""},
    {"one class name", "<div class=\"", "n-a_M", "\"><p>" WORDS "</div>", "", ""},
    {"class names, spread", "", "<p class=\"name# other#\" id=x#>" WORDS "</p>", "", "", ""},
    {"a class for each word", "", "<span class=c#>word</span> ", "", "", ""},
    {"style attributes", "", "<p style=\"color:#;display:block\">" WORDS "</p>", "", "", ""},
    {"one style attribute", "<p style=\"", "color:red;", "\">" WORDS, "", ""},
    {"a long address", "<a href=\"", "/a?b=c&d", "\">" WORDS "</a>", "", ""},
    {"div in div", "", "<div>", "<p>" WORDS, "", ""},
    {"div in div, with text", "", "<div>" WORDS, "", "", ""},
    {"div in div, closed", "", "<div>", "<p>" WORDS, "</div>", ""},
    {"10,000 deep", "", "<div><section>x", "<p>" WORDS, "</section></div>y", ""},
    {"span in span", "<p>", "<span>x", "", "", ""},
    {"b without end", "", "<b>x", "", "", ""},
    {"p and b without end", "", "<p><b>x", "", "", ""},
    {"i, then end tags of div", "", "<i>", "", "</div>", WORDS},
    {"div, then end tags of p", "", "<div>", "", "</p>", WORDS},
    {"end tags alone", "<p>", "</b>x", "", "", ""},
    {"formatting over blocks", "", "<a><p><b><i><u>x</a>", "", "", ""},
    {"links", "", "<a href=/#>link #</a> ", "", "", ""},
    {"links without end", "", "<a href=/#>x", "", "", ""},
    {"links to fragments", "", "<a href=\"#x\">x</a><p id=x>" WORDS, "", "", ""},
    {"list", "<ul>", "<li>item #</li>", "", "", "</ul>"},
    {"list of sentences", "<ul>", "<li>" WORDS "</li>", "", "", "</ul>"},
    {"list in list", "", "<ul><li>item", "", "", ""},
    {"definitions", "<dl>", "<dt>term #<dd>" WORDS, "", "", "</dl>"},
    {"headings", "", "<h2>heading #</h2>", "", "", ""},
    {"headings with text", "", "<h2>heading #</h2><p>" WORDS "</p>", "", "", ""},
    {"one table", "<table>", "<tr><td>cell #<td>1<td>2", "", "", "</table>"},
    {"one row", "<table><tr>", "<td>cell #", "", "", "</table>"},
    {"cells that span", "<table>", "<tr><td rowspan=1000 colspan=1000>cell #", "", "",
     "</table>"},
    {"table in table", "", "<table><tr><td>x", "", "", ""},
    {"tables", "", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "", "", ""},
    {"text misplaced in a table", "<table>", "x<tr><b>y", "", "", ""},
    {"svg", "", "<svg>", "", "", "<p>" WORDS},
    {"svg, each closed", "", "<p>x<svg><path d=\"M1 2\"/></svg>", "", "", ""},
    {"math", "", "<p><math><mi>x</mi><mo>=</mo><mn>#</mn></math>", "", "", ""},
    {"scripts", "", "<script>var a = '#';</script>x ", "", "", ""},
    {"comments", "<p>", "x<!-- # -->", "", "", ""},
    {"templates", "", "<template><p>x</template>", "", "", ""},
    {"forms and inputs", "", "<form><input name=n#><label>x</label></form>", "", "", ""},
    {"options", "<select>", "<option value=#>word", "", "", "</select>"},
    {"images", "", "<p><img src=/#.png alt=\"picture #\">", "", "", ""},
    {"pre", "<pre>", "    line #\n", "", "", "</pre>"},
    {"hidden", "", "<p hidden>x</p><p style=display:none>y</p>", "", "", WORDS},
    {"articles", "", "<article><h2>t #</h2><p>" WORDS "</article>", "", "", ""},
    {"comments of readers", "", "<div class=comment id=c#><b>Name</b><p>" WORDS "</div>", "",
     "", ""},
    {"dates", "", "<p>12 March 2021, 2021-03-12, 03/12/2021</p>", "", "", ""},
    {"dates in one text", "<p>", "12 March 20# ", "", "", ""},
    {"times", "", "<time datetime=2021-03-12T10:00:00Z>March 12</time> ", "", "", ""},
    {"bylines", "", "<p class=author>By Jane Doe#</p>", "", "", ""},
    {"rel=author", "", "<a rel=author href=/#>Jane Doe</a>", "", "", ""},
    {"mail addresses", "", "<a href=mailto:a#@example.org>a#@example.org</a> ", "", "", ""},
    {"metas", "<head>", "<meta name=\"n#\" content=\"c #\">", "<body><p>" WORDS, "", ""},
    {"metas of one name", "<head>", "<meta name=\"author\" content=\"Jane #\">",
     "<body><p>" WORDS, "", ""},
    {"metas of dates", "<head>", "<meta name=\"date\" content=\"2021-03-12\">",
     "<body><p>" WORDS, "", ""},
    {"metas in the body", "", "<meta itemprop=datePublished content=\"x\">x ", "", "", ""},
    {"links in the head", "<head>", "<link rel=canonical href=/#>", "<body><p>" WORDS, "", ""},
    {"titles", "<head>", "<title>title #</title>", "<body><p>" WORDS, "", ""},
    {"one title", "<head><title>", "title # - ", "</title><body><h1>title</h1><p>" WORDS, "",
     ""},
    {"title repeated", "<head><title>the title of it</title><body>", "<h1>the title of it</h1>",
     "", "", ""},
    {"JSON-LD objects", "", "<script type=application/ld+json>{\"@type\":\"Article\"}</script>",
     "", "", "<p>" WORDS},
    {"one JSON-LD", "<script type=application/ld+json>[", "{\"@type\":\"X#\",\"name\":\"y\"},",
     "{}]</script>", "", "<p>" WORDS},
    {"deep JSON-LD", "<script type=application/ld+json>", "{\"a\":[", "1", "]}",
     "</script><p>" WORDS},
    {"JSON-LD graph", "<script type=application/ld+json>{\"@graph\":[",
     "{\"@type\":\"Person\",\"@id\":\"#\",\"author\":{\"@id\":\"#\"}},", "{}]}</script>", "",
     "<p>" WORDS},
    {"JSON-LD string",
     "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"", "\\u0041x\\n",
     "\"}</script>", "", "<p>" WORDS},
    {"microdata", "",
     "<div itemscope itemtype=http://schema.org/Article><span itemprop=author>J</span></div>",
     "", "", ""},
    {"less-than signs", "<p>", "< ", "", "", ""},
    {"tag opens alone", "<p>", "<a", "", "", ""},
    {"quotes that do not close", "", "<a href=\"x>", "", "", ""},
    {"combining marks", "<p>e", "\xcc\x81", "", "", ""},
    {"marks out of order", "<p>", "a\xcc\x96\xcc\x81\xcc\x95", "", "", ""},
    {"Latin-1", "<meta charset=iso-8859-1><p>", "caf\xe9 ", "", "", ""},
    {"no charset", "<p>", "caf\xe9 \xfc\xdf ", "", "", ""},
    {"soft hyphens", "<p>", "a&shy;b\xe2\x80\x8b", "", "", ""},
    {"doubly encoded", "<p>", "caf\xc3\x83\xc2\xa9 ", "", "", ""},
    {"entities of entities", "<p>", "&amp;amp;lt;", "", "", ""},
    {"cookie notices", "", "<p>We use cookies. Accept all cookies.</p>", "", "", ""},
    {"questions", "", "<p>Why #? Read more ...</p>", "", "", ""},
};
#define N_CASES (sizeof CASES / sizeof CASES[0])

struct settings {
    struct ws_extract_options extract;
    bool count;
    const char *only; /* name of a case, or NULL */
};

struct text {
    char *p;
    size_t n, cap;
};

static void out_of_memory(void)
{
    fprintf(stderr, "growth: out of memory\n");
    exit(3);
}

static void add(struct text *t, const char *s, size_t n)
{
    if (t->cap - t->n <= n) {
        t->cap = 2 * (t->cap + n);
        t->p = realloc(t->p, t->cap);
        if (!t->p)
            out_of_memory();
    }
    memcpy(t->p + t->n, s, n);
    t->n += n;
}

static void add_piece(struct text *t, const char *piece, size_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    for (const char *hash; (hash = strchr(piece, '#')) != NULL; piece = hash + 1) {
        add(t, piece, (size_t)(hash - piece));
        add(t, digits, strlen(digits));
    }
    add(t, piece, strlen(piece));
}

static struct text make_page(const struct growth_case *c, size_t bytes)
{
    struct text t = {0};
    size_t times = 0;
    add_piece(&t, "<!doctype html><html>", 0);
    add(&t, c->before, strlen(c->before));
    /* The second pieces are about as long as the first. */
    while (t.n < (*c->piece2 ? bytes / 2 : bytes))
        add_piece(&t, c->piece, times++);
    add(&t, c->between, strlen(c->between));
    for (size_t i = 0; *c->piece2 && i < times; i++)
        add_piece(&t, c->piece2, i);
    add(&t, c->after, strlen(c->after));
    return t;
}

/* One measurement. Not inlined: callgrind knows it by its name. */
__attribute__((noinline)) enum ws_status
growth_measure(struct ws_extractor *x, struct ws_slice html, struct ws_buf *line)
{
    struct ws_article art;
    struct ws_error err;
    const struct ws_page page = {.bytes = html,
                                 .url = BYTES_OF("http://example.org/a/page"),
                                 .fetched = BYTES_OF("2024-05-06T07:08:09Z")};
    const struct ws_origin from = {
        .url = page.url, .source = "growth", .type = WS_REC_RESPONSE};
    enum ws_status st = ws_extract(x, &page, &art, &err);
    if (st != WS_OK)
        return st;
    return ws_line_append(line, &(const struct ws_layout){.schema = WS_SCHEMA_FLAT}, &from, &art) ? WS_OK : WS_FATAL;
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

static void print_counts(struct ws_extractor *x, struct ws_slice html)
{
    struct ws_analysis a;
    struct ws_error err;
    const struct ws_page page = {.bytes = html};
    bool good = ws_cut_page(x, &page, &a, &err) == WS_OK;
    printf("\t%u\t%u", good ? a.tree.n_nodes : 0, good ? a.blocks.n : 0);
}

static void measure(const struct settings *o, const char *name, const struct text *t)
{
    const struct ws_slice html = {(const uint8_t *)t->p, t->n};
    struct ws_extractor *x = ws_extractor_new(&o->extract);
    struct ws_buf line;
    ws_buf_init(&line, LINE_MAX_BYTES);
    if (!x)
        out_of_memory();
    const double start = now_us();
    enum ws_status st = growth_measure(x, html, &line);
    printf("%s\t%zu\t%s\t%zu\t%.0f", name, t->n,
           st == WS_OK     ? "article"
           : st == WS_SKIP ? "limit"
                           : "FAILED",
           line.n, now_us() - start);
    if (o->count)
        print_counts(x, html);
    printf("\n");
    fflush(stdout);
    ws_buf_release(&line);
    ws_extractor_free(x);
}

static void measure_file(const struct settings *o, const char *path)
{
    struct text t = {0};
    char part[4096];
    size_t got;
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "growth: %s: cannot be opened\n", path);
        exit(2);
    }
    while ((got = fread(part, 1, sizeof part, f)) > 0)
        add(&t, part, got);
    fclose(f);
    measure(o, "ordinary", &t);
    free(t.p);
}

static void measure_case(const struct settings *o, const struct growth_case *c, size_t bytes)
{
    struct text t = make_page(c, bytes);
    measure(o, c->name, &t);
    free(t.p);
}

static bool read_options(int argc, char **argv, struct settings *o)
{
    int c;
    ws_extract_options_init(&o->extract);
    while ((c = getopt(argc, argv, "bmc:")) != -1) {
        if (c == 'b') {
            o->count = true;
        } else if (c == 'c') {
            o->only = optarg;
        } else if (c == 'm') {
            o->extract.format = WS_TEXT_MARKDOWN;
            o->extract.list_blocks = o->extract.with_title = true;
        } else {
            return false;
        }
    }
    return argc - optind >= 2;
}

int main(int argc, char **argv)
{
    static const struct growth_case EMPTY = {"empty", "<p>x", "", "", "", ""};
    struct settings o = {0};
    if (!read_options(argc, argv, &o)) {
        fprintf(stderr, "usage: growth [-bm] [-c CASE] SMALL LARGE [FILE...]\n");
        return 2;
    }
    ws_extract_global_init();
    measure_case(&o, &EMPTY, 0);
    for (char **file = argv + optind + 2; *file; file++)
        measure_file(&o, *file);
    for (size_t i = 0; i < N_CASES; i++) {
        if (o.only && strcmp(o.only, CASES[i].name) != 0)
            continue;
        measure_case(&o, &CASES[i], strtoul(argv[optind], NULL, 10));
        measure_case(&o, &CASES[i], strtoul(argv[optind + 1], NULL, 10));
    }
    return 0;
}
