/* host_survey.h - collects the notes of the first pass (host_note.h) and makes the memory of hosts of them
 * (host_memory.h).
 *
 * Which pages count. A page crawled twice, a print version, an address with a session number: they repeat
 * an article without making it boilerplate. So a page counts once for each address, and pages of a host that
 * share their title, or the rarest of their three longest blocks, are one page for all counts. A title or block
 * of more than half of the host's pages is the site's and joins none, unless most long blocks of a page are
 * of that kind: then all such pages with one title are one. A host needs four different pages.
 *
 * Memory is bounded: of a host at most 256 pages are held, those with the smallest hash of the address, so
 * a sample that does not depend on the order of the pages. All in all at most max_pages are held. When there
 * are more, the pages of a host are halved, for all hosts alike, until they fit, down to 8; then hosts are
 * left out by their hashes. What is held in the end is the same in whatever order the notes come.
 * Threads: one at a time. */
#ifndef WARCSIFT_HOST_SURVEY_H
#define WARCSIFT_HOST_SURVEY_H

#include "pipeline/extract/host/host_memory.h"
#include "warc/buf.h"
#include "warcsift/sift.h"

/* 1.6 kB each on average: 105 MB when all are held. At worst, 512 blocks on each page and hosts of four pages
 * that share nearly all of them, 270 MB, and 610 MB for a moment in ws_host_survey_finish(). */
#define WS_HOST_SURVEY_PAGES 65536
#define WS_HOST_PAGES        256 /* of a host */
#define WS_HOST_MIN_PAGES    4   /* different ones */

struct ws_host_survey;

struct ws_host_survey *ws_host_survey_new(size_t max_pages); /* NULL: no memory */
void ws_host_survey_free(struct ws_host_survey *s);

/* notes: as ws_host_note() left them. false: no memory. */
WS_MUST_USE bool ws_host_survey_add(struct ws_host_survey *s, const struct ws_buf *notes);

/* NULL: no memory. counts may be NULL. The survey can only be freed afterwards. */
struct ws_host_memory *ws_host_survey_finish(struct ws_host_survey *s, struct ws_host_counts *counts);

#endif
