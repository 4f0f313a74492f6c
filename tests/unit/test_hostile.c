/* Pages made to be slow, deep or huge. Each is built at a size at which anything quadratic
 * would take minutes (the test runner stops it), and again twice as large: what comes out may
 * no more than double. */
#include "tests/unit/tree_helper.h"

struct page {
    char *p;
    size_t n;
};

static struct page repeat(const char *before, const char *piece, size_t times,
                          const char *after)
{
    size_t n_piece = strlen(piece), n_before = strlen(before), n_after = strlen(after);
    struct page page = {malloc(n_before + n_piece * times + n_after + 1),
                        n_before + n_piece * times + n_after};
    if (!page.p)
        abort();
    memcpy(page.p, before, n_before);
    for (size_t i = 0; i < times; i++)
        memcpy(page.p + n_before + i * n_piece, piece, n_piece);
    memcpy(page.p + n_before + n_piece * times, after, n_after + 1);
    return page;
}

static struct page join(struct page a, struct page b)
{
    char *p = realloc(a.p, a.n + b.n + 1);
    if (!p)
        abort();
    memcpy(p + a.n, b.p, b.n + 1);
    free(b.p);
    return (struct page){p, a.n + b.n};
}

static struct ws_slice slice(struct page page)
{
    return (struct ws_slice){(const uint8_t *)page.p, page.n};
}

static bool ends_with_text(const struct ws_tree *t, const char *want)
{
    const struct ws_node *last = &t->nodes[t->n_nodes - 1];
    size_t n = strlen(want);
    return last->tag == WS_TAG_TEXT && last->n >= n &&
           memcmp(t->text + last->at + last->n - n, want, n) == 0;
}

static const struct {
    const char *before, *piece, *between, *piece2, *after;
} cases[] = {
    {"<p ", "a ", ">", "", "END"},
    {"<p ", "class=x ", ">", "", "END"},
    {"", "<i>", "", "</div>", "END"},
    {"", "<div>", "", "</p>", "END"},
    {"", "<b>", "", "", "END"},
    {"", "<p><b>x", "", "", "END"},
    {"", "<a href=x>", "", "", "END"},
    {"", "<a><div>", "", "</a>", "END"},
    {"", "<b><i><u><s><tt><em><big><small>", "", "</b></i></u></s></tt></em></big></small>",
     "END"},
    {"", "<a><p><p><b><i><u><s></a>", "", "</div>", "END"},
    {"", "<div>", "", "<p>x</p>y", "END"},
    {"<p><table><tr><td>", "<span>", "", "<div></div>", "END"},
    {"<li><ul>", "<span>", "", "<dd>x</dd>", "END"},
    {"", "<table><tr><td>", "", "", "END"},
    {"", "<dl><dd>", "", "<dt>x<dd>y", "END"},
    {"<select>", "<option>x", "", "</optgroup>", "END"},
    {"", "<button>", "", "</form>", "END"},
    {"", "<x-a>", "", "</x-b>", "END"},
    {"", "<svg>", "", "", "<p>END"},
    {"", "<svg><foreignObject>", "", "", "<p>END"},
    {"", "<svg><g></svg>x", "", "", "END"},
    {"", "<svg><![CDATA[", "", "", "]]><p>END"},
    {"", "<svg><style>", "", "", "<p>END"},
    {"", "<math><mi>", "", "", "END"},
    {"", "<template>", "", "", "</template>END"},
    {"", "<video>x", "", "", "</video>END"},
    {"", "<object>x", "", "</object>", "END"},
    {"", "<iframe>x", "", "", "END"},
    {"", "<noscript>", "", "", "END"},
    {"", "<title>x", "", "", "<p>END"},
    {"", "<textarea>x", "", "", "END"},
    {"", "<xmp>x", "", "", "END"},
    {"", "<!-- x ", "", "", ">END"},
    {"", "<!-- x > y", "", "", "<p>END"},
    {"", "<!x", "", "", ">END"},
    {"", "<![CDATA[", "", "", ">END"},
    {"", "<a href=\"x>", "", "", "END"},
    {"", "<a href='x>t", "", "", "END"},
    {"", "<script><!--<script></script>x", "", "", "END"},
    {"", "<script><!--<script>", "", "", "</script>END"},
    {"", "<style>a<b", "", "", ">END"},
    {"", "&amp;", "", "", "END"},
    {"", "&unknownunknownunknownunknown;", "", "", "END"},
    {"", "&", "", "", "END"},
    {"", "<", "", "", " END"},
    {"", "&#", "", "", "END"},
    {"&#", "9", ";", "", "END"},
    {"<", "a", ">", "", "END"},
    {"<a ", "b", ">", "", "END"},
    {"<a b=", "c", ">", "", "END"},
    {"<p>", " ", "", "", "END"},
    {"<p>", "<b> </b>", "", "", "END"},
    {"<p>", "a<svg/>", "", "", "END"},
    {"<pre>", "\r", "", "", "END"},
};

static struct page make_case(size_t i, size_t times)
{
    return join(repeat(cases[i].before, cases[i].piece, times, cases[i].between),
                repeat("", cases[i].piece2, times, cases[i].after));
}

static void test_linear(void)
{
    const size_t times = 50000;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t nodes[2], text[2];
        const char *wrong = NULL;
        for (size_t k = 0; k < 2; k++) {
            struct page page = make_case(i, times << k);
            struct ws_tree t = build_tree(slice(page));
            wrong = wrong ? wrong : wrong_tree(&t);
            wrong = wrong ? wrong : ends_with_text(&t, "END") ? NULL : "the end is lost";
            nodes[k] = t.n_nodes;
            text[k] = t.nodes[t.n_nodes - 1].at + t.nodes[t.n_nodes - 1].n;
            free(page.p);
        }
        if (!wrong && (nodes[1] > 2 * nodes[0] + 2000 || text[1] > 2 * text[0] + 2000))
            wrong = "more than doubles";
        OK(!wrong, "%s%s...%s%s: %s", cases[i].before, cases[i].piece, cases[i].between,
           cases[i].piece2, wrong ? wrong : "linear");
    }
}

static void test_depth(void)
{
    for (size_t times = WS_TREE_MAX_DEPTH - 4; times < WS_TREE_MAX_DEPTH + 4; times++) {
        struct page page = join(repeat("", "<div>", times, "a<p>b</p>c"),
                                repeat("", "</div>", times - 1, "<i>d</i></div><u>e</u>"));
        struct ws_tree t = build_tree(slice(page));
        const char *wrong = wrong_tree(&t);
        const struct ws_node *last = &t.nodes[t.n_nodes - 2];
        OK(!wrong && last->tag == WS_TAG_U && last->depth == 1, "%zu deep: %s", times,
           wrong ? wrong : "the end tags still match");
        free(page.p);
    }
    struct page page = repeat("", "<div>", 600, "<p>a</p><ul><li>b<li>c</ul>d<div>e</div>f");
    struct ws_tree t = build_tree(slice(page));
    IS_SLICE(((struct ws_slice){t.text, t.nodes[t.n_nodes - 1].at + t.nodes[t.n_nodes - 1].n}),
             "abcdef", "deeper texts stay in order");
    IS_INT(t.nodes[t.n_nodes - 1].depth, WS_TREE_MAX_DEPTH - 1, "at a depth within the limit");
    free(page.p);
}

/* libxml2 from 2.14 on stops at texts over 10 MB unless told not to. */
static void test_huge(void)
{
    const size_t size = (size_t)15 << 20;
    struct page page = repeat("<p title='", "x", size, "'>y<p>END");
    struct ws_tree t = build_tree(slice(page));
    IS_INT(ws_node_attr(&t, 1, WS_ATTR_TITLE).n, size, "an attribute of 15 MB");
    OK(ends_with_text(&t, "END"), "and what follows");
    free(page.p);
    page = repeat("<p>", "x", size, "<p>END");
    t = build_tree(slice(page));
    IS_INT(t.nodes[2].n, size, "a text of 15 MB");
    OK(ends_with_text(&t, "END"), "and what follows");
    free(page.p);
    page = repeat("<p>", "\xC3\xA9&lt;", size / 6, "<p>END");
    t = build_tree(slice(page));
    IS_INT(t.nodes[2].n, size / 6 * 3, "a text of 15 MB with references");
    OK(!wrong_tree(&t) && ends_with_text(&t, "END"), "and what follows");
    free(page.p);
}

int main(void)
{
    test_linear();
    test_depth();
    test_huge();
    release_trees();
    return tap_done();
}
