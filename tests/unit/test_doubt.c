/* Doubt: phrases of prompts that stand close together lower a block; a report that uses one does not suffer. */
#include "pipeline/extract/analysis.h"
#include "pipeline/extract/doubt.h"
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
    if (ws_analyse(x, &page, &a, &err) != WS_OK || a.blocks.n < 1 || a.blocks.n > 8)
        return -1;
    ws_doubt_prompts(&a, p);
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
    float all[32];
    for (int k = 0; k < 32; k++)
        all[k] = p;
    if (ws_analyse(x, &page, &a, &err) != WS_OK || i >= a.blocks.n || a.blocks.n > 32)
        return -1;
    ws_doubt_prompts(&a, all);
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

static void labels(void)
{
    OK(of_page(STORY "<p>ADVERTISEMENT</p>" STORY, 1, 0.9f) < 0.1f, "a line that says it is an advertisement");
    OK(of_page(STORY "<p>Publicité</p>" STORY, 1, 0.9f) < 0.1f, "in French");
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
    ws_doubt_prompts(&a, p);
    OK(p[1] > 0.89f && p[3] < 0.3f && p[4] < 0.3f, "what stands below \"Read next\" is doubted");
    float q[5] = {0.9f, 0.9f, 0.9f, 0.8f, 0.8f};
    ws_doubt_prompts(&a, q);
    OK(q[3] > 0.79f, "not below a line that is text itself");
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    prompt("<p>Subscribe to our newsletter and follow us on Facebook.");
    prompt("<p>Abonnieren Sie unseren Newsletter und folgen Sie uns auf Facebook.");
    prompt("<p>Iscriviti alla nostra newsletter e seguici su Facebook.");
    prompt("<p>Подпишитесь на нашу рассылку и на наш телеграм-канал.");
    report("<p>The river rose two metres in an hour and took the bridge with it.");
    report("<p>The museum has had a newsletter since spring, which its director writes on Sunday evenings at the "
           "kitchen table of a house that once belonged to the keeper of the lighthouse across the bay.");
    report("<h2>Subscribe to our newsletter</h2>");
    report("<ul><li>Subscribe to our newsletter</ul>");
    OK(after_doubt("<p>1") > 0.89f, "a block without words is left alone");
    lead_ins();
    labels();
    author_boxes();
    sections();
    ws_extractor_free(x);
    return tap_done();
}
