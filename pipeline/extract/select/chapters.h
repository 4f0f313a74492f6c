/* chapters.h - the list of its parts on a page that has little text of its own: the first page of a chapter, of a
 * manual. On a page with more text such a list is a way through the site. */
#ifndef WARCSIFT_CHAPTERS_H
#define WARCSIFT_CHAPTERS_H

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/select/roles.h"

/* Adds the items of such lists to what is kept. s must have blocks. */
void ws_keep_chapters(const struct ws_survey *s, const struct ws_roles *roles, const float *p, bool *keep);

#endif
