/* lean_helper.h - a page pruned, and whether libxml2 sees the same in it. */
#ifndef WARCSIFT_TEST_LEAN_HELPER_H
#define WARCSIFT_TEST_LEAN_HELPER_H

#include "pipeline/page/prune.h"
#include "pipeline/page/tree_internal.h"

#include <stdlib.h>

static struct ws_prune prune;
static struct ws_lean lean;
static struct ws_arena lean_arena;

static inline void start_pruning(void)
{
    ws_tree_global_init();
    ws_lean_init(&lean);
    ws_draft_init(&prune.draft, &lean);
    ws_arena_init(&lean_arena);
}

static inline void end_pruning(void)
{
    ws_draft_release(&prune.draft);
    ws_lean_release(&lean);
    ws_arena_release(&lean_arena);
}

/* The lean HTML of a page; its nodes are in prune.draft. */
static inline struct ws_slice pruned(struct ws_slice page)
{
    ws_prune(&prune, page, 4000000);
    if (prune.draft.failed || lean.failed)
        abort();
    return (struct ws_slice){lean.html.p, lean.html.n};
}

/* Does libxml2 see all of the page, each node and byte of text as the direct builder wrote them? */
static inline bool libxml2_agrees(struct ws_slice page)
{
    const struct ws_draft *d = &prune.draft;
    struct ws_tree_sink s;
    struct ws_slice html = pruned(page);
    ws_arena_reset(&lean_arena);
    if (!ws_tree_sink_init(&s, d, &lean_arena) || !ws_tree_read_libxml2(html, &s))
        abort();
    return ws_tree_sink_finish(&s) &&
           memcmp(s.nodes, d->nodes, s.n_nodes * sizeof *s.nodes) == 0 &&
           (s.n_text == 0 || memcmp(s.text, d->text.p, s.n_text) == 0);
}

#endif
