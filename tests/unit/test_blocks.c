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
    test_structure();
    test_numbers();
    test_depth();
    ws_tree_builder_free(builder);
    ws_arena_release(&arena);
    return tap_done();
}
