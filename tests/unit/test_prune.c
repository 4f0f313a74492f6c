/* What is left of a page, and that libxml2 sees the same in it. */
#include "pipeline/page/entities.h"
#include "tests/unit/lean_helper.h"
#include "tests/unit/tree_helper.h"

/* Names are found, and the lists are in the order that the search needs. */
static void test_names(void)
{
    int wrong = 0, order = 0, longest = 0;
    for (unsigned i = WS_TAG_UNKNOWN + 1; i < WS_NAME_COUNT; i++) {
        const char *name = ws_name_string(i);
        wrong += ws_name_lookup(SLICE(name)) != i;
        order += i > WS_TAG_UNKNOWN + 1 && i != WS_TAG_COUNT &&
                 strcmp(ws_name_string(i - 1), name) >= 0;
        longest = (int)strlen(name) > longest ? (int)strlen(name) : longest;
    }
    IS_INT(wrong, 0, "every element is found by its name");
    IS_INT(order, 0, "elements are sorted");
    IS_INT(longest, 10, "the longest name");
    IS_INT(ws_tag_by_name(SLICE("FigCaption")), WS_TAG_FIGCAPTION, "in any case");
    IS_INT(ws_tag_by_name(SLICE("script")), WS_TAG_UNKNOWN, "script is in no tree");
    IS_INT(ws_tag_by_name(SLICE("figcaptions")), WS_TAG_UNKNOWN, "longer");
    IS_INT(ws_tag_by_name(SLICE("1")), WS_TAG_UNKNOWN, "no letter");
    IS_INT(ws_tag_by_name((struct ws_slice){(const uint8_t *)"div", 4}), WS_TAG_UNKNOWN, "with a NUL behind it");
    IS_INT(ws_tag_by_name((struct ws_slice){(const uint8_t *)"div", 2}), WS_TAG_UNKNOWN, "shorter");
    wrong = 0;
#define X(id, str) wrong += ws_attr_by_name(SLICE(str)) != WS_ATTR_##id;
    WS_ATTRS(X)
#undef X
    IS_INT(wrong, 0, "every attribute is found by its name");
    IS_INT(ws_attr_by_name(SLICE("onclick")), WS_ATTR_NONE, "others are not");
    IS_INT(ws_attr_by_name((struct ws_slice){(const uint8_t *)"id", 3}), WS_ATTR_NONE, "nor one with a NUL");
}

static void test_lean(void)
{
    static const char *const cases[][2] = {
        {"<P Class=x onclick='y' id=z>a<BR>b", "<body><p a=0,2>a<br/>b</p>"},
        {"<p>a &quot;&amp;&lt;&gt;&eacute; &", "<body><p>a \"&amp;&lt;>\xC3\xA9 &amp;</p>"},
        {"<div>\n<p> a </p>\n</div>\n<p>b", "<body><div><p>a </p></div><p>b</p>"},
        {"<x-y>a</x-y>", "<body><map>a</map>"},
        {"<img src=x alt=y>", "<body><img a=0,2 />"},
        {"<ul><ol><li>a", "<body><ul><ws-ol><li>a</li></ws-ol></ul>"},
        {"<a><table></table><td>b", "<body><a><ws-table></ws-table><ws-td>b</ws-td></a>"},
        {"<p><caption>a", "<body><p><ws-caption>a</ws-caption></p>"},
        {"<xmp><b>&", "<body><ws-xmp><b>&amp;</b></ws-xmp>"},
        {"</div></b></li></p>", "<body><p></p>"},
        {"<html><head></head><body>a</body></html>b", "<body>ab"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        IS_SLICE(pruned(SLICE(cases[i][0])), cases[i][1], cases[i][1]);
}

static void test_entities(void)
{
    static const struct {
        const char *text, *in_text, *in_attribute; /* NULL: no reference */
    } cases[] = {
        {"&amp;", "&", "&"},
        {"&AMP", "&", "&"},
        {"&ampx", "&", NULL},
        {"&amp=", "&", NULL},
        {"&amp;=", "&", "&"},
        {"&am", NULL, NULL},
        {"&;", NULL, NULL},
        {"& ", NULL, NULL},
        {"&zwnj;", "\xE2\x80\x8C", "\xE2\x80\x8C"},
        {"&zwnj", NULL, NULL},
        {"&#65", "A", "A"},
        {"&#x41;", "A", "A"},
        {"&#X4a", "J", "J"},
        {"&#x;", NULL, NULL},
        {"&#;", NULL, NULL},
        {"&#x80;", "\xE2\x82\xAC", "\xE2\x82\xAC"},
        {"&#129;", "\xC2\x81", "\xC2\x81"},
        {"&frac12", "\xC2\xBD", "\xC2\xBD"},
        {"&NotEqualTilde;", "\xE2\x89\x82\xCC\xB8", "\xE2\x89\x82\xCC\xB8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int attr = 0; attr < 2; attr++) {
            const uint8_t *p = (const uint8_t *)cases[i].text;
            const char *want = attr ? cases[i].in_attribute : cases[i].in_text;
            uint8_t out[WS_ENTITY_UTF8_MAX];
            size_t n = 0;
            size_t used = ws_entity_decode(p, p + strlen(cases[i].text), attr, out, &n);
            OK(want ? used && n == strlen(want) && !memcmp(out, want, n) : !used, "%s in %s",
               cases[i].text + 1, attr ? "an attribute" : "text");
        }
}

/* libxml2 closes elements by rules of its own: none of them may get a chance. */
static void test_all_pairs(void)
{
    int bad = 0;
    for (unsigned outer = WS_TAG_UNKNOWN + 1; outer < WS_TAG_COUNT; outer++)
        for (unsigned inner = WS_TAG_UNKNOWN + 1; inner < WS_TAG_COUNT; inner++) {
            char page[128];
            const char *a = ws_name_string(outer), *b = ws_name_string(inner);
            snprintf(page, sizeof page, "<%s>1<%s>2</%s>3<%s>4</%s>5", a, b, b, b, a);
            if (!libxml2_agrees(SLICE(page)) && bad++ < 10)
                printf("# %s\n", page);
        }
    IS_INT(bad, 0, "libxml2 leaves every element in every other");
}

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

/* Tags in any order, with text between them. names: NULL for all. */
static size_t write_soup(char *page, size_t max, const char *const *names, unsigned n_names)
{
    size_t n = 0;
    for (uint32_t left = random_below(60); left; left--) {
        const char *name = names ? names[random_below(n_names)]
                                 : ws_name_string(2 + random_below(WS_NAME_COUNT - 2));
        int wrote = snprintf(page + n, max - n, "%s%s>%.*s", random_below(3) ? "<" : "</", name,
                             (int)random_below(3), "x ");
        n += (size_t)wrote;
    }
    return n;
}

static void test_soup(void)
{
    char page[2048];
    int bad = 0;
    for (int i = 0; i < 5000; i++) {
        size_t n = write_soup(page, sizeof page, NULL, 0);
        if (!libxml2_agrees((struct ws_slice){(uint8_t *)page, n}) && bad++ < 5)
            printf("# %.*s\n", (int)n, page);
    }
    IS_INT(bad, 0, "libxml2 sees all of any tag soup");
}

/* Pruning a pruned page changes nothing: start and end tags were dropped together, and no rule
 * is left to be applied. Elements whose text is not markup, and names that are not those of the
 * page, aside. */
static void test_idempotence(void)
{
    static const char *const names[] = {"p",    "div", "b",     "i",  "a",  "span",
                                        "ul",   "li",  "h2",    "td", "tr", "br",
                                        "form", "dd",  "table", "q",  "pre"};
    char page[2048];
    int bad = 0, tried = 0;
    for (int i = 0; i < 5000; i++) {
        size_t n = write_soup(page, sizeof page, names, sizeof names / sizeof names[0]);
        struct ws_slice html = pruned((struct ws_slice){(uint8_t *)page, n});
        char *once = malloc(html.n + 1);
        if (!once)
            abort();
        memcpy(once, html.p, html.n);
        once[html.n] = '\0';
        if (!strstr(once, "<ws-")) {
            struct ws_slice again = pruned(SLICE(once));
            tried++;
            if ((again.n != strlen(once) || memcmp(again.p, once, again.n) != 0) && bad++ < 5)
                printf("# %.*s\n# %s\n# %.*s\n", (int)n, page, once, (int)again.n, again.p);
        }
        free(once);
    }
    IS_INT(bad, 0, "pruning a pruned page changes nothing");
    OK(tried > 1000, "tried on %d pages", tried);
}

/* libxml2 stops at texts over 10 MB unless told otherwise, and counts on smaller pages in
 * places. */
static void test_big(void)
{
    const size_t n = (size_t)12 << 20;
    char *page = malloc(n);
    if (!page)
        abort();
    memset(page, 'x', n);
    memcpy(page, "<p>", 3);
    memcpy(page + n - 4, "<p>y", 4);
    OK(libxml2_agrees((struct ws_slice){(uint8_t *)page, n}), "libxml2 reads a text of 12 MB");
    for (size_t i = 0; i + 8 <= n; i += 8)
        memcpy(page + i, "<b>x</b>", 8);
    OK(libxml2_agrees((struct ws_slice){(uint8_t *)page, n}),
       "libxml2 reads 1.5 million elements");
    free(page);
}

#ifdef WS_AVX2
static bool same_tag(const struct ws_scan_tag *a, const struct ws_scan_tag *b)
{
    bool same = a->str.p == b->str.p && a->str.n == b->str.n && a->name == b->name &&
                a->self_closing == b->self_closing && a->n_attrs == b->n_attrs && a->seen == b->seen;
    for (unsigned i = 0; same && i < a->n_attrs; i++)
        same = a->attrs[i].at == b->attrs[i].at && a->attrs[i].n == b->attrs[i].n &&
               a->attrs[i].name == b->attrs[i].name;
    return same;
}

static bool scans_alike(struct ws_slice page)
{
    struct ws_attr a[WS_ATTR_COUNT + 1], b[WS_ATTR_COUNT + 1];
    struct ws_scan_tag plain = {.attrs = a}, wide = {.attrs = b};
    struct ws_scan s, t;
    ws_scan_init(&s, page);
    ws_scan_init(&t, page);
    const uint8_t *p = ws_scan_tag_plain(&s, page.p, &plain), *q = ws_scan_tag_avx2(&t, page.p, &wide);
    return p == q && (!p || same_tag(&plain, &wide));
}

/* Tags of all kinds, read in both ways. */
static void test_wide_tags(void)
{
    static const char *const PARTS[] = {
        "class", "CLASS", "id=", "href", "data-lang", "data-language", "x", "aria-hidden",
        "data-testid-of-a-longer-name", "=", "=\"", "\"", "\"", "'", " ", " ", " ", "\n", "\r", "\t", "/",
        ">", "<", "\x01", "\x11", "h\x11", "\xc3\xa9", "=\"a b\" ", "=\"\"", "='y' ",
        " style=\"color: red\"", " hidden", "http://www.example.com/a/b/c?d=e",
    };
    uint32_t state = 1, differ = 0;
    for (int i = 0; i < 200000 && ws_has_avx2(); i++) {
        char page[400] = "<";
        size_t n = 1;
        page[n++] = i % 3 ? 'a' : "/HhdP"[i % 5];
        page[n++] = i % 7 ? "1 >\x11v="[i % 6] : 'q';
        for (int k = 0; k < i % 23; k++) {
            state = state * 1664525u + 1013904223u;
            const char *part = PARTS[(state >> 16) % (sizeof PARTS / sizeof *PARTS)];
            n += (size_t)snprintf(page + n, sizeof page - n, "%s", part);
            n = n < sizeof page ? n : sizeof page - 1;
        }
        memset(page + n, "> x\""[i % 4], sizeof page - n);
        differ += !scans_alike((struct ws_slice){(uint8_t *)page, i % 2 ? n : sizeof page});
    }
    IS_INT(differ, 0, "tags are the same with wide vectors");
}
#endif

int main(void)
{
    start_pruning();
#ifdef WS_AVX2
    test_wide_tags();
#endif
    test_names();
    test_lean();
    test_entities();
    test_all_pairs();
    test_soup();
    test_idempotence();
    test_big();
    end_pruning();
    return tap_done();
}
