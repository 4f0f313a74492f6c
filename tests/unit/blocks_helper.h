/* blocks_helper.h - HTML to the texts of its blocks. */
#ifndef WARCSIFT_TEST_BLOCKS_HELPER_H
#define WARCSIFT_TEST_BLOCKS_HELPER_H

#include "pipeline/extract/blocks/blocks.h"
#include "tests/tap.h"

static struct ws_arena blocks_arena;
static struct ws_tree_builder *blocks_builder;

static inline void begin_blocks(void)
{
    ws_tree_global_init();
    ws_arena_init(&blocks_arena);
    blocks_builder = ws_tree_builder_new(WS_PARSER_AUTO);
}

static inline void end_blocks(void)
{
    ws_tree_builder_free(blocks_builder);
    ws_arena_release(&blocks_arena);
}

/* n == 0 also when something failed. */
static inline struct ws_blocks blocks_of(const char *html)
{
    static struct ws_tree tree;
    struct ws_blocks b = {0};
    struct ws_error err;
    ws_arena_reset(&blocks_arena);
    if (ws_tree_build(blocks_builder, SLICE(html), 1000000, &blocks_arena, &tree, &err) != WS_OK ||
        !ws_blocks_cut(&tree, &blocks_arena, &b))
        b.n = 0;
    return b;
}

/* The texts of the blocks of html, with '|' between them, are want. */
static inline void are_blocks(const char *html, const char *want, const char *what)
{
    static char got[100000];
    struct ws_blocks b = blocks_of(html);
    size_t n = 0;
    for (uint32_t i = 0; i < b.n && n + b.v[i].text.n + 1 < sizeof got; i++) {
        if (i)
            got[n++] = '|';
        memcpy(got + n, b.v[i].text.p, b.v[i].text.n);
        n += b.v[i].text.n;
    }
    got[n] = 0;
    IS_STR(got, want, what);
}

#endif
