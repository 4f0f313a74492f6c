#include "pipeline/dedup/links.h"

#include <stdlib.h>

bool ws_links_init(struct ws_links *l, uint32_t n)
{
    *l = (struct ws_links){.n = n};
    l->parent = malloc((n ? n : 1) * sizeof *l->parent);
    for (uint32_t i = 0; l->parent && i < n; i++)
        atomic_init(&l->parent[i], i);
    return l->parent != NULL;
}

void ws_links_release(struct ws_links *l)
{
    free((void *)l->parent);
    l->parent = NULL;
}

/* Paths are halved on the way: a parent that is out of date only means a longer way. */
uint32_t ws_link_root(struct ws_links *l, uint32_t a)
{
    for (;;) {
        uint32_t up = atomic_load_explicit(&l->parent[a], memory_order_relaxed);
        if (up == a)
            return a;
        uint32_t above = atomic_load_explicit(&l->parent[up], memory_order_relaxed);
        if (above != up)
            atomic_compare_exchange_weak_explicit(&l->parent[a], &up, above, memory_order_relaxed,
                                                  memory_order_relaxed);
        a = above;
    }
}

void ws_link(struct ws_links *l, uint32_t a, uint32_t b)
{
    for (;;) {
        a = ws_link_root(l, a);
        b = ws_link_root(l, b);
        if (a == b)
            return;
        uint32_t less = a < b ? a : b, more = a < b ? b : a, root = more;
        if (atomic_compare_exchange_strong_explicit(&l->parent[more], &root, less, memory_order_relaxed,
                                                    memory_order_relaxed))
            return;
    }
}
