/* Ingredients and steps that JSON-LD or markup has are text, whatever the model thinks of them. */
#include "pipeline/extract/doubt/stated.h"
#include "pipeline/extract/extractor.h"
#include "tests/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define RECIPE                                                                                     \
    "<script type='application/ld+json'>{\"@type\":\"Recipe\",\"recipeIngredient\":[\"150 grams Red Lentils\","         \
    "\"1 unit Carrot, grated\",\"Salt\",\"Vegetable stock\"],\"recipeInstructions\":[{\"text\":"                        \
    "\"<p>Simmer the lentils &amp;amp; the carrot.</p> Then stir in the cumin and the lemon juice.\"}]}</script>"
#define BLOCKS                                                                                     \
    "<p>150 grams</p><p>Red lentils</p><p>carrot, grated</p><p>Salt</p><p>3</p><p>See our plans</p><p>Stock</p>"        \
    "<p><a href=/s>Vegetable stock</a></p><p hidden>Red lentils</p><p>the cumin</p><p>unit Carrot</p><p>Simmer the lentils &amp; the carrot.</p>"         \
    "<p>Then stir in the cumin and the lemon juice, please.</p><p>Then stir the soup and the cumin.</p>"
#define WANTED "150 grams|Red lentils|carrot, grated|Salt|Simmer the lentils & the carrot.|" \
               "Then stir in the cumin and the lemon juice, please.|"

static struct ws_extractor *x;

/* The blocks that are trusted, each with a bar behind it. */
static const char *trusted(const char *html)
{
    static char found[1024];
    const struct ws_page page = {.bytes = SLICE(html), .content_type = SLICE("text/html")};
    struct ws_analysis a;
    struct ws_error err;
    float p[32];
    if (ws_analyse(x, &page, &a, &err) != WS_OK || a.blocks.n > 32)
        abort();
    for (uint32_t i = 0; i < a.blocks.n; i++)
        p[i] = 0.1f;
    if (!ws_trust_stated(&a, p))
        abort();
    size_t n = 0;
    found[0] = 0;
    for (uint32_t i = 0; i < a.blocks.n; i++)
        if (p[i] > 0.1f)
            n += (size_t)snprintf(found + n, sizeof found - n, "%.*s|", (int)a.blocks.v[i].text.n,
                                  (const char *)a.blocks.v[i].text.p);
    return found;
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    IS_STR(trusted(RECIPE BLOCKS), WANTED,
           "parts of what is stated, in its order; not two words from the middle of a step or a line, single words of it, numbers, links, what is hidden");
    IS_STR(trusted(BLOCKS), "", "nothing is stated");
    IS_STR(trusted("<script type='application/ld+json'>{\"@type\":\"Recipe\",\"recipeIngredient\":\"<br>\"}</script>" BLOCKS), "",
           "an empty part");
    IS_STR(trusted("<script type='application/ld+json'>{\"@type\":\"Recipe\",\"recipeIngredient\":[\"大蒜三瓣\"]}</script>"
                   "<p>大蒜</p><p>蒜大</p>"),
           "大蒜|", "signs that are words");
    IS_STR(trusted("<div class=sidebar><p itemprop='recipeIngredient'>2 eggs</p><p itemprop='Ingredients'>a bit of <a href=/b>butter"
                   "</a></p></div><p>a bit of</p><p itemprop=recipeYield>2 loaves</p><p>2</p>"),
           "2 eggs|a bit of butter|a bit of|", "what is marked up, wherever it stands");
    ws_extractor_free(x);
    return tap_done();
}
