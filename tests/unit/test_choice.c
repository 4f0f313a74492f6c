/* What is kept for where it stands: lists in the text, subheadings, questions, the list of a page's parts. */
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/select/roles.h"
#include "pipeline/extract/select/select.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <string.h>

#define EN "<p>The river rose by more than two metres on Monday night and took the old bridge with it, said the mayor of the town.</p>"

static struct ws_extractor *x;
static struct ws_analysis page;
static struct ws_selection sel;

/* p of a block: tenths behind a tilde in it, else 0.9. */
static float likelihood(struct ws_slice text)
{
    const uint8_t *mark = memchr(text.p, '~', text.n);
    return mark && mark + 1 < text.p + text.n ? (float)(mark[1] - '0') / 10 : 0.9f;
}

static void choose(const char *html)
{
    const struct ws_policy policy = {WS_FAVOR_BALANCED, 0, 0};
    struct ws_page in = {.bytes = SLICE(html), .content_type = SLICE("text/html; charset=utf-8")};
    struct ws_roles roles;
    struct ws_error err;
    if (ws_analyse(x, &in, &page, &err) != WS_OK)
        abort();
    float *p = ws_arena_alloc(page.arena, (page.blocks.n + 1) * sizeof *p);
    for (uint32_t i = 0; p && i < page.blocks.n; i++)
        p[i] = likelihood(page.blocks.v[i].text);
    if (!p || !ws_roles_assign(&page.tree, &page.features, p, page.about.title, page.arena, &roles) ||
        !ws_select(&page.tree, &page.features, &roles, p, &policy, page.arena, &sel))
        abort();
}

static void keeps(const char *text, bool want, const char *what)
{
    size_t n = strlen(text);
    for (uint32_t i = 0; i < page.blocks.n; i++)
        if (page.blocks.v[i].text.n >= n && !memcmp(page.blocks.v[i].text.p, text, n)) {
            OK(sel.keep[i] == want, "%s is %s: %s", text, want ? "kept" : "left out", what);
            return;
        }
    OK(false, "there is no block %s", text);
}

static void test_lists(void)
{
    choose("<title>t</title>" EN "<ul><li>Oars ~3</li><li>Sails ~3</li></ul>" EN "<ul><li>Menus ~1</li><li>Maps ~1</li></ul>" EN
           "<ul><li>Tides ~3</li><li>Winds ~3</li></ul>");
    keeps("Oars", true, "a list between paragraphs");
    keeps("Menus", false, "an unlikely one");
    keeps("Tides", false, "one behind the text");
}

#define ROWS "<tr><td>Barge ~2</td><td>40 ~1</td></tr><tr><td>Punt ~2</td><td>12 ~1</td></tr>"

static void test_tables(void)
{
    choose("<title>t</title>" EN "<table><tr><th>Boat ~4</th><th>Metres ~2</th></tr>" ROWS "</table>" EN);
    keeps("Boat", true, "a column of a table with headings between paragraphs");
    keeps("Punt", true, "its last row");
    choose("<title>t</title>" EN "<table><tr><td>Boat ~4</td><td>Metres ~2</td></tr>" ROWS "</table>" EN);
    keeps("Punt", false, "a row where no cell is a heading");
    choose("<title>t</title>" EN "<p>Table 3 ~1</p><table><tr><th>Boat ~4</th><th>Metres ~2</th></tr>" ROWS "</table><h2>Piers ~4</h2>" EN);
    keeps("Punt", true, "between its title and a heading");
    choose("<title>t</title>" EN EN "<table><tr><th>Boat ~4</th><th>Metres ~2</th></tr>" ROWS "</table><p>Imprint ~1</p>");
    keeps("Punt", false, "one behind the text");
}

static void test_bold(void)
{
    choose("<title>t</title><div>" EN "<p><b>The bridge ~3</b></p>" EN "<p>The town ~3</p>" EN "<p><b>Unlikely ~1</b></p>" EN
           "<p><b>(Pictures ~3)</b></p>" EN "<p><b>Subscribe to our newsletter ~3</b></p>" EN "<p><b>The <a href=/x>map</a> ~3</b></p>" EN
           "<p><b>The end ~3</b></p></div>");
    keeps("The bridge", true, "a line in bold type above a paragraph");
    keeps("The town", false, "one in plain type");
    keeps("Unlikely", false, "an unlikely one");
    keeps("(Pictures", false, "one in brackets");
    keeps("Subscribe", false, "one that asks for something");
    keeps("The map", false, "one with a link");
    keeps("The end", false, "one with nothing below");
}

static void test_questions(void)
{
    choose("<title>t</title><div>" EN "<p><b>— And the mill?</b></p>" EN
           "<p><b>— And the weir?</b></p>" EN "<p><b>— Who builds ~3 now?</b></p>" EN
           "<p>— Who pays ~3 for it?</p>" EN "<p><b>— Unlikely ~1?</b></p>" EN
           "<p><b>— Read more ~3?</b></p></div>");
    keeps("— Who builds", true, "a question of an interview");
    keeps("— Who pays", false, "one in plain type");
    keeps("— Unlikely", false, "an unlikely one");
    keeps("— Read more", false, "one that nothing answers");
    choose("<title>t</title><div>" EN "<p><b>— Who builds ~3 now?</b></p>" EN "</div>");
    keeps("— Who builds", false, "the only one");
}

static void test_headings(void)
{
    choose("<title>t</title><div>" EN "<header><h2>The mill ~3</h2><p>3 comments ~1</p></header>" EN
           "<header><h2>The weir ~3</h2><p>5 May ~1</p><p>Rosa Paz ~1</p><p>Print ~1</p></header>" EN
           "<header><h2>The ford ~3</h2><h3>Links ~0</h3></header>" EN
           "<h2>2 answers ~3</h2><div><p>17 ~1</p>" EN "</div></div>");
    keeps("The mill", true, "a heading, a note and its text");
    keeps("The weir", false, "a heading far from text");
    keeps("The ford", false, "a heading before another one");
    keeps("2 answers", false, "one whose notes are what they stand with");
    choose("<title>t</title><div>" EN "<h2>The lock ~4</h2><p>Give today ~1</p>" EN
           "<h2>The dam ~2</h2><p>Give today ~1</p>" EN "<h2>The quay ~4</h2><p>Give today ~1</p><h3>The pier ~0</h3>" EN
           "<h2>The lift ~4</h2><p>Give today ~1</p><section><p>Share ~1</p>" EN "</section></div>");
    keeps("The lock", true, "a heading, a prompt and its text");
    keeps("The dam", false, "an unlikely one");
    keeps("The quay", false, "one with another one before the text");
    keeps("The lift", false, "one whose text stands elsewhere");
}

#define ITEM(n) "<li><a href=part" n ".html>Part " n " of the river ~1</a></li>"
#define ITEMS   ITEM("1") ITEM("2") ITEM("3") ITEM("4") ITEM("5") ITEM("6")
#define INDEX   "<title>The river and its bridges</title><p>Home ~0</p><div><h1>The river and its bridges</h1>"

static void test_chapters(void)
{
    choose(INDEX "<ul>" ITEMS "</ul>" EN "</div><p>Imprint ~0</p>");
    keeps("Part 1", true, "parts between headline and text");
    keeps("Imprint", false, "and nothing else");
    choose(INDEX EN "<ul>" ITEMS "</ul></div><p>Imprint ~0</p>");
    keeps("Part 6", true, "parts below the text");
    choose(INDEX EN "</div><ul>" ITEMS "</ul>");
    keeps("Part 1", false, "a list in another box");
    choose(INDEX EN "<nav><ul>" ITEMS "</ul></nav></div>");
    keeps("Part 1", false, "a menu");
    choose(INDEX EN "<ul class=related>" ITEMS "</ul></div>");
    keeps("Part 1", false, "related pages");
    choose(INDEX EN "<ul>" ITEM("1") ITEM("2") "</ul></div>");
    keeps("Part 1", false, "a list of two");
    choose(INDEX EN EN EN EN EN EN EN EN EN EN EN EN EN EN "<ul>" ITEMS "</ul></div>");
    keeps("Part 1", false, "a list below much text");
    choose(INDEX "<ul><li><a href=#a>Part 1 ~1</a><li><a href=#b>Part 2 ~1</a><li><a href=#c>Part 3 ~1</a><li><a href=#d>Part 4 "
           "~1</a><li><a href=#e>Part 5 ~1</a></ul>" EN "</div>");
    keeps("Part 1", false, "parts of the page itself");
}

/* How many blocks of that text are kept. */
static int kept(const char *text)
{
    size_t n = strlen(text);
    int kept = 0;
    for (uint32_t i = 0; i < page.blocks.n; i++)
        kept += sel.keep[i] && page.blocks.v[i].text.n >= n &&
                !memcmp(page.blocks.v[i].text.p, text, n);
    return kept;
}

static void test_copies(void)
{
#define ONE                                                                                        \
    "<p>One of the paragraphs of this article that is long enough to be told by its text.</p>"
#define TWO                                                                                        \
    "<p>Two of them make a run, and that run is here once more for the readers on their way.</p>"
    choose("<title>t</title>" EN "<div class='d-none d-md-block'>" ONE
           "</div><div class=d-md-none>" ONE "</div>" TWO);
    IS_INT(kept("One of"), 1, "a paragraph for wide and for small screens");
    choose("<title>t</title><div class=desktop>" EN "<h2>Head</h2>" ONE "<p>Short.</p>" TWO
           "</div><div class=mobile>" EN "<h2>Head</h2>" ONE "<p>Short.</p>" TWO
           "</div><div class=print>" EN "<h2>Head</h2>" ONE "<p>Short.</p>" TWO "</div>");
    IS_INT(kept("One of") + kept("Two of") + kept("Head") + kept("Short"), 4, "all of an article");
    OK(sel.keep[0], "the first one stays");
    choose("<title>t</title>" EN "<div class=mobile><h2>Head</h2>" ONE "</div><div class=desktop><h2>Head</h2>" ONE
           "</div>" TWO);
    IS_INT(kept("One of") + kept("Head"), 2, "with a short block in front");
    choose("<title>t</title><div>" EN ONE ONE TWO "</div>");
    IS_INT(kept("One of"), 2, "what is repeated without such a reason");
    choose("<title>t</title>" EN "<div class=mobile>" ONE ONE "</div>" TWO);
    IS_INT(kept("One of"), 2, "also for one kind of screen");
    choose("<title>t</title>" EN ONE "<div class=mobile><blockquote>" ONE
           "</blockquote></div>" TWO);
    IS_INT(kept("One of"), 2, "a quote of what stands above");
    choose("<title>t</title>" EN "<div class=mobile>" ONE "</div>" TWO "<div class=desktop>" ONE
           "</div>" EN);
    IS_INT(kept("One of"), 2, "somewhere else");
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    if (!x)
        return 1;
    test_lists();
    test_tables();
    test_bold();
    test_copies();
    test_questions();
    test_headings();
    test_chapters();
    ws_extractor_free(x);
    return tap_done();
}
