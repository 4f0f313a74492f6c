/* A page through the whole extractor, as text and as Markdown: every field of the article is clean UTF-8, and language
 * and date have the form that article.h promises. */
#include "tests/fuzz/driver.h"
#include "tests/unit/tree_helper.h"
#include "warcsift/article.h"

static bool has_control(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] == 0x7f)
            return true;
    return false;
}

static bool is_line(struct ws_slice s)
{
    return is_utf8(s) && !has_control(s);
}

/* Two or three small letters. */
static bool is_language(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'a' || s.p[i] > 'z')
            return false;
    return s.n == 2 || s.n == 3;
}

/* A day, a time without zone, a time in UTC or with an offset. */
static bool is_date(struct ws_slice s)
{
    static const char FORM[] = "0000-00-00T00:00:00+00:00";
    for (size_t i = 0; i < s.n && i < sizeof FORM - 1; i++) {
        bool zone = i == 19 && (s.p[i] == '-' || (s.p[i] == 'Z' && s.n == 20));
        if (FORM[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != FORM[i] && !zone)
            return false;
    }
    return s.n == 10 || s.n == 19 || s.n == 20 || s.n == 25;
}

static bool are_tags(const struct ws_article *a)
{
    for (size_t i = 0; i < a->n_tags; i++)
        if (!a->tags[i].n || !is_line(a->tags[i]))
            return false;
    return a->n_tags <= 64;
}

static bool is_article(const struct ws_article *a)
{
    return is_clean_text(a->text) && is_line(a->title) && is_line(a->author) &&
           is_line(a->site) && is_line(a->description) &&
           (!a->language.n || is_language(a->language)) && is_line(a->canonical) &&
           is_line(a->license) && is_line(a->section) && is_line(a->image) && are_tags(a) &&
           (!a->published.n || is_date(a->published)) &&
           (!a->modified.n || is_date(a->modified));
}

/* In order, inside the text, none of them empty; the last one ends the text, unless that is Markdown: with
 * a fence, say. */
static bool are_blocks(const struct ws_article *a, bool markdown)
{
    size_t chars = 0, at = 0;
    for (size_t i = 0; i < a->text.n; i++)
        chars += (a->text.p[i] & 0xc0) != 0x80;
    for (size_t i = 0; i < a->n_blocks; i++) {
        const struct ws_text_block *b = &a->blocks[i];
        if (b->start < at || b->end <= b->start || (unsigned)b->role >= WS_ROLE_COUNT)
            return false;
        at = b->end;
    }
    return a->blocks && (markdown ? at <= chars : at == chars);
}

/* The second one keeps, adds and lists what there is; the third one the same as Markdown. */
static void make(struct ws_extractor *x[3])
{
    struct ws_extract_options o;
    ws_extract_global_init();
    ws_extract_options_init(&o);
    x[0] = ws_extractor_new(&o);
    o.keep_roles = WS_ROLE_BIT(WS_ROLE_COUNT) - 1;
    o.drop_roles = WS_ROLE_BIT(WS_ROLE_TABLE);
    o.with_title = o.list_blocks = o.unite = true;
    x[1] = ws_extractor_new(&o);
    o.format = WS_TEXT_MARKDOWN;
    o.links = o.images = true;
    x[2] = ws_extractor_new(&o);
    if (!x[0] || !x[1] || !x[2])
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_extractor *x[3];
    static const char URL[] = "https://example.org/2024/05/a.html",
                      FETCHED[] = "2026-01-01T00:00:00Z";
    struct ws_page page = {.bytes = {data, n},
                           .url = {(const uint8_t *)URL, sizeof URL - 1},
                           .fetched = {(const uint8_t *)FETCHED, sizeof FETCHED - 1}};
    struct ws_article art;
    struct ws_error err;
    if (!x[0])
        make(x);
    if (ws_extract(x[0], &page, &art, &err) != WS_OK || !is_article(&art))
        abort();
    for (int i = 1; i < 3; i++)
        if (ws_extract(x[i], &page, &art, &err) != WS_OK || !is_article(&art) || !are_blocks(&art, i == 2))
            abort();
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
#define PARAGRAPH                                                                              \
    "<p>The river rose by two metres overnight, and by morning the lower road was closed; "    \
    "nobody was hurt, the mayor said, but forty families spent the night in the hall.</p>"
    static const char *const pages[] = {
        "<html lang=en-GB><head><meta charset=utf-8><title>Flood closes road - The "
        "Courier</title>"
        "<meta property='og:site_name' content='The Courier'><meta name=author content='A. "
        "&amp; B'>"
        "<meta property='article:published_time' content='2024-05-01T10:00:00+02:00'>"
        "<meta name=description content=' a &#x80; b '></head><body><nav class=menu><a "
        "href=/>Home</a>"
        "</nav><article class=entry-content><h1>Flood closes road</h1>" PARAGRAPH PARAGRAPH
        "<ul><li>one<li>two<ul><li>three</ul></ul>" PARAGRAPH "</article><footer>&copy; 2024 "
        "All rights reserved</footer>",
        "<meta charset=utf-8><script type='application/ld+json'>{\"headline\":\"a "
        "\\u00e9\\ud83d\\ude00"
        "\\ud800 \\u12 \\\" \\/\",\"author\":[{\"name\":\"x\\n\"}],\"datePublished\":"
        "\"Wed, 01 May 2024 10:20:30 GMT\"}</script>" PARAGRAPH,
        "<meta charset=utf-8><title>a \xe2\x80\x93 b_c\xef\xbd\x9c"
        "d &laquo; e | f</title><h1>a b</h1>"
        "<table><tr><td>1<td>2<tr><th>\xe7\x89\x88\xe6\x9d\x83<td>3\n4</table><pre>\n "
        "a<br>\tb\n\n</pre>"
        "<dl><dt>c<dd>d</dl>e<br>f<br><br>g\xc2\xa0\xe2\x80\x8b",
        "<div hidden><b>a</b><i>B</i></div><p style='display: none'>c<button>d</button><time "
        "datetime='2024-05-01'>e</time><span itemprop=author "
        "content='f'>g</span><select><option>h"
        "</select><code>i</code><a href=j><div class='share sideBar'>k</div></a>" PARAGRAPH,
        "<meta charset=utf-8><ol start=7><li><b>a*</b><i>_b</i><li>`<code>c`|</code><ul><li><a "
        "href='d e'>f]</a></ul></ol><blockquote><img alt='[g' src=h><pre class=lang-c>i\n```"
        "</pre></blockquote><table><tr><th rowspan=2>j<th colspan=2>k|<tr><td>l<br>m<td>n</table>"
        "<math alttext='o$_{|p|}'></math><script type=math/tex>q</script>" PARAGRAPH,
    };
    if (i >= sizeof pages / sizeof pages[0])
        return 0;
    memcpy(p, pages[i], strlen(pages[i]));
    return strlen(pages[i]);
}
#endif
