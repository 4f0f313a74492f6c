/* HTML to blocks to text, without a model: every block is kept. */
#include "pipeline/extract/blocks/blocks.h"
#include "pipeline/extract/render/render.h"
#include "tests/tap.h"

static struct ws_arena arena;
static struct ws_tree_builder *builder;
static struct ws_tree tree;
static struct ws_blocks blocks;

static void cut(const char *html)
{
    struct ws_error err;
    ws_arena_reset(&arena);
    if (ws_tree_build(builder, SLICE(html), 100000, &arena, &tree, &err) != WS_OK ||
        !ws_blocks_cut(&tree, &arena, &blocks))
        blocks.n = 0;
}

/* All blocks, rendered. */
static void renders(const char *html, const char *want, const char *what)
{
    static bool keep[10000];
    struct ws_slice text = {NULL, 0};
    memset(keep, 1, sizeof keep);
    cut(html);
    OK(blocks.n < sizeof keep && ws_render_text(&tree, &blocks, keep, &arena, &text, NULL), "%s", what);
    IS_SLICE(text, want, what);
}

static void test_inline(void)
{
    renders("<p>One  <b>two</b>\n three</p>", "One two three", "white space is collapsed");
    renders("<p>un<b>believ</b>able</p>", "unbelievable", "inline tags do not split words");
    renders("<p>a<br>b</p>", "a\nb", "br is a line break");
    renders("<p>a<br> <br>b</p>", "a\n\nb", "two are an empty line");
    renders("<a href=1>Home</a><a href=2>News</a>", "Home News", "adjacent links are apart");
    renders("<span>Home</span><span>About</span>", "Home About", "spans that look apart");
    renders("<p><span>W</span><span>ord</span></p>", "Word", "a drop cap is not");
    renders("<p>by<time>10:00</time>today</p>", "by 10:00 today", "time is set apart");
    renders("<label>Name</label><button>Go</button>", "Name Go", "labels and buttons are, too");
    renders("<div><cite>Ann wrote:</cite>a loose nut</div>", "Ann wrote: a loose nut", "who is quoted from what he says");
    renders("<p>as <cite>Emma</cite>'s readers <cite>Li</cite>ke</p>", "as Emma's readers Like", "other cites are not");
    renders("<p>hy\u00adphen\u200bated</p>", "hyphenated", "invisible characters are dropped");
    renders("<p>a&nbsp;b</p>", "a b", "a no-break space is a space");
    renders("<p>\u4f60<ruby>\u597d<rt>hao</rt></ruby></p>", "\u4f60\u597d", "ruby annotations are not text");
    renders("<p>x<select><option>1<option>2</select>y</p>", "x y", "options are not text");
    renders(
        "<p><span style='Display: block'>a</span><span style=display:block;color:red>b</span>c</p>",
        "a\nb\nc", "lines of a poem, by style");
    renders("<div>a<a style='display:flex'>b</a> c <i style=display:inline-block>d</i>e</div>",
            "a\n\nb\n\nc de", "elements on lines of their own outside of paragraphs");
    renders("<pre>a<i style=display:block>b</i>c</pre>", "abc", "not in pre");
    renders("<p>a<b style=display:none><i style=display:block>x</i></b>b<i "
            "style=display:block>c</i></p>",
            "ab\nc", "what is not seen breaks nothing");
    renders("<div>a<p>b</p>c</div>", "a\n\nb\n\nc", "text around a paragraph");
    renders("<p> \n </p><div></div>", "", "empty blocks are none");
}

static void test_line_ends(void)
{
    renders("<p style='color:red;white-space: pre-line'>a\n b <b>c\nd</b>\n \ne</p>f\ng",
            "a\nb c\nd\n\ne\n\nf g", "white-space: pre-line");
    renders("<div class='p-4 whitespace-pre-wrap'>\n<p>a\nb</p>\n<p>c</p></div><p>d\ne</p>",
            "a\nb\n\nc\n\nd e", "and by class, for all that is in it");
    renders("<pre style='white-space:pre-wrap'>a\n  b\n\nc</pre>", "a\n  b\n\nc",
            "pre stays what it is");
    renders("<div style=white-space:pre-line>a<i style=display:block>b</i>c\nd</div>"
            "<div><i style=white-space:pre>e</i><i style=display:block>f</i></div>",
            "a\n\nb\n\nc\nd\n\ne\n\nf", "with elements on lines of their own, which end lines as elsewhere");
    renders("<p style='white-space:nowrap;width:1em'>a\nb</p>", "a b", "not by other styles");
    renders(
        "<div style=white-space:pre>a\n\n\n\nb\n\nc<b style=white-space:pre>\n\nd\n\n</b>e</div>",
        "a\n\nb\n\nc\n\nd\n\ne", "many blocks from one text");
    renders("<div style=white-space:pre>\n\n&nbsp;\na\n&nbsp;\nb\n\u3000\u200b\nc\n\u200b\n\n&nbsp;d\n&#127;\ne</div>",
            "a\n\nb\n\nc\n\nd\n\ne", "of all kinds of blanks");
}

static void test_furniture(void)
{
    renders("<pre>ls -l<button>Copy</button></pre><p><button>Go</button> on", "ls -l\n\nGo on",
            "buttons in code");
    renders("<li>see <a href=#r1>\u21a9\ufe0e</a><li><b><a href='x#r2'>^</a></b> there<li><a "
            "href=/x>^</a>",
            "- see\n- there\n- ^", "the way back from a footnote");
    renders("<p>a <a href=#top>\u2191 up</a>", "a \u2191 up", "not words");
    renders("<pre>x <a href=#pow>^</a> 2</pre><p><code>x <a href=#pow>^</a> 2</code>", "x ^ 2\n\nx ^ 2",
            "nor operators of code");
}

static void test_quotes(void)
{
    renders("<p>She: <q>no, <q><b>never</b></q>!</q>, he: <q></q>.",
            "She: \u201cno, \u2018never\u2019!\u201d, he: .", "q has its marks");
    renders("<div><q>a</q><q><div>b</div></q>", "\u201ca\u201d\n\nb", "not around blocks");
    cut("<pre><q>a<div></div> \n</q>b</pre>");
    OK(blocks.n == 2 && blocks.v[1].n_runs == 1, "nor in a block without any of the quote");
    IS_SLICE(blocks.v[1].text, "b", "which has no mark");
    renders("<html lang=de-AT><p><q>ja</q>", "\u201eja\u201c", "German ones");
    renders("<html lang=fr><p><q>oui</q>.", "\u00ab oui \u00bb.", "French ones");
    renders("<p><q>\u201dYes\u201d</q> \u201c<q>no</q>\u201d \u201c <q>a</q>",
            "\u201dYes\u201d \u201cno\u201d \u201c \u201ca\u201d", "not twice");
}

static void test_structure(void)
{
    renders("<ul><li>one<li>two<ul><li>deep</ul><li>three</ul><p>end</p>",
            "- one\n- two\n  - deep\n- three\n\nend", "lists");
    renders("<ol><li><p>first</p><p>more</p></li><li>second</li></ol>", "- first\nmore\n- second",
            "an item of several blocks");
    renders("<dl><dt>term</dt><dd>what it is</dd></dl>", "term\nwhat it is", "definition list");
    renders("<table><tr><th>a<th>b<tr><td>1<td>2<br>3</table>", "a\tb\n1\t2 3", "a table of data");
    renders("<table><tr><td><p>one</p><p>two</p></td><td>side</td></tr></table>",
            "one\n\ntwo\n\nside", "a table for layout");
    renders("<p>a</p><pre>\n  int x;\n\n  return;\n</pre><p>b</p>",
            "a\n\n  int x;\n\n  return;\n\nb", "pre is verbatim");
    renders("<pre>a<br>b</pre>", "a\nb", "br in pre");
    renders("<pre><span>foo</span><span>Bar</span></pre>", "fooBar", "nothing is put into code");
    renders("<h2>Use<a href=#use>\u00b6</a></h2><h2>\u00b6</h2>", "Use\n\n\u00b6",
            "headings without their permalinks");
    renders("<blockquote>q</blockquote><h2>H</h2>", "q\n\nH", "quotes and headings");
}

static void test_empty_cells(void)
{
    renders("<table><tr><th><th>a<th>b<tr><th>r<td><td>2<tr><th>s<td>1<td></table>",
            "\ta\tb\nr\t\t2\ns\t1", "an empty cell is an empty field, the last ones excepted");
    renders("<table><tr><td rowspan=2>r<td>1<td>2<tr><td>3<td>4<tr><td colspan=2>s<td>5</table>",
            "r\t1\t2\n\t3\t4\ns\t\t5", "and so is what a cell spans");
    renders("<table><tr><th>a<th><th>b<tr><td>1<td> <td>2<tr><td>3<td>&nbsp;<td>4</table>",
            "a\tb\n1\t2\n3\t4", "not in a column without any text");
    renders("<table><tr><th colspan=2>a<th "
            "colspan=2>b<tr><td><img><td>1<td><img><td>2<tr><td><td>3<td><td>4</table>",
            "a\tb\n1\t2\n3\t4", "nor in one that only parts of cells lie in");
    renders("<table><tr><td>1.<td>one<tr><td><td>its source<tr><td>2.<td>two</table>",
            "1.\tone\nits source\n2.\ttwo", "nor in front of what may be a line of a list");
    renders("<table><tr><td><td>logo<tr><td>menu<td><p>one</p><p>two</p></table>",
            "logo\n\nmenu\n\none\n\ntwo", "nor in page layout");
    renders("<table role=presentation><tr><td><td>a<td>b<tr><td>1<td><td>2</table>", "a\tb\n1\t2",
            "as its role says");
    renders("<table><tr><th>a<th colspan=99>b<th colspan=2>c<tr><td>1<td>2</table>",
            "a\tb\tc\n1\t2", "nor when there are too many");
}

static void test_mixed_rows(void)
{
    renders("<table><tr><th>a<th>b<tr><td>1<td>2<tr><td>3<td><p>x</p><ul><li>y</ul><tr><td>5<td>6</"
            "table>",
            "a\tb\n1\t2\n3\tx y\n5\t6",
            "a row with several blocks in a cell, among rows that are data");
    renders("<table><tr><th>a<th>b<tr><td>1<td><pre>if\n\n  x</pre><tr><td>5<td>6</table>",
            "a\tb\n1\tif x\n5\t6", "or code");
    renders("<table><tr><td>1<td>2<tr><td>3<td>4<tr><td>5<td><p>a<p>b<tr><td>6<td><p>c<p>d<tr><td>7<td><p>e<p>f</table>",
            "1\t2\n3\t4\n\n5\n\na\n\nb\n\n6\n\nc\n\nd\n\n7\n\ne\n\nf", "not when there are more such rows than others");
    renders("<table><tr><td>1<td>2<tr><td>3<td>4<tr><td>5<td><h3>x</h3><p>y</p></table>",
            "1\t2\n3\t4\n\n5\n\nx\n\ny", "not with a heading");
    renders("<pre><table><tr><td class=ln>1<td>a<tr><td class=ln>2<td>  b</table></pre>", "a\n  b",
            "code in a table in code");
}

static void test_raised(void)
{
    renders("<p>In 1998<sup><a href=#n3>3</a></sup> and 1999<a href='x#n4'><sup>4</sup></a>, "
            "M1<sup><a href=#a>1</a>,<a href=#b>12</a></sup>",
            "In 1998[3] and 1999[4], M1[1],[12]", "marks of notes");
    renders("<p>a<sup>[<a href=#n>5</a>]</sup> b<sup><a href=#n>[6]</a></sup> c<sup><a "
            "href=/x>7</a></sup> d<sup><a href=#1998>1998</a></sup>",
            "a[5] b[6] c7 d1998", "not marked as such already, and no other links");
    renders("<p>5\u00d710<sup>6</sup> or 10<sup>\u22123</sup> m<sup>2</sup>",
            "5\u00d710^6 or 10^\u22123 m2", "powers of ten");
    renders("<p>$10<sup>99</sup> for 210<sup>5</sup>, 10<sup>th</sup> <sup>3</sup>He",
            "$1099 for 2105, 10th 3He", "not all that is raised");
    renders("<table><tr><td>a<sup><a href=#1>1</a></sup><td>10<sup>9</sup><tr><td><sup><a "
            "href=#1>1</a></sup> n<td>c</table>",
            "a[1]\t10^9\n1 n\tc", "in cells, and not what a block begins with");
    renders("<p>e\u0301a<b>\u0301</b> 1<sup><a href=#1>1</a></sup>", "\u00e9\u00e1 11",
            "not in text that was composed");
}

static void test_numbers(void)
{
    cut("<p>See <a href=x>this page</a> and <b>that</b>.</p><div hidden>no</div>"
        "<div aria-hidden=true><p>words</p></div><p>yes</p>");
    IS_INT(blocks.n, 3, "blocks");
    IS_INT(blocks.v[0].words, 5, "words");
    IS_INT(blocks.v[0].links, 1, "links");
    IS_INT(blocks.v[0].link_chars, 8, "characters in links");
    IS_INT(blocks.v[0].bold_chars, 4, "bold characters");
    IS_INT(blocks.v[0].chars, 19, "characters");
    IS_INT(tree.nodes[blocks.v[0].node].tag, WS_TAG_P, "own element");
    OK(!blocks.v[0].hidden && blocks.v[1].hidden && !blocks.v[2].hidden, "concealed by an ancestor");
    cut("<a href=x><div>whole</div></a>");
    IS_INT(blocks.v[0].link_chars, 5, "a block inside a link");
    IS_INT(blocks.v[0].links, 1, "counts that link");
    cut("<a name=x>anchor</a>");
    IS_INT(blocks.v[0].link_chars, 0, "an anchor is no link");
}

static void test_depth(void)
{
    static char page[400000];
    size_t n = 0;
    for (int i = 0; i < 20000; i++)
        n += (size_t)snprintf(page + n, sizeof page - n, "<div><b>w ");
    cut(page);
    size_t words = 0;
    for (uint32_t i = 0; i < blocks.n; i++)
        words += blocks.v[i].words;
    IS_INT(words, 20000, "no text is lost at any depth");
}

int main(void)
{
    ws_tree_global_init();
    ws_arena_init(&arena);
    builder = ws_tree_builder_new(WS_PARSER_AUTO);
    test_inline();
    test_line_ends();
    test_furniture();
    test_quotes();
    test_structure();
    test_empty_cells();
    test_mixed_rows();
    test_raised();
    test_numbers();
    test_depth();
    ws_tree_builder_free(builder);
    ws_arena_release(&arena);
    return tap_done();
}
