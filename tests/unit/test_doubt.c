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
    OK(p >= 0 && p < 0.3f, "doubted: %.60s", html);
}

static void report(const char *html)
{
    float p = after_doubt(html);
    OK(p > 0.89f && p < 0.91f, "not doubted: %.60s", html);
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
    ws_extractor_free(x);
    return tap_done();
}
