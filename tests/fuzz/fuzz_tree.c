/* A page, made valid UTF-8 as the charset stage would: its tree is sound, the same when built
 * again, and within the number of nodes it was promised. */
#include "tests/fuzz/driver.h"
#include "tests/unit/tree_helper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_charset *charset;
    struct ws_decoded page;
    struct ws_tree t;
    struct ws_error err;
    if (!charset && !(charset = ws_charset_new((size_t)1 << 20)))
        abort();
    if (ws_charset_decode(charset, (struct ws_slice){data, n},
                          SLICE("text/html; charset=utf-8"), &page, &err) != WS_OK)
        return 0;
    t = build_tree(page.utf8);
    if (wrong_tree(&t) || !is_clean_text(t.head.title))
        abort();
    struct dump first = dump_tree(&t);
    size_t nodes = t.n_nodes;
    if (build_tree_max(page.utf8, nodes, &t, &err) != WS_OK)
        abort();
    struct dump again = dump_tree(&t);
    if (first.n != again.n || (first.n && memcmp(first.p, again.p, first.n) != 0))
        abort();
    free(first.p);
    free(again.p);
    if (nodes > 1 && build_tree_max(page.utf8, nodes - 1, &t, &err) != WS_SKIP)
        abort();
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const pages[] = {
        "<!DOCTYPE html><html lang=en><head><title>a &amp; <b></title><meta name=x content=y>"
        "<script type=application/ld+json>{\"a\":1}</script><link rel=a href=b></head><body "
        "class=c>"
        "<p id=d>e<b>f<i>g</b>h</i><ul><li>1<li>2</ul></body></html>",
        "<table><caption>a<tr><td>b<table><tr><th>c</table>d<tbody><tr><td>e</table><a "
        "href=x><div>f"
        "</a>g</div><select><option>h<option>i<optgroup></select><pre>\n j\r\n</pre>",
        "<svg><title>a</title><path "
        "d='M0>'/><foreignObject><p>b</foreignObject></svg><math><mi>c"
        "</math><template><p>d</template><video>e</video><object><object>f</object>g",
        "<script><!-- <script> </script> "
        "--></script><style>a>b</style><noscript><iframe/></noscript>"
        "<!-- a --!>b<!-->c<!x><?y></ "
        "z><![CDATA[d]]>e<textarea>\n<p>&lt;</textarea><xmp><b></xmp>",
        "&amp &copy2 &notit; &#x80;&#0;&#xD800;&#1114112;&CounterClockwiseContourIntegral;&nGt;"
        "\xEF\xBF\xBE\xC3\xA9<x-y a=b c='d\">e\" f>g<plaintext>h</plaintext>&amp;",
        "<h1>a<h2>b</h1><button>c<p>d</button></br></p><dl><dt>e<dd>f</dl><form>g<form>h</form>"
        "<ruby>i<rp>(<rt>j<rp>)</ruby><img src=k alt=\"l\"id=m/n><wbr><source>",
    };
    if (i >= sizeof pages / sizeof pages[0])
        return 0;
    memcpy(p, pages[i], strlen(pages[i]));
    return strlen(pages[i]);
}
#endif
