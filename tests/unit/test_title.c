/* The title: which of a page's headlines and titles for machines it is, without the site's name. */
#include "tests/unit/metadata_helper.h"

#define HOME "<div><a href=\"/\">The Courier</a></div><div><a href=/a>Sport</a></div>" WORDS

static void test_title(void)
{
    static const struct one CASES[] = {
        {"<title>Flood closes road - The Courier</title><h1>The Courier</h1><h1>Flood closes "
         "road</h1>",
         "Flood closes road"},
        {"<title>Flood closes road</title><h1>Flood closes the lower road in the valley</h1>",
         "Flood closes the lower road in the valley"},
        {"<title>The Courier</title>" PROP(
             "og:title", "Flood closes road") "<h1>Sport</h1><h1>Flood closes road!</h1>",
         "Flood closes road!"},
        {"<title>News</title><h1>Flood closes <br>the road</h1>", "Flood closes the road"},
        {"<title>News</title><h1><span style=display:block>flood closes</span><span "
         "style=display:block>the road</span></h1>",
         "flood closes the road"},
        {"<title>A station comes back - Courier</title><h1><span>A station</span><span>comes "
         "back</span></h1>",
         "A station comes back"},
        {"<title>Flood closes road | Courier</title>", "Flood closes road"},
        {"<title>Flood | News | The Courier</title>" PROP("og:site_name", "The Courier"), "Flood"},
        {"<title>The Courier: Flood closes road</title><h2>Flood closes road</h2>" WORDS,
         "Flood closes road"},
        {"<title>BBnd news - World - Flood closes the road</title><p><b>Flood closes the "
         "road</b></p>" WORDS,
         "Flood closes the road"},
        {"<title>Ann's weblog &ndash; How the river rose</title><h1><a href=/>Ann's "
         "weblog</a></h1>"
         "<h2><a href=/x>How the river rose</a></h2>" WORDS,
         "How the river rose"},
        {PROP("og:title",
              "From og") "<title>From title</title>" ARTICLE("\"headline\":\"From LD\""),
         "From og"},
        {"<title>From title</title>" ARTICLE("\"headline\":\"From LD\""), "From title"},
        {ARTICLE("\"headline\":\"From LD\""), "From LD"},
        {LD("{\"@type\":\"Product\",\"name\":\"A kettle\"}"), "A kettle"},
        {"<h2>More than two words</h2>" WORDS, "More than two words"},
        /* A headline and what is printed below it, and a site's name before a mark. */
        {PROP("og:title", "Fried Rice with Corn, Peas") "<title>Fried Rice with Corn, Peas - Kitchen</title>"
         "<h1>Fried Rice</h1><h2>with Corn, Peas</h2>" WORDS,
         "Fried Rice"},
        {PROP("og:title", "River Notes: How the river rose") "<title>River Notes: How the river rose</title>"
         "<h1>River Notes</h1><h2>How the river rose</h2>" WORDS,
         "How the river rose"},
        {"<title>make_file_name.c</title>", "make_file_name.c"},
        {"<title>洪水封闭道路_新闻_邮报</title>", "洪水封闭道路"},
        {"<title>Наводнение закрыло дорогу — Курьер</title><h1>НАВОДНЕНИЕ ЗАКРЫЛО ДОРОГУ</h1>",
         "НАВОДНЕНИЕ ЗАКРЫЛО ДОРОГУ"},
        {"<title>洪水で道路が閉鎖｜クーリエ</title><h1>洪水で道路が閉鎖</h1>", "洪水で道路が閉鎖"},
        {"<title>الفيضان يغلق الطريق | البريد</title>", "الفيضان يغلق الطريق"},
        {"<title>Η πλημμύρα - Ταχυδρόμος</title>", "Η πλημμύρα"},
        /* decoded once: what the page shows as a reference is one */
        {"<title>The &amp;amp; sign</title>", "The &amp; sign"},
        {"<title>a</title><h1>How &amp;lt; is written</h1>", "How &lt; is written"},
        {PROP("og:title", "R&amp;amp;D"), "R&amp;D"},
        {ARTICLE("\"headline\":\"Fish &amp; chips\""), "Fish & chips"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).title, CASES[i].want, CASES[i].html);
}

/* Titles for machines: what of them is the site. */
/* Parts of a title that are headlines of the page. */
static void test_parts(void)
{
    static const struct one CASES[] = {
        {"<title>CMP7 — Make 3.2 Documentation</title><h1>CMP7<a href='#x'>¶</a></h1>" WORDS, "CMP7"},
        {"<title>Net | Runtime v18 Documentation</title><h1>Runtime v18 documentation</h1><h2>Net<span><a href='#n'>#"
         "</a></span></h2>" WORDS, "Net"},
        {"<title>Courier: World Views : Another hope is dashed</title><h1>Courier: World Views</h1><h2>Another hope is "
         "dashed</h2>" WORDS, "Another hope is dashed"},
        {"<title>The Film Gang &raquo; Blog &raquo; Stand Up</title><h1>The Film Gang</h1><h2>Stand Up</h2>" WORDS,
         "Stand Up"},
        {"<title>How the river rose - Sport</title><h1>How the river rose</h1>" WORDS "<h2>Sport</h2>", "How the river rose"},
        {"<title>Opinion | Why the old dam must go before the next flood</title><h1>Why the old dam must go before the next "
         "flood</h1>" WORDS WORDS "<aside><h2>Opinion</h2></aside>",
         "Why the old dam must go before the next flood"},
        {"<title>Recipes &raquo; Flood &raquo; Reviews</title><h1>Flood of the year</h1>" WORDS " The mayor said so on Monday.<h2>Reviews"
         "</h2>",
         "Flood of the year"},
        {"<title>Dune | Films</title><h1><div>Dune</div><div>Part Two</div></h1>" WORDS, "Dune Part Two"},
        {"<title>My plans</title><h1>My plans<div>Posted on Wednesday, January 18, 2017</div></h1>" WORDS, "My plans"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).title, CASES[i].want, CASES[i].html);
}

static void test_title_and_site(void)
{
    static const struct one CASES[] = {
        /* the site in front: told by the page, or by a link to its first page */
        {"<title>The Courier: Flood closes road</title>" PROP("og:site_name", "The Courier"),
         "Flood closes road"},
        {"<title>Flood: Courier closes road</title>" PROP("og:site_name", "The Courier"),
         "Flood: Courier closes road"},
        {"<title>The Courier - How the flood closes the road</title>" HOME,
         "How the flood closes the road"},
        {"<title>The Courier &raquo; Blog Archive &raquo; How the flood closes the "
         "road</title>" HOME,
         "How the flood closes the road"},
        {"<title>Flood closes road &lsaquo; The Courier &mdash; WordPress</title>" HOME,
         "Flood closes road"},
        {"<title>The Courier: How the flood closes the road</title><a href='http://courier.example'>The "
         "Courier</a>" WORDS,
         "How the flood closes the road"},
        {"<title>The Courier: How the flood closes the road</title><a href='https://courier.example/"
         "index.html'>The Courier</a>" WORDS,
         "How the flood closes the road"},
        {"<title>The Courier: How the flood closes the road</title><a href=/x>The "
         "Courier</a>" WORDS,
         "The Courier: How the flood closes the road"},
        /* dashes in the headline itself */
        {"<title>Spider-Man - No Way Home - The Courier</title>", "Spider-Man - No Way Home"},
        {"<title>The Courier - Flood - How the river closes the lower road</title>" HOME,
         "Flood - How the river closes the lower road"},
        {"<title>Steam-engine - A history - Part 2 - My Blog</title>",
         "Steam-engine - A history - Part 2"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).title, CASES[i].want, CASES[i].html);
}

/* What an h1 has beside the title, or lacks between its words. */
static void test_headline(void)
{
#define TITLE "<title>Flood closes the road | The Courier</title>"
    static const struct one CASES[] = {
        {TITLE "<h1><span>News</span> Flood closes the road</h1>", "Flood closes the road"},
        {TITLE "<h1><div>News</div>Flood closes the road</h1>", "Flood closes the road"},
        {TITLE "<h1>Flood closes the road <span>NEW</span></h1>", "Flood closes the road"},
        {TITLE "<h1>News: Flood closes the road</h1>", "News: Flood closes the road"},
        {TITLE "<h1>News<br>Flood closes the road</h1>", "News Flood closes the road"},
        {TITLE PROP("og:title",
                    "News: Flood closes the road") "<h1><i>News:</i> Flood closes the road</h1>",
         "News: Flood closes the road"},
        {TITLE "<h1><b>What nobody had expected to happen</b> Flood closes the road</h1>",
         "What nobody had expected to happen Flood closes the road"},
        {"<title>Flood closes the lower road in the valley</title><h1><b>What nobody here had expected</b> Flood closes "
         "the lower road in the valley</h1>",
         "What nobody here had expected Flood closes the lower road in the valley"},
        {TITLE "<h1><span>Flood closes</span><span>the road</span></h1>", "Flood closes the road"},
        {"<title>Floodcloses theroad</title><h1>Flood closes the road</h1>",
         "Flood closes the road"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).title, CASES[i].want, CASES[i].html);
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    test_title();
    test_parts();
    test_title_and_site();
    test_headline();
    ws_extractor_free(x);
    return tap_done();
}
