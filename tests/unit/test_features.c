/* What the model sees: tokens, log-odds, rows of like elements, and the context of the second stage. */
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/features/odds_look_up.h"
#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/model/context.h"
#include "tests/tap.h"

#include <string.h>

static struct ws_extractor *x;

/* a: borrowed until the next page; its parts point to each other, so it must stay where it is. */
static void analyse(const char *html, struct ws_analysis *a)
{
    struct ws_page page = {.bytes = {(const uint8_t *)html, strlen(html)}};
    struct ws_error err;
    OK(ws_analyse(x, &page, a, &err) == WS_OK, "analysed: %.40s", html);
}

static float feature(const struct ws_analysis *a, uint32_t block, enum ws_feature f)
{
    static struct ws_column panel[WS_F_COUNT];
    ws_features_panel(&a->features, block / WS_PANEL, panel);
    return panel[f].of[block % WS_PANEL];
}

static bool near(float a, float b)
{
    return a - b < 1e-4f && b - a < 1e-4f;
}

/* --- tokens --------------------------------------------------------------------------- */

static unsigned names_of(const char *element, uint32_t token[WS_NAME_TOKENS])
{
    char html[1000];
    snprintf(html, sizeof html, "<body>%stext", element);
    struct ws_analysis a;
    analyse(html, &a);
    return ws_name_tokens(&a.tree, a.blocks.v[0].node, token);
}

static bool has(const uint32_t *token, unsigned n, uint32_t t)
{
    for (unsigned i = 0; i < n; i++)
        if (token[i] == t)
            return true;
    return false;
}

static void test_name_tokens(void)
{
    uint32_t div[WS_NAME_TOKENS], same[WS_NAME_TOKENS], nav[WS_NAME_TOKENS], id[WS_NAME_TOKENS];
    IS_INT(names_of("<div>", div), 1, "names_of('<div>', div)");
    IS_INT(names_of("<div class='sideBar Box box'>", div), 1 + 2 + 3, "names_of('<div class='sideBar Box box'>', div)"); /* tag; sidebar, box; side, bar, box */
    IS_INT(names_of("<div class='SIDEBAR box'>", same), 1 + 2 + 1 + 1, "names_of('<div class='SIDEBAR box'>', same)");
    OK(same[1] == div[1] && same[2] == div[2], "the whole of a class is read without case");
    IS_INT(names_of("<nav>", nav), 1, "names_of('<nav>', nav)");
    IS_INT(names_of("<div class=nav>", same), 3, "names_of('<div class=nav>', same)");
    OK(!has(same, 3, nav[0]), "the class nav is not the element nav");
    IS_INT(names_of("<div id=nav>", id), 3, "names_of('<div id=nav>', id)");
    OK(has(same, 3, id[1]) && has(same, 3, id[2]), "but the id nav is the class nav");
    IS_INT(names_of("<div role=nav itemprop=nav>", id), 3, "names_of('<div role=nav itemprop=nav>', id)");
    OK(!has(same, 3, id[1]) && !has(same, 3, id[2]) && id[1] != id[2], "role and itemprop are apart");
    char many[900] = "<div class='";
    for (int i = 0; i < 100; i++)
        snprintf(many + strlen(many), 9, "c%cx%c ", 'a' + i % 26, 'a' + i / 26);
    strcat(strcat(many, "'"), ">");
    IS_INT(names_of(many, id), WS_NAME_TOKENS, "names_of(many, id)");
}

/* The tables are made for these numbers: whoever changes a hash has to train anew. */
static void test_tokens_are_fixed(void)
{
    uint32_t token[WS_NAME_TOKENS];
    names_of("<div class=entry-content>", token);
    IS_INT(token[0], 887505297, "token[0]");
    IS_INT(token[1], 1561067161, "token[1]");
    struct ws_analysis a;
    analyse("<p>Read more", &a);
    const struct ws_measure *m = &a.features.survey->m[0];
    IS_INT(m->word[0], 2870513517u, "m->word[0]");
    IS_INT(ws_pair_token(m->word[0], m->word[1]), 282930383, "ws_pair_token(m->word[0], m->word[1])");
    IS_INT(ws_whole_token(m->word, m->n_words), 3245180178u, "ws_whole_token(m->word, m->n_words)");
}

static void test_text_tokens(void)
{
    struct ws_analysis a;
    analyse("<p>Read more, READ MORE<p>\xe4\xb8\xad\xe6\x96\x87 ok<p>1 2 3 4 5 6 7 8<p>1 2 3 4 5 6 7 8 9", &a);
    const struct ws_measure *m = a.features.survey->m;
    IS_INT(m[0].n_words, 4, "m[0].n_words");
    OK(m[0].word[0] == m[0].word[2] && m[0].word[0] != m[0].word[1], "words are read without case");
    IS_INT(m[1].n_words, 3, "m[1].n_words");
    OK(ws_whole_token(m[2].word, m[2].n_words) != 0, "eight words have a token of their own");
    IS_INT(ws_whole_token(m[3].word, m[3].n_words), 0, "ws_whole_token(m[3].word, m[3].n_words)");
}

/* --- log-odds ------------------------------------------------------------------------- */

static struct ws_odds odds;

static void let_say(uint32_t token, int units)
{
    int8_t *row = &odds.word[(size_t)(token >> (32 - WS_ODDS_WORD_BITS)) * 4];
    row[token >> (31 - WS_ODDS_WORD_BITS) & 1] = (int8_t)(units * WS_ODDS_UNIT);
}

static void test_odds(void)
{
    uint32_t token[WS_NAME_TOKENS];
    names_of("<div class=promo>", token);
    memset(&odds, 0, sizeof odds);
    odds.name[token[1] >> (32 - WS_ODDS_NAME_BITS)] = -2 * WS_ODDS_UNIT;
    struct ws_analysis a;
    analyse("<p>buy now", &a);
    uint32_t word = a.features.survey->m[0].word[0];
    let_say(word, -1);
    ws_extractor_use_odds(x, &odds);
    analyse("<div class=promo><div><p>buy this<p>read it</div></div><p>more text", &a);
    OK(near(feature(&a, 0, WS_F_NAMES_2), -2), "the container two above is known by its name");
    OK(near(feature(&a, 0, WS_F_NAMES_0), 0), "the block's own element is not");
    OK(near(feature(&a, 1, WS_F_NAMES_PATH), -2), "names add up on the path");
    OK(near(feature(&a, 2, WS_F_NAMES_PATH), 0), "a block outside has nothing of it");
    OK(near(feature(&a, 0, WS_F_TEXT_MEAN), -0.5f), "mean of two words");
    OK(near(feature(&a, 1, WS_F_TEXT_MEAN), 0), "a block without known words says nothing");

    const uint32_t word2[] = {word, a.features.survey->m[1].word[0]}; /* "buy read" */
    let_say(ws_whole_token(word2, 2), 3);
    analyse("<h2>buy read</h2><p>below it<h2>read it</h2><p>below that<p>buy read", &a);
    OK(near(feature(&a, 1, WS_F_TEXT_HEADING_WHOLE), 3), "a heading is known as a whole");
    OK(near(feature(&a, 3, WS_F_TEXT_HEADING_WHOLE), 0), "another one is not");
    ws_extractor_use_odds(x, &ws_block_odds);
}

/* --- what stands around ------------------------------------------------------------------ */

static void test_nearness(void)
{
    struct ws_analysis a;
    analyse("<div class=share><ul><li><p>an item</ul></div><p>and so on, for many more words than there are in the item", &a);
    OK(near(feature(&a, 0, WS_F_NEAR_LI), 1), "the item is one above the paragraph");
    OK(near(feature(&a, 0, WS_F_MARK_SHARE), 3), "what is called so, three");
    OK(near(feature(&a, 0, WS_F_NEAR_PRE), WS_NEAR_MAX) && near(feature(&a, 0, WS_F_MARK_TITLE), WS_NEAR_MAX), "no such thing is there");
    OK(near(feature(&a, 1, WS_F_NEAR_LI), WS_NEAR_MAX) && near(feature(&a, 1, WS_F_MARK_SHARE), WS_NEAR_MAX), "nor around what stands outside");
}

/* --- rows ----------------------------------------------------------------------------- */

static void test_rows(void)
{
    struct ws_analysis a;
    analyse(
        "<h1>Things</h1><div>"
        "<div class='item-1 odd'><h3>One</h3><p>the first of all things</div>"
        "<div class='item-2 even'><h3>Two</h3><p>the second of all things</div>"
        "<div class='item-3 odd'><h3>Three</h3><p>the third of all things</div></div><div>end</div>", &a);
    IS_INT(a.blocks.n, 8, "a.blocks.n");
    OK(near(feature(&a, 1, WS_F_ROW_COUNT), 2), "three items, log2(1 + 3)");
    OK(near(feature(&a, 1, WS_F_ROW_HEADED), 1), "all with a heading");
    OK(near(feature(&a, 3, WS_F_IN_ITEM), 0) && near(feature(&a, 4, WS_F_IN_ITEM), 1),
       "the second block of an item is one behind its beginning");
    OK(near(feature(&a, 0, WS_F_IN_ITEM), -1) && near(feature(&a, 7, WS_F_ROW_COUNT), 0),
       "what stands around the row is in none");
    OK(near(feature(&a, 1, WS_F_PAGE_ROW_COUNT), 2), "the page knows its longest row");
}

/* --- ways to look words up ------------------------------------------------------------ */

#define LOOKED_UP 1003 /* not in eights */

/* The first and the last entries of the tables, and any. */
static void test_look_up(void)
{
    static uint32_t token[1 + LOOKED_UP + WS_LOOK_UP];
    static struct ws_said plain[LOOKED_UP + WS_LOOK_UP], other[LOOKED_UP + WS_LOOK_UP];
    uint32_t state = 1, telling = 0;
    for (uint32_t k = 0; k < sizeof token / sizeof *token; k++) {
        state = state * 1664525u + 1013904223u;
        token[k] = k % 7 == 1 ? k : k % 7 == 2 ? UINT32_MAX - k : state;
    }
    ws_look_up_plain(&ws_block_odds, token + 1, LOOKED_UP, plain);
    for (uint32_t k = 0; k < LOOKED_UP; k++)
        telling += plain[k].word && plain[k].pair && plain[k].prompt_word && plain[k].prompt_pair;
    OK(telling > 10, "there is something to find");
    IS_INT(plain[5].word, ws_odds_of_text(&ws_block_odds, token[6]), "of the word");
    IS_INT(plain[5].pair, ws_odds_of_text(&ws_block_odds, ws_pair_token(token[5], token[6])), "and of it with the one before");
    ws_look_up_best()(&ws_block_odds, token + 1, LOOKED_UP, other);
    OK(memcmp(plain, other, LOOKED_UP * sizeof *plain) == 0, "the quickest way comes to the same");
}

/* --- context -------------------------------------------------------------------------- */

static void test_context(void)
{
    struct ws_analysis a;
    analyse("<div><p>a b<p>c d<p>e f</div><div><h2>g h</h2><p class=z>i j</div>", &a);
    static const float P[] = {0.9f, 0.7f, 0.8f, 0.2f, 0.1f};
    const struct ws_column *c = ws_context_compute(a.features.survey, P, a.arena);
    IS_INT(a.blocks.n, 5, "a.blocks.n");
    OK(c != NULL, "there are rows");
#define ROW(i, f) c[f].of[i]
    OK(near(ROW(1, WS_C_BACK_1), 0.9f) && near(ROW(1, WS_C_AHEAD_2), 0.2f), "neighbours");
    OK(near(ROW(0, WS_C_BACK_1), -1) && near(ROW(4, WS_C_AHEAD_1), -1), "none at the edges");
    OK(near(ROW(0, WS_C_MEAN_1), 0.8f) && near(ROW(4, WS_C_MEAN_1), 0.15f), "means of the containers");
    OK(near(ROW(0, WS_C_PAGE), 2.7f / 5), "mean of the page");
    OK(near(ROW(0, WS_C_ALIKE), 0.8f) && near(ROW(4, WS_C_ALIKE), 0.1f), "blocks with the same path");
    OK(near(ROW(4, WS_C_HEADING), 0.2f) && near(ROW(2, WS_C_HEADING), -1), "the last heading");
    OK(near(ROW(2, WS_C_IN_GAIN), 1) && near(ROW(3, WS_C_IN_GAIN), 0), "the container that gains");
    OK(near(ROW(2, WS_C_IN_RUN), 1) && near(ROW(3, WS_C_IN_RUN), 0), "the run that gains");
    OK(near(ROW(2, WS_C_FROM_FIRST), 2) && near(ROW(3, WS_C_TO_LAST), -1), "first and last over one half");
    static const float NONE[] = {0, 0, 0, 0, 0};
    c = ws_context_compute(a.features.survey, NONE, a.arena);
    OK(near(ROW(0, WS_C_IN_RUN), 0) && near(ROW(0, WS_C_BEFORE), 0), "a page without content has no run");
}

/* Marks without a letter are words and no characters: with AddressSanitizer, room for them is tested. */
static void test_words_of_marks(void)
{
    char html[20000] = "";
    struct ws_analysis a;
    for (unsigned i = 0, n = 0; i < 30; i++) {
        n += (unsigned)snprintf(html + n, sizeof html - n, "<pre>a");
        for (unsigned k = 0; k < 200; k++)
            n += (unsigned)snprintf(html + n, sizeof html - n, " \u0301");
    }
    analyse(html, &a);
    IS_INT(a.blocks.v[29].chars, 1, "one character");
    IS_INT(a.features.survey->m[29].n_words, WS_TOKENS_MAX, "many words");
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    test_name_tokens();
    test_text_tokens();
    test_words_of_marks();
    test_tokens_are_fixed();
    test_odds();
    test_nearness();
    test_rows();
    test_look_up();
    test_context();
    ws_extractor_free(x);
    return tap_done();
}
