/* Doubt: phrases of prompts that stand close together lower a block; a report that uses one does not suffer. */
#include "pipeline/extract/doubt/doubt.h"
#include "pipeline/extract/extractor.h"
#include "tests/tap.h"

#include <string.h>

static struct ws_extractor *x;

/* p of the first block of a page of one, which was 0.9. */
static float after_doubt(const char *html)
{
    struct ws_page page = {.bytes = {(const uint8_t *)html, strlen(html)}};
    struct ws_analysis a;
    struct ws_error err;
    float p[8] = {0.9f};
    if (ws_analyse(x, &page, &a, &err) != WS_OK || a.blocks.n < 1 || a.blocks.n > 8 ||
        !ws_doubt_prompts(&a, p))
        return -1;
    return p[0];
}

static void prompt(const char *html)
{
    float p = after_doubt(html);
    OK(p >= 0 && p < 0.5f, "doubted: %.60s", html);
}

static void report(const char *html)
{
    float p = after_doubt(html);
    OK(p > 0.89f && p < 0.91f, "not doubted: %.60s", html);
}

/* p of block i of a page whose blocks were all p. */
static float of_page(const char *html, uint32_t i, float p)
{
    struct ws_page page = {.bytes = {(const uint8_t *)html, strlen(html)}};
    struct ws_analysis a;
    struct ws_error err;
    float all[96];
    for (int k = 0; k < 96; k++)
        all[k] = p;
    if (ws_analyse(x, &page, &a, &err) != WS_OK || i >= a.blocks.n || a.blocks.n > 96 ||
        !ws_doubt_prompts(&a, all))
        return -1;
    return all[i];
}

#define STORY                                                                                                  \
    "<p>The ferry left at four with nine cows, two calves and the new priest, who had never seen the island " \
    "and asked the skipper whether the wind was always like that."

static void lead_ins(void)
{
    OK(of_page(STORY "<p>Also read: The ferry that carried nine cows" STORY, 1, 0.9f) < 0.1f, "a lead-in and a headline");
    OK(of_page(STORY "<p>Lesen Sie auch: Die Fähre und die Kühe" STORY, 1, 0.9f) < 0.1f, "in German");
    OK(of_page(STORY "<p>See also <a href=/x>the ferry that carried nine cows</a>" STORY, 1, 0.9f) < 0.1f,
       "a lead-in and a link");
    OK(of_page(STORY "<p>The captain was glad that he could read more letters from home than the year before, for the nights were long" STORY, 1, 0.9f) > 0.89f,
       "the words somewhere else");
}

#define STORIES STORY STORY STORY
#define BETWEEN(block) of_page(STORIES block STORIES, 3, 0.9f)

static void lone_links(void)
{
    OK(BETWEEN("<p><a href=/x>Nine cows arrive on the island</a></p>") < 0.5f, "a headline that is a link, between paragraphs");
    OK(BETWEEN("<ul><li><a href=/x>Nine cows arrive on the island</a></ul>") < 0.5f, "or an item of a list");
    OK(BETWEEN("<p><a href=/x>八头牛乘渡轮抵达岛上</a></p>") < 0.5f, "in Chinese");
    OK(BETWEEN("<h2><a href=/x>Nine cows arrive on the island</a></h2>") > 0.89f, "not a heading");
    OK(BETWEEN("<p><a href=/x>Island letters</a></p>") > 0.89f, "not a name");
    OK(BETWEEN("<p><a href=/x>Who brought nine cows to the island?</a></p>") < 0.5f, "or asks");
    OK(BETWEEN("<p><a href=/x>It says that nine cows arrived.</a></p>") > 0.89f, "not a sentence");
    OK(BETWEEN("<p>Nine cows arrive on <a href=/x>the island</a></p>") > 0.89f, "not words with a link among them");
    OK(of_page(STORY "<p><a href=/x>Nine cows arrive on the island</a></p>" STORY, 1, 0.9f) > 0.89f, "nor on a page of few paragraphs");
}

static void labels(void)
{
    OK(of_page(STORY "<p>ADVERTISEMENT</p>" STORY, 1, 0.9f) < 0.1f, "a line that says it is an advertisement");
    OK(of_page(STORY "<p>реклама</p>" STORY, 1, 0.9f) < 0.1f, "and one in small Russian letters");
    OK(of_page(STORY "<p>Publicité</p>" STORY, 1, 0.9f) < 0.1f, "in French");
#define LINE(block) of_page(STORY block STORY, 1, 0.9f)
    OK(LINE("<div>SHARE 9 TWEET 3 COMMENT EMAIL MORE</div>") < 0.1f, "ways to share");
    OK(LINE("<div>Share more cows</div>") > 0.89f, "not with other words");
    OK(LINE("<div>Share, like, follow!</div>") > 0.89f, "nor in a sentence");
    OK(LINE("<div>Pinterest</div>") > 0.89f, "nor one alone");
    OK(LINE("<ul><li>Advertisement<li>Nine cows</ul>") < 0.1f, "an item of a list");
    OK(LINE("<h2>Advertising</h2>") > 0.89f, "but not a heading");
    OK(LINE("<div><button>1x</button><button>2x</button> <button>3x</button></div>") < 0.1f, "a row of buttons");
    OK(LINE("<div><button>Islands and ferries</button></div>") > 0.89f, "one button may open what it names");
    OK(LINE("<div><button>Nine</button> cows <button>arrive</button></div>") > 0.89f, "buttons in a line");
    OK(of_page("<p>Home / Islands / Ferries" STORY, 0, 0.9f) < 0.1f, "the way to a page");
    OK(of_page("<p>Home and away: a year on the ferries" STORY, 0, 0.9f) > 0.89f, "not every home");
    OK(of_page(STORY "<p>The advertisement said nothing of cows</p>" STORY, 1, 0.9f) > 0.89f, "a text that speaks of one");
}

#define AUTHOR "<head><meta name=author content='Rosa Paz, Jim Lee'><meta property=og:site_name content='The Gull'></head>"

static void author_boxes(void)
{
    OK(of_page(AUTHOR STORY STORY "<p>Rosa Paz covers the islands and keeps three goats.", 2, 0.9f) < 0.1f,
       "a box below the text");
    OK(of_page(AUTHOR STORY STORY "<p>Jim Lee covers the islands and keeps three goats.", 2, 0.9f) < 0.1f,
       "about the second author");
    OK(of_page(AUTHOR STORY "<p>Rosa Paz covers the islands and keeps three goats." STORY STORY, 1, 0.9f) > 0.89f,
       "the author in the middle of the text");
    OK(of_page(AUTHOR STORY STORY "<p>Ana Ruiz covers the islands and keeps three goats.", 2, 0.9f) > 0.89f,
       "somebody else");
    OK(of_page("<head><meta name=author content='The Gull'><meta property=og:site_name content='The Gull'></head>" STORY
               STORY "<p>The Gull is a paper for the islands, printed since 1921.", 2, 0.9f) > 0.89f,
       "an organisation");
#define DESK "<head><meta name=author content='海鸥科技'></head><p>海鸥科技"
    OK(of_page(DESK "讯 北京时间9月11日凌晨消息，九头牛乘渡轮抵达岛上。" STORY STORY, 0, 0.9f) > 0.89f,
       "a desk that opens its news with its name");
    OK(of_page(DESK "电话九头牛乘渡轮抵达岛上。" STORY STORY, 0, 0.9f) < 0.1f, "but not its telephone");
}

#define NAMED "<h1>The cows of Skerry</h1><p>Ana Ruiz"

static void authors_named_above(void)
{
    OK(of_page(NAMED STORY STORY "<p>Ana Ruiz covers the islands and keeps three goats.", 4, 0.9f) < 0.1f,
       "a box about who is named above the text");
    OK(of_page("<h1>Остров</h1><p>Анна Шубина" STORY STORY "<p>Текст: Анна Шубина живёт на острове.", 4, 0.9f) < 0.1f,
       "in Russian, behind a label");
    OK(of_page(NAMED STORY STORY "<p>Jim Lee covers the islands and keeps three goats.", 4, 0.9f) > 0.89f, "somebody else");
    OK(of_page(NAMED STORY "<p>The skipper, who is called Ana Ruiz by everyone on the islands and at home, did not say a word."
               "<p>Ana Ruiz sailed home.", 4, 0.9f) > 0.89f, "whom the text is about");
}

/* What a line alone is worth, and what the blocks behind it lose. */
static void sections(void)
{
    const char *html = STORY STORY "<h3>Read next</h3><p>The goats of Skerry<p>A bell is cast";
    struct ws_page page = {.bytes = {(const uint8_t *)html, strlen(html)}};
    struct ws_analysis a;
    struct ws_error err;
    float p[5] = {0.9f, 0.9f, 0.1f, 0.8f, 0.8f};
    OK(ws_analyse(x, &page, &a, &err) == WS_OK && a.blocks.n == 5, "five blocks");
    OK(ws_doubt_prompts(&a, p), "doubted");
    OK(p[1] > 0.89f && p[3] < 0.3f && p[4] < 0.3f, "what stands below \"Read next\" is doubted");
    float q[5] = {0.9f, 0.9f, 0.9f, 0.8f, 0.8f};
    OK(ws_doubt_prompts(&a, q), "doubted again");
    OK(q[3] > 0.79f, "not below a line that is text itself");
}

static void coupons(void)
{
    OK(of_page("<p>Get 15% off with my code DRAWER.", 0, 0.9f) < 0.1f, "an offer with a code");
    OK(of_page("<p>Mit dem Gutscheincode MEER20 gibt es 20 % auf alles.", 0, 0.9f) < 0.1f, "in German");
    OK(of_page("<p>Промокод SOVA10 даёт скидку 10% до конца марта.", 0, 0.9f) < 0.1f, "in Russian");
    OK(of_page("<p>输入优惠码 TEMMA15 享受 15% 折扣。", 0, 0.9f) < 0.1f, "in Chinese");
    OK(of_page("<p>The code of the port says that 15% of the berths are for the NAVY.", 0, 0.9f) > 0.89f, "another code");
    OK(of_page("<p>The safe opens with the code HERON7 and nothing else.", 0, 0.9f) > 0.89f, "a code without a discount");
}

/* What programs have in it that prompts have, too. */
#define BIO(text) of_page("<h1>The cows of Skerry</h1>" STORY "<p>" text STORY STORY, 2, 0.9f)

#define GOATS " and keeps three goats on the north side of the island, where the wind is so strong that no tree grows there."

static void bios(void)
{
    OK(BIO("Ana Ruiz writes for two papers" GOATS) < 0.1f, "an author between paragraphs");
    OK(BIO("Sailor and smith, Ana van Ruiz writes for two papers" GOATS) < 0.1f, "a trade before the name, a particle in it");
    OK(BIO("Ana Ruiz writes to two papers" GOATS) > 0.89f, "somebody who is no author");
    OK(BIO("Ana Ruiz writes for two papers" GOATS "<p>The islands know Ruiz well, and she knows every goat on them by name.") > 0.89f,
       "somebody of whom the text says more");
    OK(BIO("Milk Maids is a Skerry-based dairy" GOATS) > 0.89f, "a company");
    OK(BIO("The Gull writes for two islands" GOATS) > 0.89f, "an article is no first name");
    OK(BIO("Ana Ruiz writes for two papers that begin with “read more”" GOATS) > 0.89f, "what is quoted");
    OK(BIO("Penulis adalah jurnalis lepas di Kupang.") < 0.1f, "phrases of authors alone");
}

#define GULL(text) of_page("<title>The cows of Skerry | The Island Gull</title><h1>The cows of Skerry</h1>" STORY STORY "<p>" text \
                           STORY STORY STORY, 3, 0.9f)

static void own_words(void)
{
    OK(GULL("Like what you read? The Island Gull is glad of your company on the long evenings of the winter.") < 0.1f,
       "a site that names itself and addresses its readers");
    OK(GULL("The skipper was in The Island Gull once, with a photograph of the boat and the nine cows on its deck.") > 0.89f,
       "a text that names it");
    OK(GULL("Do you know the island? The Island Gull sailed there for forty winters with nothing but a lamp and nine cows "
            "on its deck.") < 0.4f, "whatever it says, but an article may, too");
    OK(GULL("Do you know the island? The skipper sailed there for forty winters with nothing but a lamp and nine cows on his "
            "deck.") > 0.8f, "a text that addresses somebody");
    OK(of_page("<title>The cows of Skerry | The Island Gull</title><p>Like what you read? The Island Gull is glad of your "
               "company on the long evenings of the winter.", 0, 0.9f) > 0.8f, "a page that says little else");
}

#define SAMPLE "<pre>cow = boat()</pre>"
#define ACCOUNT "<p>Subscribe to the list of boats to read there what a cow gives."
#define CODED "<li>The <code>boat()</code> of the cow"

static void manuals(void)
{
    float plain = of_page(STORY ACCOUNT STORY, 1, 0.9f), manual = of_page(STORY SAMPLE SAMPLE SAMPLE ACCOUNT STORY, 4, 0.9f);
    OK(plain < 0.89f && manual > plain, "pages with code are doubted less: %.2f, %.2f", (double)plain, (double)manual);
    manual = of_page(STORY ACCOUNT STORY "<ul>" CODED CODED CODED CODED CODED CODED "</ul>", 1, 0.9f);
    OK(manual > plain, "with code in its lines as well: %.2f", (double)manual);
    manual = of_page(STORY ACCOUNT STORY "<ul>" CODED CODED CODED CODED CODED "</ul>", 1, 0.9f);
    OK(manual <= plain, "with little of it not: %.2f", (double)manual);
    OK(of_page(STORY "<pre class='html hidden'>cow = boat()</pre>" STORY, 1, 0.9f) < 0.1f, "code that is not shown");
    OK(of_page(STORY "<pre class='html hiddencow'>cow = boat()</pre>" STORY, 1, 0.9f) > 0.89f, "another name");
}

static void code(void)
{
    prompt("<p>Subscribe to our newsletter and log in to read on.");
    report("<p>Subscribe to our <kbd>newsletter</kbd> and log in to read on.");
    report("<p>Call <code>subscribe()</code> to log in and read on.");
    report("<pre>subscribe(newsletter); // log in to read on</pre>");
}

static void page_notes(void)
{
    OK(of_page("<div class=printfooter>Retrieved from the lakes</div>" STORY, 0, 0.9f) < 0.1f, "a footer for print");
    OK(of_page("<div id=siteSub>Aus dem Seenwiki</div>" STORY, 0, 0.9f) < 0.1f, "the line below a wiki's title");
    OK(of_page("<div class='big noprint'>Van Merenwiki</div>" STORY, 0, 0.9f) < 0.1f, "one name of two");
    OK(of_page("<div class=noprinter>From the lakes</div>" STORY, 0, 0.9f) > 0.89f, "a longer name");
}

#define PROMPT "<p>Subscribe to our newsletter and follow us on Facebook."
#define PROMPT_FR "<p>Abonnez-vous à notre newsletter et suivez-nous sur Facebook."

static void runs(void)
{
    OK(of_page(STORY PROMPT "<p>Today the first month is on us!" STORY, 2, 0.8f) < 0.1f, "a call behind a prompt");
    OK(of_page(STORY PROMPT_FR "<p>La Mouette a besoin de vous !" STORY, 2, 0.8f) < 0.1f, "in French");
    OK(of_page(STORY PROMPT "<p>本店新用户注册即送三十天，赶快行动吧！" STORY, 2, 0.8f) < 0.1f, "with a wide mark");
    OK(of_page(STORY PROMPT "<p>The keeper wrote it down as he did each night, with the wind and all the cows that he had seen!" STORY,
               2, 0.8f) > 0.79f, "not a long sentence that is likely to be text");
    OK(of_page(STORY "<p>What a day it was for the cows!" STORY, 1, 0.8f) > 0.79f, "a call in a text");
    OK(of_page(STORY PROMPT "<p>The keeper wrote it down." STORY, 2, 0.8f) > 0.79f, "a sentence behind a prompt");
    OK(of_page(STORY PROMPT "<p>It comes on Fridays." PROMPT_FR STORY, 2, 0.8f) < 0.5f, "one between two prompts");
    OK(of_page(STORY PROMPT "<p>The keeper wrote it down as he did each night, with the wind, the ships and all the cows that he had seen." PROMPT_FR
                   STORY, 2, 0.8f) > 0.79f, "not a paragraph");
    OK(of_page(STORY "<h3>Stay close</h3>" PROMPT "<h3>The second day</h3>" STORY, 1, 0.8f) < 0.1f,
       "the heading of a prompt");
    OK(of_page(STORY "<h3>The second day</h3>" PROMPT STORY, 1, 0.8f) > 0.79f, "not when its text goes on behind it");
    OK(of_page(STORY "<h3>The second day</h3>" STORY PROMPT, 1, 0.8f) > 0.79f, "the heading of a text");
    OK(of_page(STORY "<div><h3>Want a new cow every Friday?</h3><p>The Gull has one" PROMPT "</div>" STORY, 1, 0.8f) > 0.79f,
       "one over something likely");
    OK(of_page(STORY "<ul><li>Free!<li>Subscribe to our newsletter today</ul>" STORY, 1, 0.8f) > 0.79f, "items of a list");
}

static void groups(void)
{
#define ASKS STORY STORY STORY STORY "<h4>A word from our publisher</h4>" \
    "<p>When I came to the island, years before the storm, I had one boat, and a goat that ate its ropes."
    OK(of_page(ASKS PROMPT, 5, 0.9f) < 0.1f, "what stands between a heading that asks and a prompt");
    OK(of_page(ASKS PROMPT, 4, 0.9f) < 0.1f, "so does the heading");
    OK(of_page(ASKS PROMPT "<h3>The second day</h3>" STORY " It was a long way, and the cows were glad of it.", 5, 0.9f) > 0.89f,
       "not when the text goes on behind it");
    OK(of_page(ASKS "<p>It was called Heron.", 5, 0.9f) > 0.89f, "not without a prompt");
    OK(of_page(STORY PROMPT "<p>— Rosa Paz, publisher", 2, 0.9f) < 0.1f, "the signature of a prompt");
    OK(of_page(STORY STORY "<p>— Rosa Paz, publisher", 2, 0.9f) > 0.89f, "one of a text");
}

static void cells(void)
{
#define CELL "<table><tr><td>" STORY STORY "<p>Today the first month is on us!" PROMPT "</td></tr></table>"
    OK(of_page(CELL, 2, 0.8f) < 0.1f, "a call before a prompt in a layout table");
    OK(of_page(STORY "<table><tr><td>What a day!<td>Subscribe to our newsletter</table>", 1, 0.8f) > 0.79f,
       "not in a row of a small table");
}

static void ad_boxes(void)
{
    OK(of_page(STORY "<div><div>Advertisement</div><a href=/x>Insure your boat from nine pounds a month</a></div>" STORY,
               2, 0.8f) < 0.1f, "what stands in a box with the word for it");
    OK(of_page(STORY "<div><div>Anzeige</div><a href=/x>Versichern Sie Ihr Boot für neun Euro im Monat</a></div>" STORY,
               2, 0.8f) < 0.1f, "in German");
    OK(of_page("<div><p>Advertisement</p>" STORY STORY STORY "</div>", 1, 0.8f) > 0.79f, "a box with the article in it");
}

#define PARAGRAPHS                                                                                                \
    STORY                                                                                                         \
    "<p>Anders Holm, who had kept the lighthouse for thirty years, wrote in the book that the sea was calm, and that a " \
    "seal had slept on the steps of the pier until noon."                                                         \
    "<p>The council met on Tuesday evening in the school, because the roof of the hall had been taken by the storm, and " \
    "voted by five to two for a new bridge."                                                                      \
    "<p>In 1911 the village had four hundred inhabitants, two shops and a church, of which only the church is left; its " \
    "bell was cast from the anchors of a wreck."                                                                  \
    "<p>Nobody knows who planted the trees behind the harbour, but the oldest of them fell last winter, and its rings " \
    "were counted by the pupils of the school."                                                                   \
    "<p>The priest said later that he had been afraid only once, when the smallest of the cows looked over the rail and " \
    "the skipper began to sing to her."
#define OF_APP "<p>Get the best of our kitchen straight in your pocket: tap the button below and the app is yours in seconds."
#define OF_EUROS "<p>La rédaction vit de ses lecteurs: quelques euros par mois suffisent pour que nous puissions continuer."
#define OF_STORIES "<p>Cada semana elegimos las mejores historias y se las enviamos por correo, gratis y sin anuncios."

#define SHORT_LINES                                                                                                   \
    "<p>The bell rang." "<p>Two seals came ashore in the night." "<p>No ship was seen from the pier."                 \
    "<p>It rained until noon." "<p>He had bread, and a little salt." "<p>The goat was gone."                          \
    "<p>A letter came from the bishop." "<p>It said nothing new." "<p>The wind turned to the north."                  \
    "<p>Five boats stayed at home." "<p>Somebody sang below the window." "<p>The lamp was lit at six."                \
    "<p>She counted the sheep twice." "<p>All of them were there." "<p>The snow came early."                          \
    "<p>They burned the old door." "<p>He wrote a line about the fog." "<p>Nobody read it until May."

/* Prompts that no phrase knows, on pages that are articles and on others. */
static void words(void)
{
    static const char *const PROMPTS[] = {OF_APP, OF_EUROS, OF_STORIES};
    for (size_t i = 0; i < sizeof PROMPTS / sizeof *PROMPTS; i++) {
        char html[4096];
        bool kept = true;
        snprintf(html, sizeof html, "%s%s" STORY, PARAGRAPHS, PROMPTS[i]);
        OK(of_page(html, 6, 0.9f) < 0.5f, "doubted in an article: %.60s", PROMPTS[i]);
        for (uint32_t k = 0; k < 8; k++)
            kept &= k == 6 || of_page(html, k, 0.9f) > 0.89f;
        OK(kept, "its paragraphs are not");
        snprintf(html, sizeof html, STORY STORY "%s" STORY, PROMPTS[i]);
        OK(of_page(html, 2, 0.9f) > 0.89f, "nor are prompts on pages with less text");
        snprintf(html, sizeof html, PARAGRAPHS "%s" SHORT_LINES SHORT_LINES SHORT_LINES SHORT_LINES, PROMPTS[i]);
        OK(of_page(html, 6, 0.9f) > 0.89f, "nor on those with many short lines");
    }
    OK(of_page(OF_APP OF_EUROS OF_APP OF_STORIES OF_APP OF_EUROS OF_APP, 1, 0.9f) > 0.89f,
       "a page that is all prompts");
}

#define DISCLOSURE "<p>This post contains affiliate links, for which we may receive a commission at no cost to you."
#define LEAD "You will love this quick and easy way to moor a boat, and your cows will thank you for it every day."

/* What stands behind a prompt is doubted more, but above the text it is most often its first paragraph. */
static void words_behind_prompts(void)
{
    const float first = of_page(DISCLOSURE "<p>" LEAD PARAGRAPHS STORY, 1, 0.97f),
                between = of_page(PARAGRAPHS DISCLOSURE "<p>" LEAD STORY, 7, 0.97f);
    OK(between < first, "%.2f between paragraphs, %.2f above them", (double)between, (double)first);
    const float said = of_page(PARAGRAPHS "<p>" LEAD STORY, 6, 0.97f),
                quoted = of_page(PARAGRAPHS "<p>“" LEAD "”" STORY, 6, 0.97f);
    OK(said < quoted, "%.2f where the page says it, %.2f where somebody is quoted", (double)said, (double)quoted);
    const float clause = of_page(PARAGRAPHS "<p>6.2. " LEAD STORY, 6, 0.97f),
                number = of_page(PARAGRAPHS "<p>6 2 " LEAD STORY, 6, 0.97f);
    OK(number < clause, "%.2f behind numbers, %.2f behind that of a clause", (double)number, (double)clause);
}

#define LONG_SAMPLE                                                                                               \
    "<pre>cow = boat(4, 9) if wind is north then sail(cow) else wait for the tide and moor(cow) at the pier until the " \
    "skipper is back with all calves</pre>"
#define LONG_SAMPLES LONG_SAMPLE LONG_SAMPLE LONG_SAMPLE

static void words_of_manuals(void)
{
    const float plain = of_page(PARAGRAPHS OF_APP STORY, 6, 0.9f),
                manual = of_page(SAMPLE SAMPLE SAMPLE PARAGRAPHS OF_APP STORY, 9, 0.9f);
    OK(plain < manual && manual < 0.89f, "pages with code are doubted less: %.2f, %.2f", (double)plain, (double)manual);
    OK(of_page(LONG_SAMPLES LONG_SAMPLES LONG_SAMPLES PARAGRAPHS STORY, 9, 0.9f) > 0.89f, "long code does not make text doubtful");
    OK(of_page(LONG_SAMPLES LONG_SAMPLES LONG_SAMPLES PARAGRAPHS STORY, 0, 0.9f) > 0.89f, "nor is it doubted");
    OK(of_page(LONG_SAMPLES LONG_SAMPLES STORY STORY OF_APP, 8, 0.9f) > 0.89f, "nor does it make an article");
    const char *const line = "get our app free :: phone -> tablet -> all your news";
    char html[4000];
    snprintf(html, sizeof html, PARAGRAPHS "<p>%s</p>" STORY, line);
    OK(of_page(html, 6, 0.9f) < 0.5f, "a line of words that prompts have");
    snprintf(html, sizeof html, PARAGRAPHS "<p><tt>%s</tt></p>" STORY, line);
    OK(of_page(html, 6, 0.9f) > 0.89f, "is not doubted where it is code");
}

#define ON_SITE(site) "<title>The cow | " site "</title>" PARAGRAPHS
#define MEETING "<p>The Tolland Rowers meet above the bakery on the first Tuesday of the month, and visitors are made welcome."

/* Meetings are neither here nor there, but those of whom the site has its name are its own. */
static void names_of_sites(void)
{
    const float other = of_page(ON_SITE("Hill and Heath") MEETING STORY, 6, 0.9f),
                own = of_page(ON_SITE("Tolland Rowers") MEETING STORY, 6, 0.9f),
                about = of_page(ON_SITE("Tolland Rowers") MEETING "<p>The skipper had learned to row with the Tolland Rowers, "
                                "who had then two boats and a shed and nobody who could have told them what a cow weighs.", 6, 0.9f);
    OK(own < other - 0.1f, "what names the site: %.2f, %.2f", (double)own, (double)other);
    OK(about < other - 0.1f, "also if the text does so once: %.2f", (double)about);
    OK(of_page("<title>The cow | Skipper weekly</title>" PARAGRAPHS STORY, 0, 0.9f) > 0.89f, "a word of the text itself");
}

/* In a forum people speak to each other, as prompts do to readers; and what does not say that it is an article may be none. */
static void words_of_pages(void)
{
#define SAYS "<p>If you have questions about the bridge, just ask me and I will look it up for you."
#define TOLD "<meta property=og:type content=article>"
    const float article = of_page(TOLD "<div>" PARAGRAPHS SAYS STORY "</div>", 6, 0.9f),
                untold = of_page("<div>" PARAGRAPHS SAYS STORY "</div>", 6, 0.9f),
                forum = of_page(TOLD "<div class=postbody>" PARAGRAPHS SAYS STORY "</div>", 6, 0.9f);
    OK(article < 0.3f && forum > 0.6f, "doubted in an article (%.2f), less in a forum (%.2f)", (double)article, (double)forum);
    OK(article < untold - 0.05f && untold < forum - 0.05f, "and where nothing tells (%.2f)", (double)untold);
#undef SAYS
#undef TOLD
}

/* Few words have to say more; what stands beside prompts, less. */
static void short_blocks_and_neighbours(void)
{
    OK(of_page(PARAGRAPHS "<p>Download our free app now" STORY, 6, 0.9f) < 0.5f, "a few words");
    OK(of_page(PARAGRAPHS "<p>The boat was free now" STORY, 6, 0.9f) > 0.89f, "others");
    OK(of_page(PARAGRAPHS "<ul><li>Get the best of our kitchen in your pocket: tap the button below and the app is yours.</ul>" STORY, 6, 0.9f) <
           0.5f, "an item of a list");
    const float alone = of_page(ON_SITE("Hill and Heath") MEETING STORY, 6, 0.9f),
                between = of_page(ON_SITE("Hill and Heath") OF_APP MEETING OF_APP STORY, 7, 0.9f);
    OK(between < alone - 0.1f, "between prompts: %.2f, %.2f", (double)between, (double)alone);
}

static void runs_of_words(void)
{
    OK(of_page(PARAGRAPHS OF_APP "<p>— Rosa Paz, publisher", 7, 0.9f) < 0.1f, "the signature of a prompt told by its words");
    OK(of_page(PARAGRAPHS "<p>— Rosa Paz, publisher", 6, 0.9f) > 0.89f, "one of a text");
    OK(of_page(PARAGRAPHS "<h3>Stay close</h3>" OF_APP "<h3>The second day</h3>" STORY, 6, 0.9f) < 0.1f, "the heading");
    OK(of_page(STORY "<h3>Stay close</h3>" OF_APP "<h3>The second day</h3>" STORY, 1, 0.9f) > 0.89f,
       "not on a page with less text");
    OK(of_page(PARAGRAPHS OF_APP "<p>Today the first month is on us!" STORY, 7, 0.8f) < 0.1f, "a call behind it");
}

static void letters(void)
{
    OK(of_page(PARAGRAPHS "<p>Dear readers," OF_APP STORY, 6, 0.9f) < 0.1f, "how one begins");
    OK(of_page(PARAGRAPHS "<p>Dear readers," STORY STORY, 6, 0.9f) > 0.8f, "not above the text");
    OK(of_page(PARAGRAPHS "<p>Nine cows and a boat" OF_APP STORY, 6, 0.9f) > 0.8f, "another line");
    OK(of_page(PARAGRAPHS OF_APP "<p>Thank you for your support, Rosa Paz", 7, 0.9f) < 0.1f, "how one ends");
    OK(of_page(PARAGRAPHS OF_APP "<p>The skipper thanked the cows for their support.", 7, 0.9f) > 0.5f, "a sentence");
    OK(of_page(PARAGRAPHS STORY "<p>Many thanks, Rosa Paz", 7, 0.9f) > 0.5f, "behind the text");
    OK(of_page(PARAGRAPHS OF_APP "<p>Your editorial team", 7, 0.9f) < 0.1f, "without a name, at the end");
    OK(of_page(PARAGRAPHS OF_APP "<p>The editors of the Gull" STORY, 7, 0.9f) > 0.8f, "where the text goes on, it may head it");
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    prompt("<p>Subscribe to our newsletter and follow us on Facebook.");
    prompt("<p>Abonnieren Sie unseren Newsletter und folgen Sie uns auf Facebook.");
    prompt("<p>Iscriviti alla nostra newsletter e seguici su Facebook.");
    prompt("<p>Đăng ký nhận bản tin và theo dõi chúng tôi trên Zalo.");
    prompt("<p>ĐĂNG KÝ NHẬN BẢN TIN VÀ THEO DÕI CHÚNG TÔI");
    prompt("<p>हमारे व्हाट्सऐप चैनल से जुड़ें और हमें फॉलो करें।");
    prompt("<p>Unduh aplikasi kami dan ikuti saluran WhatsApp kami.");
    prompt("<p>Iratkozz fel hírlevelünkre, és kövess minket a Facebookon.");
    report("<p>“Subscribe to our newsletter and follow us on Facebook,” she says, is what nobody wants to read.");
    OK(after_doubt("<p>She met us in town. She does not subscribe to any newsletter herself, nor does he.") > 0.8f,
       "what is said of others counts less");
    prompt("<p>Подпишитесь на нашу рассылку и на наш телеграм-канал.");
    report("<p>The river rose two metres in an hour and took the bridge with it.");
    report("<p>The museum has had a newsletter since spring, which its director writes on Sunday evenings at the "
           "kitchen table of a house that once belonged to the keeper of the lighthouse across the bay.");
    report("<h2>Subscribe to our newsletter</h2>");
    report("<ul><li>Subscribe to our newsletter</ul>");
    OK(after_doubt("<p>1") > 0.89f, "a block without words is left alone");
    lead_ins();
    lone_links();
    labels();
    author_boxes();
    authors_named_above();
    sections();
    coupons();
    bios();
    own_words();
    manuals();
    code();
    page_notes();
    runs();
    groups();
    cells();
    ad_boxes();
    words();
    words_of_pages();
    words_behind_prompts();
    words_of_manuals();
    names_of_sites();
    short_blocks_and_neighbours();
    runs_of_words();
    letters();
    ws_extractor_free(x);
    return tap_done();
}
