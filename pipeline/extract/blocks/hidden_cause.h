/* hidden_cause.h - why an element is not to be seen: its tag, its names, its attributes. */
#ifndef WARCSIFT_HIDDEN_CAUSE_H
#define WARCSIFT_HIDDEN_CAUSE_H

#include "pipeline/extract/blocks/hidden_names.h"
#include "pipeline/extract/blocks/looks.h"

/* What the elements of a page are called is read once per look. */
struct ws_causes {
    const struct ws_tree *t;
    const struct ws_looks *looks;
    uint8_t *named;               /* enum ws_cause, by look */
    bool any_named;               /* do any of them say something? */
    uint8_t *panel;               /* is it called a panel? By look; 0: not known yet, 1: no, 2: yes */
    struct ws_name_patterns panels;
    uint32_t *lines; /* elements that were asked for in which line ends count, in order */
    uint32_t n_lines;
    uint32_t *apart; /* inline elements that style puts on lines of their own, in order */
    uint32_t n_apart;
    uint32_t figures; /* texts from some node asked for up to here hold digits and blanks alone */
    uint32_t no_figures; /* that one does not */
};

/* Everything lives in arena. false: no memory. */
WS_MUST_USE bool ws_causes_init(struct ws_causes *c, const struct ws_tree *t, const struct ws_looks *looks,
                                struct ws_arena *arena);

/* Do its tag or names say something? */
static inline bool ws_cause_is_named(const struct ws_causes *c, uint32_t node)
{
    return c->named[c->looks->of[node]] != WS_CAUSE_NONE;
}

/* node: an element but the root, behind those that were asked for before; veiled: it is in looks->veiled. */
enum ws_cause ws_cause_of(struct ws_causes *c, uint32_t node, bool veiled);

#endif
