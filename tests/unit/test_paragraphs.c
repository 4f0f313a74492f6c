/* Pages that are articles. */
#include "pipeline/extract/model/paragraphs.h"
#include "pipeline/extract/extractor.h"
#include "tests/tap.h"

#define P20 "<p>one two three four five six seven eight nine ten one two three four five six seven eight nine ten"
#define P19 "<p>one two three four five six seven eight nine ten one two three four five six seven eight nine"
#define SIGNS10 "牛船牛船牛船牛船牛船"
#define PRE "<pre>cow = boat(4, 9) if wind is north then sail(cow) else wait for the tide and moor(cow) at the pier until\n</pre>"

static struct ws_extractor *x;

/* Whether the page is one, if all blocks are that likely. */
static bool article(const char *html, float likely)
{
    struct ws_page page = {.bytes = SLICE(html)};
    struct ws_analysis a;
    struct ws_error err;
    float p[64];
    if (ws_analyse(x, &page, &a, &err) != WS_OK || a.blocks.n > 64)
        return false;
    for (uint32_t i = 0; i < 64; i++)
        p[i] = likely;
    return ws_is_article(&a.blocks, p);
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    OK(article(P20 P20 P20 P20 P20, 0.9f), "five paragraphs of twenty words");
    OK(!article(P20 P20 P20 P20, 0.9f), "four are too few");
    OK(!article(P20 P20 P20 P20 P19, 0.9f), "shorter ones are none");
    OK(!article(P20 P20 P20 P20 P20, 0.4f), "if they are likely");
    OK(article(P20 P20 P20 P20 P20 P19 P19, 0.9f), "other blocks may stand between");
    OK(!article(P20 P20 P20 P20 P20 P19 P19 P19, 0.9f), "less than half as much");
    OK(article(P20 P20 P20 P20 P20 PRE PRE PRE PRE, 0.9f), "code does not count");
    OK(article("<p>" SIGNS10 SIGNS10 SIGNS10 SIGNS10 "<p>" SIGNS10 SIGNS10 SIGNS10 SIGNS10 P20 P20 P20, 0.9f),
       "two signs are a word");
    OK(!article("<p>" SIGNS10 SIGNS10 SIGNS10 "<p>" SIGNS10 SIGNS10 SIGNS10 P20 P20 P20, 0.9f), "not one");
    OK(!article("", 0.9f), "an empty page");
    ws_extractor_free(x);
    return tap_done();
}
