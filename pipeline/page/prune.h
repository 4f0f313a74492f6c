/* prune.h - a page -> the little of it that matters (draft.h), in one pass. Private to the room. */
#ifndef WARCSIFT_PRUNE_H
#define WARCSIFT_PRUNE_H

#include "pipeline/page/math.h"
#include "pipeline/page/nest.h"

struct ws_prune {
    struct ws_scan scan;
    struct ws_scan_tag tag; /* the tag at hand */
    struct ws_nest nest;
    struct ws_draft draft;
    struct ws_formula last_formula;
    size_t formula_end; /* draft.text.n behind it; 0: there was none */
    /* does the page say that it is? Looked up when asked */
    enum { WS_XHTML_UNKNOWN, WS_XHTML_NO, WS_XHTML_YES } xhtml;
};

/* page: valid UTF-8. The result is in p->draft; its failed says whether it is usable. */
void ws_prune(struct ws_prune *p, struct ws_slice page, size_t max_nodes);

#endif
