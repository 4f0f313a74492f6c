/* roles.h - what each block of a page is: headline, heading, paragraph, list ... (enum ws_role).
 *
 * From the markup, where markup says it: headings, lists, data tables, code, quotes, captions. From names of
 * classes, and in scripts of any kind from words and numbers: bylines and dates (byline.h), comments. From
 * the title of the page: its headline. */
#ifndef WARCSIFT_ROLES_H
#define WARCSIFT_ROLES_H

#include "pipeline/extract/features/features.h"
#include "warcsift/article.h"

#define WS_NO_BLOCK UINT32_MAX

struct ws_roles {
    uint8_t *of;       /* enum ws_role by block; boilerplate is for ws_select() to tell */
    uint32_t headline; /* the block to show of all that are headlines: the last of the highest level before the
                        * text; WS_NO_BLOCK: none */
    bool forum;        /* made of what its users write: comments are its text */
};

/* p: how likely each block is content. title: of the page, may be empty. In arena. false: no memory. */
WS_MUST_USE bool ws_roles_assign(const struct ws_tree *t, const struct ws_features *f, const float *p,
                                 struct ws_slice title, struct ws_arena *arena, struct ws_roles *out);

#endif
