/* Pages and the trees they become.. */
#include "tests/unit/tree_helper.h"

/* The traps of feeding libxml2 a page that was cut down. */
/* Enough for a noscript to be more than a notice. */
#define TEN_WORDS "one two three four five six seven eight nine ten "
#define LONG_TEXT TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS "end"

static void test_pruning(void)
{
    IS_TREE("", "");
    IS_TREE("just text", "\"just text\"");
    IS_TREE("<p>by <!-- --> <b>X</b>", "p(\"by  \" b(\"X\"))");
    IS_TREE("a<!-- --> <!-- --> b", "\"a  b\"");
    IS_TREE("<div> <p> a </p> <p>b</p>\n</div>", "div(p(\"a \") p(\"b\"))");
    IS_TREE("<i>a</i> <i>b</i>", "i(\"a\") \" \" i(\"b\")");
    IS_TREE("<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"><p>a \"b\"</p>",
            "p(\"a \"b\"\")");
    IS_TREE("a<script>var x = '<p>no';</script>b", "\"ab\"");
    IS_TREE("<script type=application/ld+json>{}</script><p>a</p>", "p(\"a\")");
    IS_TREE("<noscript><iframe src=x/></noscript><p>a</p>", "p(\"a\")");
    IS_TREE("<style>p > a { b: '<p>' }</style>a", "\"a\"");
    IS_TREE("a<svg><path d='M0>'/><text>no</text></svg>b", "\"a\ufffcb\"");
    IS_TREE("<p>a<svg><svg></svg>no</svg>b", "p(\"a\ufffcb\")");
    IS_TREE("<p>a<svg/>b", "p(\"a\ufffcb\")");
    IS_TREE("<svg><title>no</title><style><![CDATA[</svg>]]></style></svg>a", "\"a\"");
    IS_TREE("<template><p>no<template></template>no</template>a", "\"a\"");
    IS_TREE("<x-y><template "
            "shadowrootmode=open><p>a<template>no</template></p></template><b>b</b></x-y>c",
            "#unknown(p(\"a\ufffc\") b(\"b\")) \"c\"");
    IS_TREE("<template><x-y><template shadowrootmode=open>no</template>no</x-y>no</template>a",
            "\"a\"");
    IS_TREE("<video><p>no</video><audio>no</audio><canvas>no</canvas>a", "\"a\"");
    IS_TREE("<object><object>no</object><embed><p>no</object>a", "\"a\"");
    IS_TREE("<title>t</title><title>u</title><p>a", "p(\"a\")");
    IS_TREE("<noembed><b></noembed><noframes><b></noframes>a<embed>b", "\"a\ufffcb\"");
    IS_TREE("<math><mtext><p>no</p></mtext></math>a", "\"a\"");
}

/* Elements of raw text that are closed in their own tags. */
static void test_empty_raw(void)
{
    static const char XHTML[] = "<html xmlns=\"http://www.w3.org/1999/xhtml\">";
    char page[200];
    IS_TREE("<script src=x/>a</script>b", "\"b\"");
    IS_TREE("<script src='x' />a<script>no</script>b", "\"b\"");
    IS_TREE("<script src='x'/><style/><title/><iframe/><textarea/><noscript/><p>a", "p(\"a\")");
    snprintf(page, sizeof page,
             "%s<script src='x'/><p>a<style/>b<textarea/>c</p><title/><xmp/><script>no</script>"
             "<style>no</style><textarea>d</textarea>",
             XHTML);
    IS_TREE(page, "p(\"abc\") textarea(\"d\")");
}

/* What never ends must not take the page along. */
static void test_unclosed(void)
{
    IS_TREE("<p>a<!-- b <p>c", "p(\"a\") p(\"c\")");
    IS_TREE("a<!-- b > c", "\"a c\"");
    IS_TREE("a<!>b<!->c<!-->d<!--->e<!-- --!>f<!-- -- >g", "\"abcdefg\"");
    IS_TREE("a<!x <p>b</!c>d<?e?>f</ g>h", "\"abdfh\"");
    IS_TREE("<iframe><p>a", "p(\"a\")");
    IS_TREE("<noscript><p>a", "p(\"a\")");
    IS_TREE("<noscript><p>" LONG_TEXT "</p></noscript>b", "noscript(p(\"" LONG_TEXT "\")) \"b\"");
    IS_TREE("<div><noscript>" LONG_TEXT "</div><noscript></noscript>b</div>c",
            "div(noscript(\"" LONG_TEXT "\") \"b\") \"c\"");
    IS_TREE("<ruby>a<rt>b<rt>c</ruby>", "ruby(\"a\" rt(\"b\") rt(\"c\"))");
    IS_TREE("<ruby><rb>a<rb>b<rt>c<rtc><rt>d<rp>e</ruby>f",
            "ruby(rb(\"a\") rb(\"b\") rt(\"c\") rtc(rt(\"d\") rp(\"e\"))) \"f\"");
    IS_TREE("<p>a<svg><g>no<p>b", "p(\"a\ufffc\") p(\"b\")");
    IS_TREE("<p>a<svg><path><p>b</p></svg>c", "p(\"a\ufffc\") p(\"b\") \"c\"");
    IS_TREE("<div>a<svg><path></div>b<svg></svg>", "div(\"a\ufffc\") \"b\ufffc\"");
    IS_TREE("<svg><foreignObject><p>a", "#unknown(p(\"a\"))");
    IS_TREE("<template><p>a", "p(\"a\")");
    IS_TREE("<div><object><object>no</object>a</div>b", "div(\"a\") \"b\"");
    IS_TREE("<div><video src=x></div>a<video></video>", "div \"a\ufffc\"");
    IS_TREE("<textarea><p>a", "textarea(p(\"a\"))");
    IS_TREE("<title>t<p>a", "p(\"a\")");
    IS_TREE("<xmp><p>a", "xmp(p(\"a\"))");
    IS_TREE("<style>a { b: c }\n<p>d", "p(\"d\")");
    IS_TREE("a<script>b <p>", "\"a\"");
    IS_TREE("<p>a<a href='b>c</a>d", "p(\"a\" a@href=b(\"c\") \"d\")");
    IS_TREE("<p>a<a href=\"b", "p(\"a\")");
    IS_TREE("a<b", "\"a\"");
    IS_TREE("a</", "\"a</\"");
    IS_TREE("a<", "\"a<\"");
    IS_TREE("a&#", "\"a&#\"");
}

/* A formula is one element with one text; what only draws it is not in the tree. */
static void test_formulas(void)
{
    IS_TREE("a<math alttext='x&lt;y'><mi>no</mi></math>b", "\"a\" math(\"$x<y$\") \"b\"");
    IS_TREE("<p><script type='math/tex; mode=display'>x<y</script>", "p(math(\"$$x<y$$\"))");
    IS_TREE("<math><annotation encoding='application/x-tex'>x</annotation></math>", "math(\"$x$\")");
    IS_TREE("<math><annotation encoding='application/x-tex'>x</math>a", "math(\"$x$\") \"a\"");
    IS_TREE("<math><annotation>x</annotation></math>a", "\"a\"");
    IS_TREE("<math><annotation-xml encoding=tex>x</annotation-xml></math>a", "\"a\"");
    IS_TREE("<math alttext=x></math><img class=tex alt=x>", "math(\"$x$\")");
    IS_TREE("<math alttext=x></math><img class=tex alt=y>", "math(\"$x$\") \"\xEF\xBF\xBC\" math(\"$y$\")");
    IS_TREE("a<math alttext=x></math><math alttext=x></math>", "\"a\" math(\"$x$\") \"\xEF\xBF\xBC\" math(\"$x$\")");
    IS_TREE("<object><math alttext=x></math></object>a", "\"a\"");
    IS_TREE("<math alttext=x>", "");
    IS_TREE("<span class=math-container>$x_1 &lt; y$</span>", "span@class=math-container(math(\"$x_1 < y$\"))");
    IS_TREE("<div class='math display'>\\[x\\]</div>", "div@class=math display(math(\"$$x$$\"))");
    IS_TREE("<span class=math>x</span>", "span@class=math(\"x\")");
    IS_TREE("<span class=math>$x<b>y</b>$</span>", "span@class=math(\"$x\" b(\"y\") \"$\")");
    IS_TREE("<span class=maths>$x$", "span@class=maths(\"$x$\")");
    IS_TREE("<math alttext=' '></math>a", "\"a\"");
}

#define MI(x)  "<mi>" x "</mi>"
#define MO(x)  "<mo>" x "</mo>"
#define MN(x)  "<mn>" x "</mn>"
#define ROW(x) "<mrow>" x "</mrow>"

/* Formulas without TeX: what their tokens say. */
static void test_tokens(void)
{
    IS_TREE("a <math>" MI("n") MO("&gt;") MN(" 0 ") "</math> b", "\"a n > 0 b\"");
    IS_TREE("<math><msub>" MI("a") MI("i") "</msub>" MO("+") "<msup>" MI("x")
                MN("2") "</msup></math>",
            "\"a_i + x^2\"");
    IS_TREE("<math><msub>" MI("a") ROW(MI("i") MO("+") MN("1")) "</msub>" MO("=") MO("-") MI("sin")
                MO("&#x2061;") MI("x") "</math>",
            "\"a_(i + 1) = -sin x\"");
    IS_TREE("<math><mfrac>" ROW(MI("a") MO("+") MI("b")) ROW(MN("2") MI("c")) "</mfrac>" MO(
                "&le;") "<msup>" ROW(MO("(") MI("x") MO("-") MN("1") MO(")"))
                MN("2") "</msup></math>",
            "\"(a + b)/(2c) \u2264 (x - 1)^2\"");
    IS_TREE("<math><munderover>" MO("&sum;") ROW(MI("i") MO("=") MN("1"))
                MI("n") "</munderover>" MI("i") "</math>",
            "\"\u2211_(i = 1)^n i\"");
    IS_TREE("<math><semantics>" ROW(MI("P") MO("(") MI("A") MO("|") MI("B") MO(",") MI("C") MO(
                ")")) "<annotation "
                      "encoding=StarMath>P</annotation><annotation-xml><apply><plus/>no</apply></"
                      "annotation-xml>"
                      "</semantics></math>",
            "\"P(A|B, C)\"");
    IS_TREE("<math><msqrt>" MI("x") MO("+") MN("1") "</msqrt><mroot>" MI("y")
                MN("3") "</mroot></math>",
            "\"\u221a(x + 1) y^(1/3)\"");
    IS_TREE("a<math><mtable><mtr><mtd>" MI("b") "</mtd></mtr></mtable></math>c", "\"a\ufffcc\"");
    IS_TREE("<math><mfrac><msqrt>" MI("x") "</msqrt>" MN("2") "</mfrac></math>", "\"(\u221ax)/2\"");
    IS_TREE("a<math><msup>" MI("b") MI("c") MI("d") "</msup></math>e", "\"a\ufffce\"");
    IS_TREE("a<math>" MI("b") "c</math>d<math>" ROW(MI("b") "</math>"), "\"a\ufffcd\ufffc\"");
    IS_TREE("<math>" MI("a") "</math><math>" MI("b") "</math><img class=tex alt=b>",
            "\"a\ufffcb\"");
    IS_TREE("<b class=MJX_Assistive_MathML><math>" MI("a") "</math></b>b",
            "b@class=MJX_Assistive_MathML \"b\"");
    IS_TREE("<object><math>" MI("a") "</math></object>b", "\"b\"");
    IS_TREE("<math>" MI("a") "<br></math>b", "br \"b\"");
}

static void test_scripts(void)
{
    IS_TREE("<script></script >a<SCRIPT></sCript/>b<script></scripty></script>c", "\"abc\"");
    IS_TREE("<script><!-- <script> </script> no --></script>a", "\"a\"");
    IS_TREE("<script><!-- </script>a", "\"a\"");
    IS_TREE("<script><!--> <script> </script>a", "\"a\"");
    IS_TREE("<script><!-- <script> </script>a", "\"a\"");
    IS_TREE("<script><!-- <scripty> </script>a", "\"a\"");
}

/* Scripts are passed over many bytes at once: what counts in them may stand anywhere. */
static void test_scripts_of_any_length(void)
{
    static const char *const ENDS[] = {
        "</script>", "<!-- <script> </script> no --></script>", "< / <b <!- -- </ script</script >",
        "<!-- - -- > </script/>", "<!-- <script --> </SCRIPT>", "<!-- <script </script </script>",
    };
    char page[200];
    int wrong = 0;
    for (size_t k = 0; k < sizeof ENDS / sizeof *ENDS; k++)
        for (int before = 0; before < 40; before++)
            for (int behind = 0; behind < 40; behind++) {
                size_t n = (size_t)snprintf(page, sizeof page, "<script>%*s%s%*sa", before, "", ENDS[k], behind, "");
                struct ws_tree t = build_tree((struct ws_slice){(const uint8_t *)page, n});
                wrong += t.n_nodes != 2 || t.nodes[1].n != 1 || t.text[t.nodes[1].at] != 'a';
            }
    IS_INT(wrong, 0, "scripts of any length, and their ends");
}

static void test_tags(void)
{
    IS_TREE("<a class=\"x\"id=\"y\" class=z>t", "a@class=x@id=y(\"t\")");
    IS_TREE("<a class/id=y title=b/c=d>t", "a@class=@id=y@title=b/c=d(\"t\")");
    IS_TREE("<p title='a>b<c' \"=x onclick=y>t", "p@title=a>b<c(\"t\")");
    IS_TREE("<p title = 'a' id= b =class=c>t", "p@title=a@id=b(\"t\")");
    IS_TREE("<P CLASS=A>t<BR/>u</P >v", "p@class=A(\"t\" br \"u\") \"v\"");
    IS_TREE("1 < 2 <3 <=> a</>b", "\"1 < 2 <3 <=> ab\"");
    IS_TREE("<image src=x><div/>a", "img@src=x div(\"a\")");
    IS_TREE("<my-tag id=x>a<foo:bar>b</FOO:BAR>c</my-tag>d",
            "#unknown@id=x(\"a\" #unknown(\"b\") \"c\") \"d\"");
    IS_TREE("a<wbr>b<source src=x>c</wbr>d", "\"a\" wbr \"b\" source@src=x \"cd\"");
}

static void test_text(void)
{
    static const char nul[] = "<p>a\0b\x01"
                              "c\x0b"
                              "d\x0c"
                              "e\rf\r\ng</p>";
    is_tree((struct ws_slice){(const uint8_t *)nul, sizeof nul - 1}, "p(\"abc d e\nf\ng\")",
            "control characters", __FILE__, __LINE__);
    IS_TREE("\xEF\xBB\xBF<p>a", "p(\"a\")");
    IS_TREE("<p>\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBC\x81",
            "p(\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBC\x81\")");
    IS_TREE("<p>&lt;b&gt; &amp;amp; &amp &copy2 &notit; &nosuch; &", "p(\"<b> &amp; & \xC2\xA9"
                                                                     "2 \xC2\xAC"
                                                                     "it; &nosuch; &\")");
    IS_TREE("<p>&#x20ac;&#128;&#150&#0;&#xD800;&#x110000;&#99999999999999999999;&#1;x",
            "p("
            "\"\xE2\x82\xAC\xE2\x82\xAC\xE2\x80\x93\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF"
            "\xBDx\")");
    IS_TREE("<p>&nGt;&bne;&CounterClockwiseContourIntegral;",
            "p(\"\xE2\x89\xAB\xE2\x83\x92=\xE2\x83\xA5\xE2\x88\xB3\")");
    IS_TREE("<p>\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x98\x80",
            "p(\"\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x98\x80\")");
    IS_TREE("<pre>\n\n a\n<b> b </b>\n</pre> c", "pre(\"\n a\n\" b(\" b \") \"\n\") \"c\"");
    IS_TREE("<textarea>\n <p>&lt;a&amp;</textarea>b", "textarea(\" <p><a&\") \"b\"");
    IS_TREE("<xmp><b>&amp;</xmp>a", "xmp(\"<b>&amp;\") \"a\"");
    IS_TREE("<p>a<plaintext>b</p></plaintext>&amp;",
            "p(\"a\") plaintext(\"b</p></plaintext>&amp;\")");
    IS_TREE("<listing>\n a</listing>", "listing(\" a\")");
    IS_TREE("<p>[email&#160;protected]", "p(\"[email\xC2\xA0protected]\")");
}

/* What is written behind plain bytes, wherever a buffer ends. Under AddressSanitizer a byte too many is seen. */
static void test_text_of_any_length(void)
{
    static const char *const TAILS[] = {"\xEF\xBC\x8C", "&CounterClockwiseContourIntegral;", "&nGt;", "\r\n"};
    static const char *const READ[] = {"\xEF\xBC\x8C", "\xE2\x88\xB3", "\xE2\x89\xAB\xE2\x83\x92", "\n"};
    enum { MOST = 1100 };
    static char page[MOST + 200];
    size_t wrong = 0;
    for (size_t n = 1; n < MOST; n++)
        for (size_t k = 0; k < sizeof TAILS / sizeof *TAILS; k++) {
            release_trees(); /* its buffers begin small */
            memset(page, 'a', n);
            snprintf(page + n, sizeof page - n, "%sbcdefghijklmnopqrstuvwxyz", TAILS[k]);
            struct ws_tree t = build_tree((struct ws_slice){(const uint8_t *)page, strlen(page)});
            struct ws_slice text = ws_node_text(&t, 1);
            size_t m = strlen(READ[k]);
            wrong += text.n != n + m + 25 || memcmp(text.p + n, READ[k], m) != 0;
        }
    IS_INT(wrong, 0, "what stands behind plain bytes of any length");
}

/* WHATWG HTML, 13.2.6.4.7 and the table modes. */
static void test_nesting(void)
{
    IS_TREE("<p>a<p>b<div>c</div>d", "p(\"a\") p(\"b\") div(\"c\") \"d\"");
    IS_TREE("<p>a<section>b</section></p>c", "p(\"a\") section(\"b\") p \"c\"");
    IS_TREE("<article><p>a<article>b", "article(p(\"a\") article(\"b\"))");
    IS_TREE("<p><span>a<ul><li>b</ul>c", "p(span(\"a\")) ul(li(\"b\")) \"c\"");
    IS_TREE("<p><button><div>a</div></button>b", "p(button(div(\"a\")) \"b\")");
    IS_TREE("a</p>b", "\"a\" p \"b\"");
    IS_TREE("a</br>b", "\"a\" br \"b\"");
    IS_TREE("<h1>a<h2>b</h1>c", "h1(\"a\") h2(\"b\") \"c\"");
    IS_TREE("<h1><p>a</h1>b", "h1(p(\"a\")) \"b\"");
    IS_TREE("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e",
            "ul(li(\"a\") li(\"b\" ul(li(\"c\"))) li(\"d\")) \"e\"");
    IS_TREE("<ul><li><div>a<li>b</ul>", "ul(li(div(\"a\")) li(\"b\"))");
    IS_TREE("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(\"a\") dd(\"b\") dt(\"c\"))");
    IS_TREE("<ul><ol><li>a</ol>b</ul>c", "ul(ol(li(\"a\")) \"b\") \"c\"");
    IS_TREE("<ul><form><li>a</form>b</ul>c", "ul(form(li(\"a\")) \"b\") \"c\"");
    IS_TREE("<form>a<form>b</form>c", "form(\"ab\") \"c\"");
    IS_TREE("<a href=1>a<a href=2>b", "a@href=1(\"a\") a@href=2(\"b\")");
    IS_TREE("<a href=1><table><tr><td>a</table>b</a>c",
            "a@href=1(table(tr(td(\"a\"))) \"b\") \"c\"");
    IS_TREE("<table><tr><td>a<td>b<tr><th>c<tbody><tr><td>d</table>e",
            "table(tr(td(\"a\") td(\"b\")) tr(th(\"c\")) tbody(tr(td(\"d\")))) \"e\"");
    IS_TREE("<table><caption>a<tr><td><table><tr><td>b</table>c<tr><td>d</table>",
            "table(caption(\"a\") tr(td(table(tr(td(\"b\"))) \"c\")) tr(td(\"d\")))");
    IS_TREE("<table><tr><td><p>a</table>b", "table(tr(td(p(\"a\")))) \"b\"");
    IS_TREE("<table><tr><td></div></span></li></p>a</table>", "table(tr(td(p \"a\")))");
    IS_TREE("<select><option>a<option>b<optgroup><option>c<optgroup></select>d",
            "select(option(\"a\") option(\"b\") optgroup(option(\"c\")) optgroup) \"d\"");
    IS_TREE("<button>a<button>b", "button(\"a\") button(\"b\")");
    IS_TREE("<ruby>a<rp>(<rt>b<rp>)</ruby>c",
            "ruby(\"a\" rp(\"(\") rt(\"b\") rp(\")\")) \"c\"");
    IS_TREE("<div><span>a</div>b</span>c", "div(span(\"a\")) \"bc\"");
    IS_TREE("<span><div>a</span>b</div>c", "span(div(\"ab\") \"c\")");
    IS_TREE("<x-a><x-b>a</x-c></x-a>b", "#unknown(#unknown(\"a\")) \"b\"");
    /* End tags as their start tags are written, and not, near the end of the page and not. */
    IS_TREE("<div><DIV>a</DIV>b</div>c", "div(div(\"a\") \"b\") \"c\"");
    IS_TREE("<DIV><div>a</DIV>b</div x>c, and so on", "div(div(\"a\") \"b\") \"c, and so on\"");
    IS_TREE("<section>a</section>b<article>c</article>d, and so on",
            "section(\"a\") \"b\" article(\"c\") \"d, and so on\"");
    IS_TREE("<b>a</bb>b</b >c</b>d, and so on", "b(\"ab\") \"cd, and so on\"");
    IS_TREE("<i><p>a</i>b</p>c</i>d, and so on", "i(p(\"ab\")) \"cd, and so on\"");
    IS_TREE("<p><div>a</div></p>b, and so on", "p div(\"a\") p \"b, and so on\"");
}

/* The adoption agency, as far as it goes. */
static void test_misnested_formatting(void)
{
    IS_TREE("<b>a<i>b</b>c</i>d", "b(\"a\" i(\"b\")) i(\"c\") \"d\"");
    IS_TREE("<b><p>a</b>b</p>c", "b(p(\"ab\")) \"c\"");
    IS_TREE("<b><p>a</b>b<p>c</p>d", "b(p(\"ab\")) p(\"c\") \"d\"");
    IS_TREE("<a href=x><div id=y>a</a>b</div>c",
            "a@href=x(div@id=y(\"a\")) div@id=y(\"b\") \"c\"");
    IS_TREE("<a href=1><p>a<a href=2>b</a>c</p>d</a>e",
            "a@href=1(p(\"a\" a@href=2(\"b\") \"c\")) \"de\"");
}

static void test_root_and_head(void)
{
    struct ws_tree t = build_tree(SLICE(
        "<html lang=en class=a><head><title> A &amp;\n<b>x</b> </title><title>no</title>"
        "<meta name=d content='1 &amp; 2'><meta property=og:x name=y content=z><meta charset=u>"
        "<link rel=canonical href=/c><link rel=x>"
        "<script type=' Application/LD+JSON; charset=utf-8'>{\"a\":\"</b>\"}</script>"
        "<script>no</script></head><body class=b id=c><p>t</p></body></html>after"
        "<body id=d role=e><meta itemprop=i content=j></body>"));
    OK(wrong_tree(&t) == NULL, "a whole page is a sound tree");
    struct dump d = dump_tree(&t);
    IS_SLICE(((struct ws_slice){(uint8_t *)d.p, d.n}), "p(\"t\") \"after\"",
             "nothing of html, head and body is in the tree");
    free(d.p);
    IS_SLICE(ws_node_attr(&t, 0, WS_ATTR_CLASS), "a", "html's attributes come first");
    IS_SLICE(ws_node_attr(&t, 0, WS_ATTR_ID), "c", "then those of body");
    IS_SLICE(ws_node_attr(&t, 0, WS_ATTR_ROLE), "e", "a second body adds to them");
    OK(ws_node_attr(&t, 0, WS_ATTR_HREF).p == NULL, "an absent attribute has no value");
    OK(ws_node_attr(&t, 2, WS_ATTR_HREF).p == NULL, "nor has a text");
    IS_SLICE(t.head.lang, "en", "language");
    IS_SLICE(t.head.title, "A & <b>x</b>",
             "title: references count, tags do not, first one wins");
    IS_INT(t.head.n_metas, 4, "metas with key and content");
    IS_SLICE(t.head.metas[0].value, "1 &amp; 2", "values are as written");
    IS_SLICE(t.head.metas[1].key, "y", "a meta with two keys counts twice");
    IS_SLICE(t.head.metas[2].key, "og:x", "the property comes second");
    IS_SLICE(t.head.metas[3].key, "i", "metas in the body count");
    IS_INT(t.head.n_links, 1, "links with rel and href");
    IS_SLICE(t.head.links[0].href, "/c", "href");
    IS_INT(t.head.n_json_ld, 1, "JSON-LD");
    IS_SLICE(t.head.json_ld[0], "{\"a\":\"</b>\"}", "JSON-LD is as written");
    IS_SLICE(ws_unescape(&tree_arena, t.head.metas[0].value), "1 & 2", "unescaped");
    IS_SLICE(ws_unescape(&tree_arena, SLICE("?a=b&copy=1&lt;&amp")), "?a=b&copy=1<&",
             "old links keep what looks like a reference");
}

static void test_title(void)
{
    static const char *const pages[][2] = {
        {"<title></title><title> b </title>", "b"},
        {"<svg><title>no</title></svg><body><title>late</title>", "late"},
        {"<title>a<p>b", "a"},
        {"<template><title>no</title></template><p>x", ""},
        {"<title>a <script>x</script> b</title>", "a <script>x</script> b"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct ws_tree t = build_tree(SLICE(pages[i][0]));
        IS_SLICE(t.head.title, pages[i][1], pages[i][0]);
    }
}

static void test_limits(void)
{
    struct ws_tree t;
    struct ws_error err;
    struct ws_slice page = SLICE("<p>a<b>b</b>c"); /* body, p, three texts, b */
    IS_INT(build_tree_max(page, 6, &t, &err), WS_OK, "as many nodes as allowed");
    IS_INT(build_tree_max(page, 5, &t, &err), WS_SKIP, "one more");
    IS_INT(err.code, WS_E_LIMIT, "over the limit");
    IS_INT(build_tree_max(SLICE("a"), 6, &t, &err), WS_OK, "the builder goes on");
    IS_INT(build_tree_max((struct ws_slice){NULL, 0}, 6, &t, &err), WS_OK, "no page at all");
    IS_INT(t.n_nodes, 1, "has a root");
}

int main(void)
{
    test_pruning();
    test_empty_raw();
    test_unclosed();
    test_tokens();
    test_formulas();
    test_scripts();
    test_scripts_of_any_length();
    test_tags();
    test_text();
    test_text_of_any_length();
    test_nesting();
    test_misnested_formatting();
    test_root_and_head();
    test_title();
    test_limits();
    release_trees();
    return tap_done();
}
