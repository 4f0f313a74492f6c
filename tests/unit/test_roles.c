/* The role of each block, and what becomes of it. How likely a block is content does not come from the model
 * here but is written into it: 9 of 10, or as many as the digit behind a tilde says ("~3"). */
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/render/outline.h"
#include "tests/tap.h"

#include <stdlib.h>

#define EN "<p>The river rose by two metres overnight, and by morning the lower road was closed; nobody was " \
           "hurt, the mayor said, but forty families spent the night in the school hall.</p>"
#define DE "<p>Der Fluss stieg über Nacht um zwei Meter, und am Morgen war die untere Straße gesperrt; verletzt " \
           "wurde niemand, sagte der Bürgermeister, doch vierzig Familien schliefen in der Schule.</p>"
#define FR "<p>La rivière est montée de deux mètres pendant la nuit, et au matin la route du bas était coupée ; " \
           "il n'y a pas de blessés, a dit le maire, mais quarante familles ont dormi à l'école.</p>"
#define ES "<p>El río subió dos metros durante la noche, y por la mañana la carretera baja estaba cortada; nadie " \
           "resultó herido, dijo el alcalde, pero cuarenta familias pasaron la noche en la escuela.</p>"
#define RU "<p>За ночь река поднялась на два метра, и к утру нижняя дорога была закрыта; никто не пострадал, " \
           "сказал мэр, но сорок семей провели ночь в зале школы, куда им принесли одеяла и чай.</p>"
#define ZH "<p>河水一夜之间上涨了两米，到早晨下游的道路已经封闭；市长说没有人受伤，但有四十户人家在学校礼堂里过夜。</p>"
#define AR "<p>ارتفع النهر مترين خلال الليل، وفي الصباح كان الطريق السفلي مغلقا؛ قال رئيس البلدية إن أحدا لم يصب " \
           "بأذى، لكن أربعين أسرة قضت الليل في قاعة المدرسة حيث وزعت عليها الأغطية والشاي.</p>"

static struct ws_extractor *x;
static struct ws_analysis page;
static float *p;
static struct ws_roles roles;
static struct ws_selection sel;

static float likelihood(struct ws_slice text)
{
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == '~')
            return (float)(text.p[i + 1] - '0') / 10;
    return 0.9f;
}

static void assign(const char *html)
{
    struct ws_error err;
    struct ws_page in = {.bytes = SLICE(html), .content_type = SLICE("text/html; charset=utf-8")};
    if (ws_analyse(x, &in, &page, &err) != WS_OK)
        abort();
    p = ws_arena_alloc(page.arena, (page.blocks.n + 1) * sizeof *p);
    for (uint32_t i = 0; p && i < page.blocks.n; i++)
        p[i] = likelihood(page.blocks.v[i].text);
    if (!p || !ws_roles_assign(&page.tree, &page.features, p, page.about.title, page.arena, &roles))
        abort();
}

static uint32_t find(const char *text)
{
    size_t n = strlen(text);
    for (uint32_t i = 0; i < page.blocks.n; i++)
        for (size_t k = 0; k + n <= page.blocks.v[i].text.n; k++)
            if (!memcmp(page.blocks.v[i].text.p + k, text, n))
                return i;
    return WS_NO_BLOCK;
}

/* The first block with text in it has that role. */
static void has_role(const char *text, enum ws_role want)
{
    uint32_t i = find(text);
    IS_STR(i == WS_NO_BLOCK ? "no such block" : ws_role_name(roles.of[i]), ws_role_name(want), text);
}

/* --- by markup ------------------------------------------------------------------------ */

static void test_markup(void)
{
    assign("<title>t</title><h2><a href=x>A heading</a></h2>" EN "<ul><li>An item</ul><dl><dt>A term<dd>What it "
           "means</dl><ol><li><p>Its paragraph</p><h4>Its heading</h4><blockquote>Its quote</blockquote></ol>"
           "<table><caption>What it shows</caption><tr><th>Metres<td>2<td><ul><li>In a cell</ul></table>"
           "<pre>int x;</pre><p><code>make all</code></p><p>Run <code>make</code> first</p><blockquote><p>Nobody "
           "was hurt</blockquote><figure><img src=a><figcaption>The road</figcaption></figure>");
    has_role("A heading", WS_ROLE_HEADING);
    has_role("The river", WS_ROLE_PARAGRAPH);
    has_role("An item", WS_ROLE_LIST);
    has_role("A term", WS_ROLE_LIST);
    has_role("What it means", WS_ROLE_LIST);
    has_role("Its paragraph", WS_ROLE_LIST);
    has_role("Its heading", WS_ROLE_HEADING);
    has_role("Its quote", WS_ROLE_QUOTE);
    has_role("What it shows", WS_ROLE_CAPTION);
    has_role("Metres", WS_ROLE_TABLE);
    has_role("2", WS_ROLE_TABLE);
    has_role("In a cell", WS_ROLE_LIST);
    has_role("int x;", WS_ROLE_CODE);
    has_role("make all", WS_ROLE_CODE);
    has_role("Run make", WS_ROLE_PARAGRAPH);
    has_role("Nobody was hurt", WS_ROLE_QUOTE);
    has_role("The road", WS_ROLE_CAPTION);
    assign("<div class=wp-caption><img src=a><p class='wp-caption-text'>By the river</p></div>" EN
           "<div class=photoCaption>Al borde del agua</div><p class=lead>No caption");
    has_role("By the river", WS_ROLE_CAPTION);
    has_role("Al borde", WS_ROLE_CAPTION);
    has_role("No caption", WS_ROLE_PARAGRAPH);
}

static void test_layout_tables(void)
{
    assign("<table><tr><td>Menu<td>" EN EN EN "<p>" EN "<ul><li>An item</ul><table><tr><td>Depth<td>2 m</table>"
           "<div>The river rose, it is said once more in one long paragraph that is by far too long for the cell of "
           "a table with figures in it, because it goes on and on about the road, the mayor, the forty families, the "
           "school hall, the night, the blankets, the tea, the morning after and the way home through the mud and "
           "the fog, until there are more than sixty words.</div></table><td>Stray cell");
    has_role("Menu", WS_ROLE_PARAGRAPH);
    has_role("The river", WS_ROLE_PARAGRAPH);
    has_role("An item", WS_ROLE_LIST);
    has_role("Depth", WS_ROLE_TABLE);
    has_role("Stray cell", WS_ROLE_PARAGRAPH);
}

/* --- headline ------------------------------------------------------------------------- */

static void test_headline(void)
{
    assign("<title>Flood closes road – The Courier</title><meta property=og:site_name content='The Courier'>"
           "<div>FLOOD CLOSES ROAD</div><h1>Flood closes road</h1>" EN "<p>Flood closes road</p>");
    has_role("FLOOD", WS_ROLE_HEADLINE);
    IS_INT(roles.headline, find("Flood closes"), "the heading is the one to show");
    assign("<title>洪水封路</title><h2>洪水封路</h2>" ZH);
    has_role("洪水封路", WS_ROLE_HEADLINE);
    assign("<title>Паводок закрыл нижнюю дорогу</title><p>ПАВОДОК ЗАКРЫЛ НИЖНЮЮ ДОРОГУ</p>" RU);
    has_role("ПАВОДОК", WS_ROLE_HEADLINE);
    assign("<title>The Courier: Flood closes the lower road</title><p><b>Flood closes the lower road</b><br>Rosa Paz, 12 June 2025</p>" EN);
    has_role("Rosa Paz", WS_ROLE_HEADLINE);
    assign("<title>The flood</title><h1>Notes</h1>" EN "<h2>The flood</h2>" EN);
    has_role("Notes", WS_ROLE_HEADING);
    has_role("The flood", WS_ROLE_HEADING);
    IS_INT(roles.headline, WS_NO_BLOCK, "a heading of the text is no headline");
    assign("<h1>No title but this</h1>" EN "<h1>and this</h1>");
    has_role("No title", WS_ROLE_HEADLINE);
    assign("<title>Flood closes the road</title><h1><span>News</span> Flood closes the road</h1>" EN);
    has_role("News", WS_ROLE_HEADLINE);
}

/* --- byline --------------------------------------------------------------------------- */

#define FLOOD "<title>Flood closes road</title><h1>Flood closes road</h1>"

static void test_bylines(void)
{
    assign(FLOOD "<p>Rosa van Paz</p><p>12 June 2025, 10:40</p>" EN "<p>Jim Lee</p>" EN);
    has_role("Rosa van", WS_ROLE_BYLINE);
    has_role("Jim Lee", WS_ROLE_PARAGRAPH);
    static const struct {
        const char *title, *line, *text;
    } CASES[] = {
        {"Flood closes road", "By Jane Roe, The Courier", EN},
        {"Flood closes road", "12 March 2024, 10:20", EN},
        {"Flut sperrt Straße", "Von Max Müller", DE},
        {"Flut sperrt Straße", "Stand: 12.03.2024, 10.20 Uhr", DE},
        {"La crue coupe la route", "Par Élodie Dupont", FR},
        {"La crue coupe la route", "Publié le 12 mars 2024 à 10h20", FR},
        {"La crecida corta la carretera", "Por Juan Pérez y Ana Ruiz", ES},
        {"La crecida corta la carretera", "12 de marzo de 2024", ES},
        {"Паводок закрыл дорогу", "Автор: Иван Петров", RU},
        {"Паводок закрыл дорогу", "1 мая 2024 г., 10:20", RU},
        {"洪水封路", "2024年5月1日 10:20 来源：新华社", ZH},
        {"洪水封路", "记者 王芳", ZH},
        {"الفيضان يغلق الطريق", "بقلم أحمد علي", AR},
    };
    char html[4000];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        snprintf(html, sizeof html, "<title>%s</title><h1>%s</h1><p>%s</p>%s%s%s", CASES[i].title, CASES[i].title,
                 CASES[i].line, CASES[i].text, CASES[i].text, CASES[i].text);
        assign(html);
        has_role(CASES[i].line, WS_ROLE_BYLINE);
        IS_STR(ws_role_name(roles.of[2]), "paragraph", "but not the text behind it");
    }
    assign(FLOOD "<h6 class=byline>By Jane Roe</h6><h6 class=dateline>Published: July 18, 2024</h6>"
           "<h3>By the river, July 2024</h3>" EN EN);
    has_role("By Jane Roe", WS_ROLE_BYLINE);
    has_role("Published: July", WS_ROLE_BYLINE);
    has_role("By the river", WS_ROLE_HEADING);
    assign("<title>t</title>" EN EN "<p>Автор: Иван Петров</p>");
    has_role("Автор", WS_ROLE_BYLINE);
    assign("<title>t</title>" EN EN EN EN "<p>By Jane Roe</p>" EN EN "<p>12 March 2024</p>" EN EN EN EN);
    has_role("By Jane Roe", WS_ROLE_PARAGRAPH);
    has_role("12 March", WS_ROLE_PARAGRAPH);
    assign("<title>t</title><div class=post-author><a href=x>Jane Roe</a></div>" EN EN EN EN EN EN
           "<div><time datetime=2024-05-01>yesterday</time></div>" EN "<div>Seen <time datetime=2024-05-01>yesterday"
           "</time> from the air, the valley was a lake</div>" EN "<table><tr><td>12 March 2024<td>2 m</table>" EN);
    has_role("Jane Roe", WS_ROLE_BYLINE);
    has_role("yesterday", WS_ROLE_BYLINE);
    has_role("Seen", WS_ROLE_PARAGRAPH);
    has_role("12 March", WS_ROLE_TABLE);
}

/* Bylines by what they are made of or stand beside. */
static void test_facts(void)
{
    assign("<title>t</title>" EN EN EN EN EN "<div><time>7:20 p.m.</time> <span class=post-author>Rosa Paz</span></div>"
           EN "<div><time>19.40 Uhr</time> <a rel=author href=x>Jan van Dam</a></div>" DE
           "<div><span class=post-author>Rosa Paz</span> wrote at <time>noon</time> that all roads were open</div>" EN);
    has_role("7:20", WS_ROLE_BYLINE);
    has_role("19.40", WS_ROLE_BYLINE);
    has_role("Rosa Paz wrote", WS_ROLE_PARAGRAPH);
    assign("<title>Паводок закрыл дорогу</title><h1>Паводок закрыл дорогу</h1><table><tr><td>04.12.2021 08:15 | Автор: "
           "Вера Полозкова | Просмотров: 2318<td>3 метра</table>" RU RU);
    has_role("04.12", WS_ROLE_BYLINE);
    has_role("3 метра", WS_ROLE_TABLE);
    assign("<title>Povodeň</title><h1>Povodeň</h1><dl><dt>Podrobnosti<dd>11. 2. 2022<dd>Zobrazeno: 1871</dl>" EN EN);
    has_role("Podrobnosti", WS_ROLE_BYLINE);
    has_role("Zobrazeno", WS_ROLE_BYLINE);
    assign(FLOOD "<ul><li>12 March 2024<li>The lower road was closed by morning.</ul>" EN EN);
    has_role("12 March", WS_ROLE_BYLINE);
    has_role("The lower", WS_ROLE_LIST);
}

/* Lines that are called dates, and that nobody has to be able to read. */
static void test_called_dates(void)
{
    assign(FLOOD "<p class=post-date>3 hours ago</p>" EN "<p class=date>Mar 5</p>" EN);
    has_role("3 hours", WS_ROLE_BYLINE);
    has_role("Mar 5", WS_ROLE_PARAGRAPH);
    assign(FLOOD "<div class=date><p>Nobody was hurt</p></div><p class=date>The river rose by two metres overnight.</p>" EN);
    has_role("Nobody was hurt", WS_ROLE_PARAGRAPH);
    has_role("The river rose by two metres overnight.", WS_ROLE_PARAGRAPH);
}

/* --- comments ------------------------------------------------------------------------- */

#define COMMENTS "<div id=comments><div class=comment><p>What a night that was.</p></div><ol class=kommentare><li>" \
                 "Danke an alle Helfer.</ol></div>"

static void test_comments(void)
{
    assign("<title>t</title>" EN EN EN COMMENTS "<p>After all");
    has_role("What a night", WS_ROLE_COMMENT);
    has_role("Danke", WS_ROLE_COMMENT);
    has_role("After all", WS_ROLE_PARAGRAPH);
    OK(!roles.forum, "a page with comments is no forum");
    assign("<title>t</title><div class=body><section id=writing>" EN EN "</section><section id=answer-comments><h2>Answer "
           "comments</h2><p>Be polite.</p></section><section id=end>" EN EN "</section></div>");
    has_role("Be polite", WS_ROLE_PARAGRAPH);
    assign("<title>t</title><div class=thread><div class=message>" EN "</div><div class=message>" EN "</div></div>");
    OK(roles.forum, "one made of messages is");
    assign("<title>t</title><div itemscope itemtype='https://schema.org/QAPage'>" EN "</div>");
    OK(roles.forum, "as is one that says so");
}

/* --- selection ------------------------------------------------------------------------ */

static void select_by(enum ws_favor favor, uint32_t keep, uint32_t drop)
{
    struct ws_policy policy = {favor, keep, drop};
    if (!ws_select(&page.tree, &page.features, &roles, p, &policy, page.arena, &sel))
        abort();
}

/* The first blocks with these texts are kept or not. */
static void keeps(const char *text, bool want, const char *when)
{
    uint32_t i = find(text);
    OK(i != WS_NO_BLOCK && sel.keep[i] == want, "%s: %s %s", when, text, want ? "is kept" : "is not");
}

static void is_told(const char *text, enum ws_role want, const char *when)
{
    uint32_t i = find(text);
    IS_STR(i == WS_NO_BLOCK ? "no such block" : ws_role_name(sel.role[i]), ws_role_name(want), when);
}

#define BIT(role) WS_ROLE_BIT(WS_ROLE_##role)

static const char PAGE[] =
    "<title>Flood closes road</title><p>~1 Before all<h1>Flood closes road</h1><p>By Jane Roe</p>" EN
    "<figure><img src=a><figcaption>The road ~1</figcaption></figure><figure><img src=b><figcaption>The hall"
    "</figcaption></figure><section><p>See also ~1</p></section><p aria-hidden=true>Unseen ~1</p>"
    "<h3>What comes next</h3>" EN COMMENTS "<div>Behind all ~1";

static void test_defaults(void)
{
    assign(PAGE);
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("The river", true, "default");
    keeps("The hall", true, "default");
    keeps("What comes next", true, "default");
    keeps("Flood closes", false, "default");
    keeps("By Jane", false, "default");
    keeps("The road ~", false, "default");
    keeps("What a night", false, "default");
    is_told("Flood closes", WS_ROLE_HEADLINE, "a headline is no boilerplate");
    is_told("By Jane", WS_ROLE_BYLINE, "nor is a byline");
    is_told("What a night", WS_ROLE_COMMENT, "nor a comment");
    is_told("See also", WS_ROLE_BOILERPLATE, "a paragraph that is not text is");
    is_told("The road ~", WS_ROLE_BOILERPLATE, "and a caption that is not");
    is_told("The hall", WS_ROLE_CAPTION, "but not one that is");
}

/* What goes or stays by what stands beside it. */
static void test_edges(void)
{
    assign("<title>Flood closes road</title><div><p>Weather: rain</div><div><h1>Flood closes road</h1><h2>What we know ~3"
           "</h2>" EN "<figure><img src=a><figcaption>The school hall is seen from the river bank on Monday ~3."
           "</figcaption></figure><figure><img src=a><figcaption>Hall ~3</figcaption></figure>" EN
           "<p>But avoid …</p><ul><li>Roads ~1<li>Bridges ~1</ul>" EN "<p>We waited …</p>" EN);
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("Weather", false, "before the headline");
    keeps("What we know", true, "a heading below the headline");
    keeps("The school hall", true, "a caption that is a sentence");
    keeps("Hall ~3", false, "a caption that is none");
    keeps("But avoid", false, "a line whose list is left out");
    keeps("We waited", true, "a line that trails off");
    assign("<title>Flood closes road</title>" EN EN EN EN "<div><h1>Flood closes road</h1>" EN "</div>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("The river", true, "most of the text stands before the headline");
    assign("<title>Flood closes road</title><body>" EN "<h2>Flood closes road</h2>" EN EN EN);
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("The river", true, "a heading like the title among paragraphs");
}

/* Buttons and tags at the edges of the text. */
static void test_link_rows(void)
{
    assign("<title>t</title><p><a class=f>Facebook</a><a class=w>WhatsApp</a></p>" EN "<p><a href=/1>Map</a> "
           "<a href=/2>List</a></p>" EN "<p><a href=/t/r>Rivers</a> <a href=/t/f>Floods</a></p>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("Facebook", false, "a row of links above the text");
    keeps("Map", true, "one in it");
    keeps("Rivers", false, "one below");
    assign("<title>t</title>" EN EN "<p>More: <a href=/1>the map</a> <a href=/2>the list</a></p>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("More", true, "links with a word beside them");
    assign("<title>t</title>" EN EN "<p><a href=/1>The map is here,</a> <a href=/2>the list there.</a></p>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("The map is", true, "links that make a sentence");
    assign("<title>t</title>" EN "<p><a href=/1>One</a> <a href=/2>Two</a></p><p><a href=/3>Three</a> <a href=/4>Four</a></p>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("Three", true, "rows that are what there is");
}

/* Samples of code, which look like nothing that a page has to say. */
static void test_code(void)
{
    assign("<title>t</title><pre>above ~2</pre>" EN "<pre>first ~2</pre><pre>second ~2</pre><p>As seen ~1</p>" EN
           "<pre>unlikely ~0</pre>" EN "<pre>below ~2</pre>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("first ~", true, "code between paragraphs");
    keeps("second ~", true, "and more of it");
    keeps("As seen", false, "a line beside it");
    keeps("unlikely ~", false, "code that is none of the text");
    keeps("above ~", false, "code before all text");
    keeps("below ~", false, "code behind it");
}

/* Divs between paragraphs: most of them are appeals, and so all are. */
static void test_kin(void)
{
#define APPEAL "<div>Give what you can ~0</div>"
    assign("<title>t</title>" EN EN EN APPEAL "<div>It may be ten crowns ~8</div>" EN APPEAL APPEAL);
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("It may be", false, "a div among such");
    assign("<title>t</title>" EN EN EN APPEAL "<p>It may be ten crowns ~8</p>" EN APPEAL APPEAL);
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("It may be", true, "a paragraph among them");
}

static void test_keep(void)
{
    assign(PAGE);
    select_by(WS_FAVOR_BALANCED, BIT(HEADLINE) | BIT(BYLINE), 0);
    keeps("Flood closes", true, "keep headline");
    keeps("By Jane", true, "keep byline");
    keeps("Before all", false, "keep headline");
    select_by(WS_FAVOR_BALANCED, BIT(CAPTION), 0);
    keeps("The road ~", true, "keep caption");
    keeps("See also", false, "keep caption");
    is_told("The road ~", WS_ROLE_CAPTION, "and it is a caption");
    select_by(WS_FAVOR_BALANCED, BIT(COMMENT), 0);
    keeps("What a night", true, "keep comment");
    keeps("Behind all", false, "keep comment");
    select_by(WS_FAVOR_BALANCED, BIT(BOILERPLATE), 0);
    keeps("See also", true, "keep boilerplate");
    keeps("Unseen", false, "keep boilerplate");
    keeps("Before all", false, "keep boilerplate");
    keeps("Behind all", false, "keep boilerplate");
    keeps("By Jane", false, "keep boilerplate");
    is_told("See also", WS_ROLE_BOILERPLATE, "it is boilerplate still");
    select_by(WS_FAVOR_BALANCED, BIT(PARAGRAPH), 0);
    keeps("See also", true, "keep paragraph");
    keeps("Unseen", false, "keep paragraph");
    is_told("See also", WS_ROLE_PARAGRAPH, "and it is a paragraph");
}

static void test_drop(void)
{
    assign(PAGE);
    select_by(WS_FAVOR_BALANCED, 0, BIT(CAPTION) | BIT(HEADING));
    keeps("The hall", false, "drop caption");
    keeps("What comes next", false, "drop heading");
    keeps("The river", true, "drop caption and heading");
    select_by(WS_FAVOR_BALANCED, BIT(CAPTION), BIT(CAPTION));
    keeps("The hall", false, "drop wins over keep");
    assign("<title>t</title><div class=thread>" EN EN "<div class=comment>" EN "<p>What a night.</p></div></div>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("What a night", true, "comments of a forum");
    select_by(WS_FAVOR_BALANCED, 0, BIT(COMMENT));
    keeps("What a night", false, "drop comment");
    assign("<title>t</title><p>A word before</p><div class=respond>" EN EN EN "</div>" EN "<div class=comments>" EN EN EN
           "</div>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("A word before", true, "beside comments");
}

static void test_only_comments(void)
{
    assign("<title>t</title><div>" EN EN "</div><ol class=comments><li>" EN "<li>" EN "<li>What a night.</ol>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("What a night", false, "as much article as comments");
    assign("<title>t</title><p>35 responses</p><div><ol class=comments><li>" EN "<li>" EN "</ol></div><div>"
           "<ol class=comments><li>" EN "<li>" EN "<li>What a night.</ol></div>");
    select_by(WS_FAVOR_BALANCED, 0, 0);
    keeps("What a night", true, "hardly anything but comments");
}

static void test_copies(void)
{
    assign("<title>Flood closes road</title><p>Flood closes road</p><h2>Flood closes road</h2><h1>Flood closes "
           "road</h1>" EN);
    select_by(WS_FAVOR_BALANCED, BIT(HEADLINE), 0);
    uint32_t kept = 0, at = 0;
    for (uint32_t i = 0; i < page.blocks.n; i++)
        if (sel.keep[i] && sel.role[i] == WS_ROLE_HEADLINE) {
            kept++;
            at = i;
        }
    OK(kept == 1 && at == 2, "of three headlines the highest is kept: %u, block %u", kept, at);
}

/* What a stricter setting keeps, a more lenient one keeps, too. */
static void test_favor(void)
{
    static const char HTML[] =
        "<title>t</title><div>" EN "</div><div><p>Likely enough ~6</p></div><div><p>Less likely, and shorter ~3</p>"
        "</div><div><p>Hardly, but who knows ~3</p></div><div><p>No ~1</p></div><div>" EN "</div>";
    static const char *const TEXTS[] = {"The river", "Likely", "Less", "Hardly", "No ~"};
    static const bool WANT[][5] = {[WS_FAVOR_PRECISION] = {true, false, false, false, false},
                                   [WS_FAVOR_BALANCED] = {true, true, false, false, false},
                                   [WS_FAVOR_RECALL] = {true, true, true, true, false}};
    static const char *const WHEN[] = {[WS_FAVOR_PRECISION] = "precision", [WS_FAVOR_BALANCED] = "balanced",
                                       [WS_FAVOR_RECALL] = "recall"};
    assign(HTML);
    for (unsigned favor = WS_FAVOR_PRECISION; favor <= WS_FAVOR_RECALL; favor++) {
        select_by((enum ws_favor)favor, 0, 0);
        for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
            keeps(TEXTS[i], WANT[favor][i], WHEN[favor]);
    }
}

/* --- outline -------------------------------------------------------------------------- */

static struct ws_article outline(const char *html, bool titled, enum ws_favor strict_favor)
{
    struct ws_selection strict;
    assign(html);
    select_by(strict_favor, 0, 0);
    strict = sel;
    select_by(WS_FAVOR_RECALL, 0, 0);
    struct ws_span *spans = ws_arena_zalloc(page.arena, page.blocks.n + 1, sizeof *spans);
    struct ws_outline o = {page.blocks.n, &sel, strict.keep, spans, {page.about.title, 0}};
    if (!titled)
        o.head.line.n = 0;
    struct ws_article art = page.about;
    if (!spans || !ws_render_text(&page.tree, &page.blocks, sel.keep, page.arena, &art.text, spans) ||
        !ws_outline_title(o.head, page.arena, &art.text) || !ws_outline_blocks(&o, page.arena, &art))
        abort();
    return art;
}

static void is_block(const struct ws_article *art, size_t i, enum ws_role role, size_t start, size_t end, bool lenient)
{
    const struct ws_text_block *b = &art->blocks[i];
    OK(i < art->n_blocks && b->role == role && b->start == start && b->end == end && b->lenient == lenient,
       "block %zu: %s %zu..%zu%s", i, ws_role_name(b->role), b->start, b->end, b->lenient ? ", lenient" : "");
}

static void test_outline(void)
{
    static const char HTML[] = "<title>洪水</title><h1>洪水</h1><p>Été 水.</p><ul><li>one<li>deux, ô</ul>"
                               "<div><p>peut-être ~3</p></div>";
    struct ws_article art = outline(HTML, false, WS_FAVOR_PRECISION);
    IS_SLICE(art.text, "Été 水.\n\n- one\n- deux, ô\n\npeut-être ~3", "the text without its title");
    IS_INT(art.n_blocks, 4, "its blocks");
    is_block(&art, 0, WS_ROLE_PARAGRAPH, 0, 6, false);
    is_block(&art, 1, WS_ROLE_LIST, 10, 13, false);
    is_block(&art, 2, WS_ROLE_LIST, 16, 23, false);
    is_block(&art, 3, WS_ROLE_PARAGRAPH, 25, 37, true);
    art = outline(HTML, true, WS_FAVOR_RECALL);
    IS_SLICE(art.text, "洪水\n\nÉté 水.\n\n- one\n- deux, ô\n\npeut-être ~3", "and with it, once");
    IS_INT(art.n_blocks, 5, "its blocks");
    is_block(&art, 0, WS_ROLE_HEADLINE, 0, 2, false);
    is_block(&art, 1, WS_ROLE_PARAGRAPH, 4, 10, false);
    is_block(&art, 4, WS_ROLE_PARAGRAPH, 29, 41, false);
    art = outline("<title>Nothing</title>", true, WS_FAVOR_RECALL);
    OK(art.text.n == 0 && art.n_blocks == 0 && art.blocks, "no title on top of no text, and an empty list");
}

/* --- as options of the extractor ------------------------------------------------------ */

static struct ws_article extract_with(const struct ws_extract_options *o, const char *html, struct ws_extractor **y)
{
    struct ws_page in = {.bytes = SLICE(html), .content_type = SLICE("text/html; charset=utf-8")};
    struct ws_article art;
    struct ws_error err;
    *y = ws_extractor_new(o);
    if (!*y || ws_extract(*y, &in, &art, &err) != WS_OK)
        abort();
    return art;
}

static void test_options(void)
{
    static const char HTML[] = "<title>Flood closes road</title><article><h1>Flood closes road</h1>" EN EN EN EN
                               "</article>";
    struct ws_extract_options o;
    struct ws_extractor *y;
    ws_extract_options_init(&o);
    struct ws_article art = extract_with(&o, HTML, &y);
    OK(art.text.n > 9 && !memcmp(art.text.p, "The river", 9) && !art.blocks, "nothing asked for, no list");
    ws_extractor_free(y);
    o.with_title = o.list_blocks = true;
    o.keep_roles = BIT(HEADLINE);
    art = extract_with(&o, HTML, &y);
    OK(art.n_blocks == 5 && art.blocks[0].role == WS_ROLE_HEADLINE && art.blocks[1].role == WS_ROLE_PARAGRAPH &&
           art.blocks[1].start == 19,
       "the title is there once, though its block is to be kept, too");
    ws_extractor_free(y);
    o.with_title = false;
    art = extract_with(&o, HTML, &y);
    OK(art.n_blocks == 5 && art.blocks[0].role == WS_ROLE_HEADLINE && art.blocks[0].end == 17,
       "the block alone is kept where it stands");
    ws_extractor_free(y);
    art = extract_with(&o, "", &y);
    OK(art.blocks && art.n_blocks == 0, "the list of an empty page is empty");
    ws_extractor_free(y);
}

/* Work that grows with the square of a page would take minutes here. */
static void test_hostile(void)
{
    static const char *const HEADS[] = {"<title>", "<div class='meta caption'><b class='x y z'>"};
    static const char *const PIECES[] = {"<p>w a b c", "w<br><br>"};
    char *html = malloc((3 << 20) + 1);
    if (!html)
        abort();
    for (int k = 0; k < 2; k++) {
        size_t n = 0;
        for (int i = 0; i < (k ? 400 : 1); i++)
            n += (size_t)sprintf(html + n, "%s", HEADS[k]);
        for (int i = 0; i < (k ? 0 : 200000); i++)
            n += (size_t)sprintf(html + n, "w a b c ");
        n += (size_t)sprintf(html + n, "%s", k ? "" : "</title>");
        for (int i = 0; i < 90000; i++)
            n += (size_t)sprintf(html + n, "%s", PIECES[k]);
        assign(html);
        OK(page.blocks.n >= 90000, "many blocks: %u", page.blocks.n);
    }
    free(html);
}

static void test_names(void)
{
    OK(!strcmp(ws_role_name(WS_ROLE_HEADLINE), "headline") && !strcmp(ws_role_name(WS_ROLE_BOILERPLATE), "boilerplate"),
       "roles have names");
    IS_STR(ws_role_name(WS_ROLE_COUNT), "?", "other numbers do not");
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    if (!x)
        return 1;
    test_markup();
    test_layout_tables();
    test_headline();
    test_bylines();
    test_facts();
    test_called_dates();
    test_comments();
    test_defaults();
    test_edges();
    test_link_rows();
    test_code();
    test_kin();
    test_keep();
    test_drop();
    test_only_comments();
    test_copies();
    test_favor();
    test_outline();
    test_options();
    test_names();
    test_hostile();
    ws_extractor_free(x);
    return tap_done();
}
