/* links.h - which documents hang together: disjoint sets, each known by its least document.
 *
 * Roots only ever become children of lesser ones, by one atomic step each, so the sets in the end do not depend
 * on who linked what first.
 * Threads: ws_link() and ws_link_root() from any. */
#ifndef WARCSIFT_DEDUP_LINKS_H
#define WARCSIFT_DEDUP_LINKS_H

#include "warcsift/base.h"

#include <stdatomic.h>

struct ws_links {
    _Atomic uint32_t *parent;
    uint32_t n;
};

/* n documents by themselves. false: no memory. */
WS_MUST_USE bool ws_links_init(struct ws_links *l, uint32_t n);
void ws_links_release(struct ws_links *l);
void ws_link(struct ws_links *l, uint32_t a, uint32_t b);
uint32_t ws_link_root(struct ws_links *l, uint32_t a);

#endif
