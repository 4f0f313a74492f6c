/* Elements that are named alike, and what is measured of a text. */
#include "pipeline/extract/features/measure.h"
#include "tests/unit/blocks_helper.h"

#include <stdio.h>
#include <stdlib.h>

/* The looks of the n elements below the root of html, in order, as letters: "aab". */
static const char *looks_of(const char *html)
{
    static char letters[64];
    struct ws_tree tree;
    struct ws_looks looks;
    struct ws_error err;
    size_t n = 0;
    ws_arena_reset(&blocks_arena);
    if (ws_tree_build(blocks_builder, SLICE(html), 1000, &blocks_arena, &tree, &err) != WS_OK ||
        !ws_looks_find(&tree, &blocks_arena, &looks))
        return "?";
    for (uint32_t i = 1; i < tree.n_nodes && n < sizeof letters - 1; i++)
        if (tree.nodes[i].tag != WS_TAG_TEXT)
            letters[n++] = (char)('a' + looks.of[i] - 1);
        else if (looks.of[i] != 0)
            return "text";
    letters[n] = 0;
    for (uint32_t i = 0; i < looks.n; i++)
        if (looks.of[looks.node[i]] != i)
            return "first";
    return letters;
}

static void test_looks(void)
{
    IS_STR(looks_of("<p>1<p>2<div>3</div>"), "aab", "by tag");
    IS_STR(looks_of("<p class=x>1<p class=y>2<p class=x>3<p>4"), "abac", "by class");
    IS_STR(looks_of("<p id=x>1<p class=x>2<p role=x>3<p itemprop=x>4"), "abcd",
           "the same value of another attribute");
    IS_STR(looks_of("<a href=1 rel=x>1</a><a href=2 rel=x>2</a>"), "aa",
           "where a link goes does not count");
    IS_STR(looks_of("<p class='longer than eight bytes'>1<p class='longer than eight b'>2"),
           "ab", "all of a value counts");
    IS_STR(looks_of("<p class=''>1<p class='' id=''>2"), "ab", "empty values");
}

static void test_veiled(void)
{
    struct ws_tree tree;
    struct ws_looks looks;
    struct ws_error err;
    ws_arena_reset(&blocks_arena);
    OK(ws_tree_build(blocks_builder,
                     SLICE("<body style=x><p>a<p id=x hidden>b<p aria-hidden=true>c<p class=style>d"), 1000,
                     &blocks_arena, &tree, &err) == WS_OK &&
           ws_looks_find(&tree, &blocks_arena, &looks),
       "built");
    IS_INT(looks.n_veiled, 3, "elements with attributes that may hide them");
    OK(looks.veiled[0] == 0 && looks.veiled[1] == 3 && looks.veiled[2] == 5, "in order, the root, too");
}

/* More looks than the table has room for at first. */
static void test_many_looks(void)
{
    static char html[64000];
    size_t n = 0;
    for (int i = 0; i < 2000; i++)
        n += (size_t)snprintf(html + n, sizeof html - n, "<p class=c%d>x", i % 1500);
    struct ws_tree tree;
    struct ws_looks looks;
    struct ws_error err;
    ws_arena_reset(&blocks_arena);
    OK(ws_tree_build(blocks_builder, (struct ws_slice){(const uint8_t *)html, n}, 10000, &blocks_arena, &tree,
                     &err) == WS_OK &&
           ws_looks_find(&tree, &blocks_arena, &looks),
       "built");
    IS_INT(looks.n, 1501, "each class once, and the root");
    IS_INT(looks.of[1], looks.of[1 + 2 * 1500], "the first class comes again");
}

static struct ws_measure measure(const char *text)
{
    static uint32_t token[WS_TOKENS_MAX];
    struct ws_block b = {.text = SLICE(text)};
    struct ws_measure m = {.n_words = 0};
    struct ws_arena arena;
    struct ws_text_map map;
    ws_arena_init(&arena);
    if (!ws_text_map_new(b.text.n, &ws_block_odds, &arena, &map))
        exit(3);
    ws_measure_text(&b, &map, token, &m);
    ws_lot_settle(map.lot);
    ws_arena_release(&arena);
    return m;
}

static void test_measures(void)
{
    struct ws_measure m = measure("At 9:30 the R2D2 Of [Z] @ {A}`/: came, 1984!");
    IS_INT(m.uppers, 6, "capitals, and no signs beside them in ASCII");
    IS_INT(m.n_words, 10, "words");
    OK(m.year && m.ends_stop, "signs");
    OK(measure("1234567 8:05").year, "a time over the border of eight bytes");
    OK(measure("in 1999").year && !measure("in 19990").year && !measure("a1 2 3").year,
       "a year, a longer number, others");
    OK(measure("ABC def \u00c9 Xyz").text_hash == measure("abc DEF \u00c9 xyz").text_hash,
       "texts that differ in capitals alone are copies");
    OK(measure("[abc]").text_hash != measure("{abc}").text_hash, "signs have no capitals");
    OK(measure("abcdefgh").text_hash != measure("abcdefghi").text_hash,
       "what follows eight bytes counts");
    IS_INT(measure("na\u00efve caf\u00e9s \u4e2d\u6587").n_words, 4,
           "words with other letters, and without blanks");
}

int main(void)
{
    begin_blocks();
    ws_lexicon_init();
    test_looks();
    test_veiled();
    test_many_looks();
    test_measures();
    end_blocks();
    return tap_done();
}
